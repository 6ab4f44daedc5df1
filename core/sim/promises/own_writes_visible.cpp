// SPDX-License-Identifier: MIT
// A device shows its own latest write until another gesture has changed the field at the service.
#include "sim/promises/promise.h"

namespace srl {
namespace {

// Has something happened to the write, or to what it has written, that may be seen instead?
bool is_released(const TaskRecord& task, const IntentRecord& own, TaskField field, Intent wish) {
  if (own.rejected || own.discarded || own.lost_unsaved) return true;
  if (own.in_conflict) return true;  // what stands beside it is shown, and so is the conflict
  if (task.deleted_seq != 0) return true;
  const FieldEffect& last = task.last_effects[static_cast<std::size_t>(field)];
  // Tags are a set: what others have added stands beside one's own.
  const bool merges = field == TaskField::tags;
  return own.effects > 0 && (merges || (last.seq > own.effect_seq && last.intent != wish));
}

// The same, in the time that the service has lost and the device has not heard of yet.
bool was_released(const OracleModel& model, const DeviceSeen& seen, Intent task, TaskField field,
                  Intent wish) {
  if (seen.heard_of() == model.went_back.size()) return false;
  const LostTime& lost = *model.went_back[seen.heard_of()].lost;
  const auto record = lost.tasks.find(task);
  const auto own = lost.intents.find(wish);
  return record != lost.tasks.end() && own != lost.intents.end() &&
         is_released(record->second, own->second, field, wish);
}

// A row of a lost time may be shown until the service has stated it again.
bool shows(const DeviceView& view, const DeviceSeen& seen, Intent task, TaskField field,
           const TaskFields& wanted) {
  const auto of_task = [&](auto entry) {
    return entry != seen.rows_by_task.end() && entry->first == task;
  };
  for (auto entry = seen.rows_by_task.lower_bound({task, TaskId{}}); of_task(entry); ++entry) {
    const auto shown = view.rows.find(entry->second);
    if (shown == view.rows.end()) continue;
    if (seen.heard_of() > 0 && shown->second.version == 0) return true;
    if (field_equal(shown->second.fields, wanted, field)) return true;
  }
  return false;
}

// A deletion of the device's own hides the task: while it waits in the queue, and where the service
// has lost it until the person has decided.
bool waits_with_deletion(const OracleModel& model, ActorId device, Intent task) {
  bool waits = false;
  model.for_each_intent([&](Intent, const IntentRecord& record) {
    waits = waits || (record.device == device && record.task == task &&
                      (record.taken_back || record.in_queue) && record.kind == OpKind::delete_task);
  });
  return waits;
}

std::optional<Finding> check_wishes(const OracleModel& model, const OracleStep::Shown& shown,
                                    Intent task, const IntentByField& wishes) {
  const DeviceSeen& seen = model.devices.at(shown.device);
  const TaskRecord& record = model.tasks.at(task);
  const IntentRecord* created = model.find(task);
  if (seen.heard_of() > 0 && waits_with_deletion(model, shown.device, task)) return std::nullopt;
  const bool was_never_made =
      created != nullptr && (created->rejected || created->lost_unsaved || created->discarded);
  if (was_never_made) return std::nullopt;
  for (int i = 0; i < kTaskFieldCount; ++i) {
    const auto field = static_cast<TaskField>(i);
    const Intent wish = wishes[static_cast<std::size_t>(i)];
    const IntentRecord* own = model.find(wish);
    if (own == nullptr || is_released(record, *own, field, wish)) continue;
    if (was_released(model, seen, task, field, wish)) continue;
    if (own->user != seen.account) continue;  // another person is signed in
    // The service has lost it. While it is offered or on its way again, its row may be gone until
    // the device that made the row has sent that again. After a sign-out the device has nothing to
    // offer.
    if (own->taken_back && (own->in_queue || own->left_behind)) continue;
    // The service has lost a task of another device.
    if (created != nullptr && created->taken_back && created->device != own->device) continue;
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

std::optional<Finding> check_own_writes_visible(const OracleModel& model, const OracleStep& step) {
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
    promise.on_step = check_own_writes_visible;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
