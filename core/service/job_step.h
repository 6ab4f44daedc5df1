// SPDX-License-Identifier: MIT
// What every step of a job shares: whether it is still this run's, and how an attempt ends.
#pragma once

#include <string_view>

#include "service/job_store.h"
#include "service/service_context.h"

namespace srl {

struct JobStep {
  Database& database;
  const ServiceContext& context;
  Outcome& outcome;

  bool claims() const { return context.policies.jobs->claims_with_lease(); }

  // False when the job was cancelled since it was claimed, or another run has claimed it: that
  // one's fencing number is higher (Kleppmann, "How to do distributed locking", 2016).
  Result<bool> is_still_ours(const Job& job) const;

  // It is over. Where jobs are claimed, an end that comes too late is not written.
  Status finish(Job& job, JobState state, std::string_view reason) const;

  // An attempt failed: again after a while that grows, at least `retry_after_ms` from now, or, with
  // all attempts spent, a dead letter.
  Status fail(Job& job, std::string_view reason, DurationMs retry_after_ms) const;
};

}  // namespace srl
