// SPDX-License-Identifier: MIT
#include "app/sim_device.h"

#include "app/wording.h"

namespace srl::web {
namespace {

TaskName name_of(const TaskRef& task) { return {task.created_by, task.copy}; }

}  // namespace

std::string SimDevice::title() const { return device_title(name_); }

Status SimDevice::create_task(const TaskPatch& fields) {
  return session_.create_task(name_, fields);
}

Status SimDevice::update_task(const TaskRef& task, TaskPatch changed) {
  return session_.update_task(name_, name_of(task), std::move(changed));
}

Status SimDevice::delete_task(const TaskRef& task) {
  return session_.delete_task(name_, name_of(task));
}

Status SimDevice::complete_task(const TaskRef& task, bool completed) {
  return session_.complete_task(name_, name_of(task), completed);
}

// A gesture names a conflict by the task, and where several wait about one by its place.
Status SimDevice::decide_conflict(const ConflictView& shown, ConflictSide keep,
                                  std::uint32_t mine_fields) {
  const Conflict& conflict = shown.conflict;
  int copy = 1;
  for (const auto& [id, other] : view().conflicts) {
    if (id == conflict.id) break;
    copy += other.conflict.created_by == conflict.created_by && !other.deciding ? 1 : 0;
  }
  return session_.resolve_conflict(name_, {conflict.created_by, copy}, keep, mine_fields);
}

}  // namespace srl::web
