// SPDX-License-Identifier: MIT
// What was called saved is on the device until the service has it or the person lets it go; what
// was called acknowledged is in the service's record. A service that goes back in time has lost it
// all the same: then the device offers it to its author, until they send it again or let it go.
#include <algorithm>

#include "sim/promises/promise.h"

namespace srl {
namespace {

Finding lost(const IntentRecord& record, Intent intent, const char* how) {
  return {intent, record.device, gesture_name(intent) + " was called saved and " + how};
}

std::optional<Finding> check_no_acknowledged_write_lost(const OracleModel& model,
                                                        const OracleStep& step) {
  for (const Intent intent : step.lost) {
    const IntentRecord* record = model.find(intent);
    if (record != nullptr) return lost(*record, intent, "is gone after the app started again");
  }
  for (const OracleStep::Shown& shown : step.shown) {
    for (const OperationTold& operation : shown.changes.operations) {
      const IntentRecord* record = model.find(operation.intent);
      if (record == nullptr || record->effects > 0 || record->taken_back) continue;
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

// Taken back, and the device that had called it acknowledged does not say so.
std::optional<Finding> check_offered(const OracleModel& model, const OracleRest& rest) {
  std::optional<Finding> finding;
  model.for_each_intent([&](Intent intent, const IntentRecord& record) {
    const bool was_told = record.told_acknowledged || record.in_conflict;
    const bool is_offered = record.in_queue || record.rejected || record.discarded;
    const bool is_missing = record.taken_back && was_told && !is_offered && !record.left_behind;
    if (finding || !is_missing) return;
    const bool is_shown =
        std::any_of(rest.devices.begin(), rest.devices.end(), [&](const auto& shown) {
          const SessionView& session = shown.view->session;
          return shown.device == record.device && session.is_signed_in() &&
                 session.account == record.user;
        });
    if (!is_shown) return;
    finding = lost(record, intent, "is not on the server any more: nobody is asked about it");
  });
  return finding;
}

}  // namespace

const Promise& promise_no_acknowledged_write_lost() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "no_acknowledged_write_lost";
    promise.sentence = "Every write you were told was saved is still there.";
    promise.failure_mode = "offline_replay";
    promise.order = 0;
    promise.on_step = check_no_acknowledged_write_lost;
    promise.at_rest = check_offered;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
