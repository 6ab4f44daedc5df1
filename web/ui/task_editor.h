// SPDX-License-Identifier: MIT
// A task of the list that is open for changes: its title, its priority, and the ways out.
#pragma once

#include "ui/device_app.h"

namespace srl::web::ui {

enum class EditResult { none, saved, cancelled, deleted, priority_chosen };

struct TaskEdit {
  EditResult result = EditResult::none;
  Priority priority = Priority::medium;  // when that was chosen
};

float task_editor_height(const TaskAppState& state);

// Opens it for a row; changes nothing in the run.
void open_task_editor(TaskAppState& state, const TaskLine& line);
void close_task_editor(TaskAppState& state);

TaskEdit task_editor(TaskAppState& state, const TaskLine& line);

}  // namespace srl::web::ui
