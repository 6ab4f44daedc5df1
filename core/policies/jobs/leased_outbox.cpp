// SPDX-License-Identifier: MIT
// The cure: the job is written in the transaction of the task (a transactional outbox), claimed
// under a lease with a fencing number, looked at again right before it is sent and when it arrives,
// and recorded for each subscription. What cannot be delivered ends as a dead letter.
#include "policies/jobs/jobs_policy.h"

namespace srl {
namespace {

class LeasedOutbox final : public JobsPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{"leased_outbox", "Jobs with leases",
                                  "A job per reminder, claimed under a lease, tried again with "
                                  "backoff, and given up where it can be seen.",
                                  3};
    return kInfo;
  }
  ReminderOwner owner() const override { return ReminderOwner::worker; }
  bool claims_with_lease() const override { return true; }
  bool follows_the_task() const override { return true; }
  bool delivers_per_subscription() const override { return true; }
  bool names_topic() const override { return true; }
  bool checks_on_arrival() const override { return true; }
  bool goes_by_civil_time() const override { return true; }
  DurationMs settle_bound_ms() const override { return kHourMs; }
};

}  // namespace

const JobsPolicy& jobs_leased_outbox() {
  static const LeasedOutbox kPolicy;
  return kPolicy;
}

}  // namespace srl
