// SPDX-License-Identifier: MIT
// The original lab's worker: cron selects what is due and not flagged, sends it to everybody, and
// flags the task. A run that is held up in between sends again; one dead subscription keeps all
// unflagged.
#include "policies/jobs/jobs_policy.h"

namespace srl {
namespace {

class CronFlag final : public JobsPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "cron_flag", "Cron and a flag",
        "Every five minutes: send what is not flagged as sent, then flag it.", 2};
    return kInfo;
  }
  ReminderOwner owner() const override { return ReminderOwner::worker; }
  DurationMs settle_bound_ms() const override { return 15 * kMinuteMs; }
};

}  // namespace

const JobsPolicy& jobs_cron_flag() {
  static const CronFlag kPolicy;
  return kPolicy;
}

}  // namespace srl
