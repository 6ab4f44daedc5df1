// SPDX-License-Identifier: MIT
// A task's fields and their values, as people read them.
#pragma once

#include <string>
#include <string_view>

#include "app/time_text.h"
#include "model/task.h"

namespace srl::web {

// "Minutes" for duration_min.
std::string_view field_title(TaskField field);

const char* priority_title(Priority priority);  // "Low"

// A value of that field; empty where there is none.
std::string field_words(const TaskFields& fields, TaskField field, const TimeZone& zone);

}  // namespace srl::web
