// SPDX-License-Identifier: MIT
// A gesture that was applied was applied once, however often its operation arrived.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_one_effect_per_gesture(const OracleModel& model,
                                                    const OracleStep& step) {
  for (const Effect& effect : step.effects) {
    if (effect.field != kRowEffect) continue;
    const IntentRecord* record = model.find(effect.intent);
    if (record == nullptr) {
      return Finding{effect.intent, kServiceActor, "the server changed a row without any gesture"};
    }
    if (record->effects > 1) {
      return Finding{effect.intent, record->device,
                     gesture_name(effect.intent) + " was applied " +
                         std::to_string(record->effects) + " times"};
    }
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_one_effect_per_gesture() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "one_effect_per_gesture";
    promise.sentence = "Everything you do happens exactly once.";
    promise.failure_mode = "offline_replay";
    promise.order = 1;
    promise.on_step = check_one_effect_per_gesture;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
