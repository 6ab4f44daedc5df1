// SPDX-License-Identifier: MIT
// A task of the list that is open for changes: its title, priority and reminder, and the ways out.
#pragma once

#include "ui/device_app.h"

namespace srl::web::ui {

enum class EditResult { none, saved, cancelled, deleted, priority_chosen, reminder_chosen };

struct TaskEdit {
  EditResult result = EditResult::none;
  Priority priority = Priority::medium;  // when that was chosen
  std::size_t reminder = 0;              // the same; its place in kReminderChoices
};

float task_editor_height(const TaskAppState& state);

// Opens it for a row; changes nothing in the run.
void open_task_editor(TaskAppState& state, const TaskLine& line);
void close_task_editor(TaskAppState& state);

TaskEdit task_editor(const DeviceApp& app, const TaskLine& line);

}  // namespace srl::web::ui
