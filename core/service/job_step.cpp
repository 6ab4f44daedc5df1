// SPDX-License-Identifier: MIT
#include "service/job_step.h"

#include <algorithm>

#include "base/assertion.h"
#include "service/chores/chore.h"

namespace srl {
namespace {

// How an attempt ended that has brought the job into this state.
std::string_view outcome_name(JobState state) {
  return state == JobState::waiting_retry || state == JobState::queued ? "failed" : name_of(state);
}

}  // namespace

Result<bool> JobStep::is_still_ours(const Job& job) const {
  if (!claims()) return true;
  const Result<std::optional<Job>> stored = read_job(database, job.id);
  if (!stored.ok()) return stored.error();
  const bool has_number = stored->has_value() && (*stored)->fence == job.fence;
  if (has_number && (*stored)->state != JobState::executing) return false;  // cancelled meanwhile
  // With the lease over anybody may claim it: what is sent now could be sent twice.
  if (has_number && (*stored)->leased_until > context.now_ms) return true;
  outcome.count(Metric::job_runs, job_kind_name(job.kind), "fenced");
  outcome.event(EventKind::job_fenced, job.intent, job.id, "");
  return false;
}

Status JobStep::finish(Job& job, JobState state, std::string_view reason) const {
  SRL_ASSERT(!is_final(job.state), "a job ends once");
  SRL_ASSERT(state != JobState::executing, "an attempt that has ended goes on no more");
  job.state = state;
  job.reason = reason;
  job.leased_until = 0;
  const Result<bool> written = update_job(database, job);
  if (!written.ok()) return written.error();
  outcome.count(Metric::job_runs, job_kind_name(job.kind), outcome_name(state));
  if (state == JobState::discarded) {
    outcome.count(Metric::job_discarded, job_kind_name(job.kind), reason);
    outcome.event(EventKind::job_discarded, job.intent, job.id, reason);
  } else if (is_final(state)) {
    outcome.event(EventKind::job_finished, job.intent, job.id, name_of(state));
  }
  return {};
}

Status JobStep::fail(Job& job, std::string_view reason, DurationMs retry_after_ms) const {
  ++job.attempts;
  if (claims() && job.attempts >= kJobAttemptsMax) {
    return finish(job, JobState::discarded, reason == kUnreadableJob ? reason : "attempts");
  }
  DurationMs delay_ms = 0;  // without claims: the next tick, for ever
  if (claims()) {
    delay_ms =
        std::max(full_jitter_ms(job.attempts, context.random, kJobBackoffBaseMs, kJobBackoffCapMs),
                 retry_after_ms);
    job.run_at = context.now_ms + delay_ms;
  }
  SRL_TRY(finish(job, claims() ? JobState::waiting_retry : JobState::queued, reason));
  outcome.count(Metric::job_retries, job_kind_name(job.kind));
  outcome.event(EventKind::job_retry_scheduled, job.intent, delay_ms, reason, job.id);
  return {};
}

}  // namespace srl
