// SPDX-License-Identifier: MIT
// A fault that did harm has moved some counter of failures that the product exposes. A promise
// about the promises: without signals nobody learns that one of the others was broken.
#include "sim/promises/promise.h"

namespace srl {
namespace {

// "Lose replies, Server down and Token expiry".
std::string list_of(const std::vector<const Fault*>& faults) {
  std::string names;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (i > 0) names.append(i + 1 < faults.size() ? ", " : " and ");
    names.append("“").append(faults[i]->title).append("”");
  }
  return names;
}

std::optional<Finding> check_every_fault_leaves_a_signal(const OracleModel&,
                                                         const OracleRest& rest) {
  if (rest.silent_faults.empty()) return std::nullopt;
  return Finding{kNoIntent, kLabActor,
                 list_of(rest.silent_faults) + " went silent: under “" +
                     std::string(rest.signals_policy) + "” no number says that it happened"};
}

}  // namespace

const Promise& promise_every_fault_leaves_a_signal() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "every_fault_leaves_a_signal";
    promise.sentence = "Whatever goes wrong shows in some number.";
    promise.failure_mode = "signals";
    promise.kind = PromiseKind::liveness;
    promise.order = 40;
    promise.at_rest = check_every_fault_leaves_a_signal;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
