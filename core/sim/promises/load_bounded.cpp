// SPDX-License-Identifier: MIT
// Trouble doesn't bring the devices together: of a large number, never more than half ask within
// one tenth of a second. What is left of a storm after that is a matter of capacity, not of
// manners.
#include <algorithm>

#include "sim/promises/promise.h"

namespace srl {
namespace {

// So few are no storm, whenever they come.
constexpr std::int64_t kLoadLeast = 25;

std::optional<Finding> check_load_bounded(const OracleModel&, const OracleStep& step) {
  const std::int64_t bound = std::max(step.load.devices / 2, kLoadLeast);
  if (step.load.in_a_tenth <= bound) return std::nullopt;
  return Finding{
      kNoIntent, kLabActor,
      std::to_string(step.load.in_a_tenth) + " requests within a tenth of a second from " +
          std::to_string(step.load.devices) + " devices, the bound is " + std::to_string(bound)};
}

}  // namespace

const Promise& promise_load_bounded() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "load_bounded";
    promise.sentence = "When the server is in trouble, its devices don't all come at once.";
    promise.failure_mode = "saturation";
    promise.kind = PromiseKind::bound;
    promise.order = 35;
    promise.on_step = check_load_bounded;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
