// SPDX-License-Identifier: MIT
// What was called saved is on the device until the service has it or the person lets it go; what was
// called acknowledged is in the service's record.
#include "sim/promises/promise.h"

namespace srl {
namespace {

Finding lost(const IntentRecord& record, Intent intent, const char* how) {
  return {intent, record.device, gesture_name(intent) + " was called saved and " + how};
}

std::optional<Finding> check(const OracleModel& model, const OracleStep& step) {
  for (const Intent intent : step.lost) {
    const IntentRecord* record = model.find(intent);
    if (record != nullptr) return lost(*record, intent, "is gone after the app started again");
  }
  for (const OracleStep::Shown& shown : step.shown) {
    for (const OperationTold& operation : shown.changes.operations) {
      const IntentRecord* record = model.find(operation.intent);
      if (record == nullptr || record->effects > 0) continue;
      if (operation.told == Told::vanished && record->told_saved) {
        return lost(*record, operation.intent, "was deleted from the queue unsent");
      }
      if (operation.told == Told::conflict && !record->conflict_recorded) {
        return lost(*record, operation.intent, "the server has no record of the conflict");
      }
      if (operation.told == Told::acknowledged) {
        return Finding{operation.intent, record->device,
                       gesture_name(operation.intent) +
                           " was called acknowledged, but the server has no effect of it"};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_no_acknowledged_write_lost() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "no_acknowledged_write_lost";
    promise.sentence = "Every write you were told was saved is still there.";
    promise.failure_mode = "offline_replay";
    promise.order = 0;
    promise.on_step = check;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
