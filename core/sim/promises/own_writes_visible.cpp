// SPDX-License-Identifier: MIT
// A device shows its own latest write until another gesture has changed the field at the service.
#include "sim/promises/promise.h"

namespace srl {
namespace {

// May the device show something else than its own write of `wish`?
bool is_released(const OracleModel& model, Intent task, int field, Intent wish) {
  const IntentRecord* own = model.find(wish);
  if (own == nullptr || own->rejected || own->discarded || own->lost_unsaved) return true;
  if (model.deleted_seq.count(task) != 0) return true;
  const auto last = model.field_effects.find({task, field});
  return own->effects > 0 && last != model.field_effects.end() && last->second.intent != wish &&
         last->second.seq > own->effect_seq;
}

bool shows(const DeviceView& view, const DeviceSeen& seen, Intent task, TaskField field,
           const TaskFields& wanted) {
  for (const auto& [handle, row] : seen.rows) {
    if (row.created_by != task) continue;
    const auto shown = view.rows.find(handle);
    if (shown != view.rows.end() && field_equal(shown->second.fields, wanted, field)) return true;
  }
  return false;
}

std::optional<Finding> check_task(const OracleModel& model, const OracleStep::Shown& shown,
                                  Intent task) {
  const DeviceSeen& seen = model.devices.at(shown.device);
  const IntentRecord* created = model.find(task);
  for (int i = 0; i < kTaskFieldCount; ++i) {
    const auto wishes = model.wishes.find({task, i});
    if (wishes == model.wishes.end()) continue;
    const auto wish = wishes->second.find(shown.device);
    if (wish == wishes->second.end() || is_released(model, task, i, wish->second)) continue;
    const IntentRecord* own = model.find(wish->second);
    if (own->kind == OpKind::delete_task) continue;
    if (created != nullptr && (created->rejected || created->lost_unsaved)) continue;
    const auto field = static_cast<TaskField>(i);
    if (shows(*shown.view, seen, task, field, own->patch.values)) continue;
    return Finding{wish->second, shown.device,
                   "the device no longer shows the " + std::string(field_name(field)) + " that " +
                       gesture_name(wish->second) + " has set"};
  }
  return std::nullopt;
}

std::optional<Finding> check(const OracleModel& model, const OracleStep& step) {
  for (const OracleStep::Shown& shown : step.shown) {
    for (const Intent task : shown.touched_tasks) {
      if (std::optional<Finding> finding = check_task(model, shown, task)) return finding;
    }
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_own_writes_visible() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "own_writes_visible";
    promise.sentence = "You always see what you just did.";
    promise.failure_mode = "offline_replay";
    promise.order = 3;
    promise.on_step = check;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
