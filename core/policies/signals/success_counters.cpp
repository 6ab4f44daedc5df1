// SPDX-License-Identifier: MIT
// Counters that were added where things work: a failure shows only as a number that does not rise.
#include "policies/signals/signals_policy.h"

namespace srl {
namespace {

class SuccessCounters final : public SignalsPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{"success_counters", "Counters of successes",
                                  "What went well is counted; what went wrong is not.", 1};
    return kInfo;
  }
  SignalLevel level() const override { return SignalLevel::successes; }
};

}  // namespace

const SignalsPolicy& signals_success_counters() {
  static const SuccessCounters kPolicy;
  return kPolicy;
}

}  // namespace srl
