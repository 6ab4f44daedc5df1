// SPDX-License-Identifier: MIT
// A device shows its own latest write until another gesture has changed the field at the service.
#include "sim/promises/promise.h"

namespace srl {
namespace {

// May the device show something else than its own write of `wish`?
bool is_released(const OracleModel& model, const TaskRecord& task, TaskField field, Intent wish) {
  const IntentRecord* own = model.find(wish);
  if (own == nullptr || own->rejected || own->discarded || own->lost_unsaved) return true;
  if (own->in_conflict) return true;  // what stands beside it is shown, and so is the conflict
  if (task.deleted_seq != 0) return true;
  const FieldEffect& last = task.last_effects[static_cast<std::size_t>(field)];
  // Tags are a set: what others have added stands beside one's own.
  const bool merges = field == TaskField::tags;
  return own->effects > 0 && (merges || (last.seq > own->effect_seq && last.intent != wish));
}

bool shows(const DeviceView& view, const DeviceSeen& seen, Intent task, TaskField field,
           const TaskFields& wanted) {
  const auto of_task = [&](auto entry) {
    return entry != seen.rows_by_task.end() && entry->first == task;
  };
  for (auto entry = seen.rows_by_task.lower_bound({task, TaskId{}}); of_task(entry); ++entry) {
    const auto shown = view.rows.find(entry->second);
    if (shown != view.rows.end() && field_equal(shown->second.fields, wanted, field)) return true;
  }
  return false;
}

std::optional<Finding> check_wishes(const OracleModel& model, const OracleStep::Shown& shown,
                                    Intent task, const IntentByField& wishes) {
  const DeviceSeen& seen = model.devices.at(shown.device);
  const TaskRecord& record = model.tasks.at(task);
  const IntentRecord* created = model.find(task);
  if (created != nullptr && (created->rejected || created->lost_unsaved)) return std::nullopt;
  for (int i = 0; i < kTaskFieldCount; ++i) {
    const auto field = static_cast<TaskField>(i);
    const Intent wish = wishes[static_cast<std::size_t>(i)];
    if (wish == kNoIntent || is_released(model, record, field, wish)) continue;
    const IntentRecord* own = model.find(wish);
    if (own->user != seen.account) continue;  // somebody else is signed in
    if (own->kind == OpKind::delete_task) continue;
    if (shows(*shown.view, seen, task, field, own->patch.values)) continue;
    return Finding{wish, shown.device,
                   "the device no longer shows the " + std::string(field_name(field)) + " that " +
                       gesture_name(wish) + " has set"};
  }
  return std::nullopt;
}

std::optional<Finding> check_task(const OracleModel& model, const OracleStep::Shown& shown,
                                  Intent task) {
  const auto record = model.tasks.find(task);
  if (record == model.tasks.end()) return std::nullopt;
  for (const auto& [device, wishes] : record->second.last_wishes) {
    if (device == shown.device) return check_wishes(model, shown, task, wishes);
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
