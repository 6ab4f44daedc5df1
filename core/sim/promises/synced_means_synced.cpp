// SPDX-License-Identifier: MIT
// A device that says "synced" has nothing that the service lacks.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_synced_means_synced(const OracleModel& model, const OracleStep& step) {
  for (const OracleStep::Shown& shown : step.shown) {
    const DeviceSeen& seen = model.devices.at(shown.device);
    if (seen.claim != SyncClaim::synced) continue;
    const auto lacking = seen.unconfirmed.find(seen.account);
    if (lacking == seen.unconfirmed.end() || lacking->second == 0) continue;
    return Finding{kNoIntent, shown.device,
                   "the device says \"synced\" while the server lacks " +
                       std::to_string(lacking->second) + " of its writes"};
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_synced_means_synced() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "synced_means_synced";
    promise.sentence = "\"Synced\" means that the server has everything you did.";
    promise.failure_mode = "auth";
    promise.order = 5;
    promise.on_step = check_synced_means_synced;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
