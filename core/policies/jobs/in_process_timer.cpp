// SPDX-License-Identifier: MIT
// The service sets a timer in its process when a task is written (setTimeout). A restart forgets
// it; a task that changes gets another one beside it.
#include "policies/jobs/jobs_policy.h"

namespace srl {
namespace {

class InProcessTimer final : public JobsPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{"in_process_timer", "Timer in the server",
                                  "The server keeps timers in memory; a restart forgets them.", 1};
    return kInfo;
  }
  ReminderOwner owner() const override { return ReminderOwner::process; }
};

}  // namespace

const JobsPolicy& jobs_in_process_timer() {
  static const InProcessTimer kPolicy;
  return kPolicy;
}

}  // namespace srl
