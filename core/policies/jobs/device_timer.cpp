// SPDX-License-Identifier: MIT
// The app sets a timer. Nobody is reminded while it is closed, and it does not know what other
// devices have done meanwhile.
#include "policies/jobs/jobs_policy.h"

namespace srl {
namespace {

class DeviceTimer final : public JobsPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{"device_timer", "Timer in the app",
                                  "The app reminds by itself, while it is open.", 0};
    return kInfo;
  }
  ReminderOwner owner() const override { return ReminderOwner::device; }
};

}  // namespace

const JobsPolicy& jobs_device_timer() {
  static const DeviceTimer kPolicy;
  return kPolicy;
}

}  // namespace srl
