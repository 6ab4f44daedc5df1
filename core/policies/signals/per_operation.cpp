// SPDX-License-Identifier: MIT
// The cure: every outcome of every operation and job is counted, failures as well as successes.
#include "policies/signals/signals_policy.h"

namespace srl {
namespace {

class PerOperation final : public SignalsPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{"per_operation", "Every operation",
                                  "Every attempt, failure and outcome is counted, per operation.",
                                  2};
    return kInfo;
  }
  SignalLevel level() const override { return SignalLevel::everything; }
};

}  // namespace

const SignalsPolicy& signals_per_operation() {
  static const PerOperation kPolicy;
  return kPolicy;
}

}  // namespace srl
