// SPDX-License-Identifier: MIT
#include "app/task_words.h"

#include <type_traits>

namespace srl::web {

std::string_view field_title(TaskField field) {
  switch (field) {
    case TaskField::title: return "Title";
    case TaskField::description: return "Description";
    case TaskField::begins_at: return "Begins";
    case TaskField::duration_min: return "Minutes";
    case TaskField::priority: return "Priority";
    case TaskField::tags: return "Tags";
    case TaskField::completed: return "Done";
    case TaskField::completed_at: return "Done at";
    case TaskField::remind_at: return "Reminder";
  }
  return "";
}

const char* priority_title(Priority priority) {
  switch (priority) {
    case Priority::low: return "Low";
    case Priority::medium: return "Medium";
    case Priority::high: return "High";
    case Priority::urgent: return "Urgent";
  }
  return "";
}

std::string field_words(const TaskFields& fields, TaskField field, const TimeZone& zone) {
  switch (info_of(field).kind) {
    case FieldKind::priority: return priority_title(fields.priority);
    case FieldKind::flag: return field_text(fields, field) == "true" ? "Yes" : "No";
    case FieldKind::moment:
      return visit_field(field, [&](auto member) {
        if constexpr (std::is_same_v<decltype(member), TimeMs TaskFields::*>) {
          return moment_text(fields.*member, zone);
        } else {
          return std::string();
        }
      });
    default: return field_text(fields, field);
  }
}

}  // namespace srl::web
