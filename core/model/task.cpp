// SPDX-License-Identifier: MIT
#include "model/task.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace srl {
namespace {

constexpr std::string_view kPriorityNames[] = {"low", "medium", "high", "urgent"};
constexpr std::string_view kFieldNames[] = {"title",        "description",  "begins_at",
                                            "duration_min", "priority",     "tags",
                                            "completed",    "completed_at", "remind_at"};
constexpr std::string_view kTagSeparator = ",";

Status check_text(std::string_view field, std::string_view text, std::size_t bytes_max,
                  bool newline_allowed) {
  if (text.size() > bytes_max) {
    return make_error(ErrorCode::too_large, std::string(field) + " has " +
                                                std::to_string(text.size()) + " bytes, at most " +
                                                std::to_string(bytes_max) + " are allowed");
  }
  if (!is_valid_utf8(text)) return make_error(ErrorCode::bad_utf8, std::string(field));
  if (has_control_character(text, newline_allowed)) {
    return make_error(ErrorCode::bad_value,
                      std::string(field) + " holds a control character: remove it");
  }
  return {};
}

Status check_visible(std::string_view title) {
  if (title.empty()) return make_error(ErrorCode::bad_value, "a task needs a title");
  if (!is_blank(title)) return {};
  return make_error(ErrorCode::bad_value, "a title needs a character that can be seen");
}

Status check_tags(const std::vector<std::string>& tags) {
  if (tags.size() > kTagsMax) {
    return make_error(ErrorCode::too_large,
                      "a task has at most " + std::to_string(kTagsMax) + " tags");
  }
  for (const std::string& tag : tags) {
    SRL_TRY(check_text("a tag", tag, kTagBytesMax, false));
    if (is_blank(tag) || tag.find(',') != std::string::npos) {
      return make_error(ErrorCode::bad_value,
                        "a tag needs a character that can be seen, and holds no comma");
    }
  }
  return {};
}

Status check_not_negative(std::string_view field, std::int64_t value, std::int64_t max) {
  if (value >= 0 && value <= max) return {};
  return make_error(ErrorCode::bad_value, std::string(field) + " is " + std::to_string(value) +
                                              ", it must be from 0 to " + std::to_string(max));
}

}  // namespace

std::string_view priority_name(Priority priority) {
  return kPriorityNames[static_cast<std::size_t>(priority)];
}

Result<Priority> parse_priority(std::string_view name) {
  for (int i = 0; i < kPriorityCount; ++i) {
    if (kPriorityNames[i] == name) return static_cast<Priority>(i);
  }
  return make_error(ErrorCode::bad_value,
                    "priority is low, medium, high or urgent, not \"" + std::string(name) + "\"");
}

std::string_view field_name(TaskField field) {
  return kFieldNames[static_cast<std::size_t>(field)];
}

std::string field_text(const TaskFields& fields, TaskField field) {
  switch (field) {
    case TaskField::title: return fields.title;
    case TaskField::description: return fields.description;
    case TaskField::begins_at: return std::to_string(fields.begins_at);
    case TaskField::duration_min: return std::to_string(fields.duration_min);
    case TaskField::priority: return std::string(priority_name(fields.priority));
    case TaskField::tags: return join(fields.tags, kTagSeparator);
    case TaskField::completed: return fields.completed ? "true" : "false";
    case TaskField::completed_at: return std::to_string(fields.completed_at);
    case TaskField::remind_at: return std::to_string(fields.remind_at);
  }
  return {};
}

std::string_view field_view(const TaskFields& fields, TaskField field, std::string& scratch) {
  if (field == TaskField::title) return fields.title;
  if (field == TaskField::description) return fields.description;
  scratch = field_text(fields, field);
  return scratch;
}

bool field_equal(const TaskFields& a, const TaskFields& b, TaskField field) {
  switch (field) {
    case TaskField::title: return a.title == b.title;
    case TaskField::description: return a.description == b.description;
    case TaskField::begins_at: return a.begins_at == b.begins_at;
    case TaskField::duration_min: return a.duration_min == b.duration_min;
    case TaskField::priority: return a.priority == b.priority;
    case TaskField::tags: return a.tags == b.tags;
    case TaskField::completed: return a.completed == b.completed;
    case TaskField::completed_at: return a.completed_at == b.completed_at;
    case TaskField::remind_at: return a.remind_at == b.remind_at;
  }
  return true;
}

void copy_field(TaskFields& to, const TaskFields& from, TaskField field) {
  switch (field) {
    case TaskField::title: to.title = from.title; break;
    case TaskField::description: to.description = from.description; break;
    case TaskField::begins_at: to.begins_at = from.begins_at; break;
    case TaskField::duration_min: to.duration_min = from.duration_min; break;
    case TaskField::priority: to.priority = from.priority; break;
    case TaskField::tags: to.tags = from.tags; break;
    case TaskField::completed: to.completed = from.completed; break;
    case TaskField::completed_at: to.completed_at = from.completed_at; break;
    case TaskField::remind_at: to.remind_at = from.remind_at; break;
  }
}

void TaskPatch::apply_to(TaskFields& fields) const {
  for_each_field([&](TaskField field) {
    if (has(field)) copy_field(fields, values, field);
  });
}

TaskPatch TaskPatch::whole(const TaskFields& fields) {
  TaskPatch patch;
  patch.values = fields;
  for_each_field([&](TaskField field) { patch.mark(field); });
  return patch;
}

TaskPatch only(const TaskPatch& patch, std::uint32_t fields) {
  TaskPatch some;
  for_each_field([&](TaskField field) {
    if (!patch.has(field) || (fields & field_bit(field)) == 0) return;
    some.mark(field);
    copy_field(some.values, patch.values, field);
  });
  return some;
}

std::uint32_t differing(const TaskPatch& patch, const TaskFields& row) {
  std::uint32_t fields = 0;
  for_each_field([&](TaskField field) {
    if (patch.has(field) && !field_equal(patch.values, row, field)) fields |= field_bit(field);
  });
  return fields;
}

void normalize_tags(std::vector<std::string>& tags) {
  for (std::string& tag : tags) {
    const std::string_view seen = trim_blank(tag);
    if (seen.size() != tag.size()) tag = std::string(seen);
  }
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
}

Status validate_field(const TaskFields& values, TaskField field) {
  const std::string_view name = field_name(field);
  switch (field) {
    case TaskField::title: return check_text(name, values.title, kTitleBytesMax, false);
    case TaskField::description:
      return check_text(name, values.description, kDescriptionBytesMax, true);
    case TaskField::tags: return check_tags(values.tags);
    case TaskField::begins_at: return check_not_negative(name, values.begins_at, kLatestTimeMs);
    case TaskField::completed_at:
      return check_not_negative(name, values.completed_at, kLatestTimeMs);
    case TaskField::remind_at: return check_not_negative(name, values.remind_at, kLatestTimeMs);
    case TaskField::duration_min:
      return check_not_negative(name, values.duration_min, kDurationMinutesMax);
    case TaskField::priority:
    case TaskField::completed: break;
  }
  return {};
}

Status validate(const TaskPatch& patch, std::optional<TaskField>* wrong) {
  for (int i = 0; i < kTaskFieldCount; ++i) {
    const auto field = static_cast<TaskField>(i);
    if (!patch.has(field)) continue;
    Status status = validate_field(patch.values, field);
    if (status.ok() && field == TaskField::title) status = check_visible(patch.values.title);
    if (status.ok()) continue;
    if (wrong != nullptr) *wrong = field;
    return status;
  }
  return {};
}

}  // namespace srl
