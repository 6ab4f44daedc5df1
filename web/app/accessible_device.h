// SPDX-License-Identifier: MIT
// A device's task app as data for a page of plain HTML: what it says, and every gesture of its
// person. The sandbox's devices and the live one have the same.
#pragma once

#include <cstddef>

#include "app/accessible_command.h"
#include "app/json_object.h"
#include "app/task_device.h"

namespace srl::web {

// A longer list says how many rows it leaves out: a screen reader walks through every one.
inline constexpr std::size_t kAccessibleTasksMax = 200;

inline constexpr std::size_t kAccessibleNoticesMax = 3;  // the newest

// What its person was shown, whether the app runs or not.
void write_reminders(JsonObject& json, const TaskDevice& device);

// Who is signed in, claim, queue, counts, what went wrong, conflicts and the tasks.
void write_task_app(JsonObject& json, const TaskDevice& device);

// A text that is not allowed, a task that is none, or an unknown name comes back as an error.
Status perform_on_device(TaskDevice& device, const AccessibleCommand& command);

}  // namespace srl::web
