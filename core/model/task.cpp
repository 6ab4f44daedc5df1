// SPDX-License-Identifier: MIT
#include "model/task.h"

#include <algorithm>
#include <charconv>
#include <type_traits>

#include "base/enum_names.h"
#include "base/limits.h"
#include "base/text.h"

namespace srl {
namespace {

constexpr char kTagSeparator = ',';

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
    if (is_blank(tag) || tag.find(kTagSeparator) != std::string::npos) {
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

// A value as text, and the other way. One pair of functions for each type of field.
std::string text_of(std::string_view value) { return std::string(value); }
std::string text_of(std::int64_t value) { return std::to_string(value); }
std::string text_of(Priority value) { return std::string(name_of(value)); }
std::string text_of(const std::vector<std::string>& value) { return tags_text(value); }
std::string text_of(bool value) { return value ? "true" : "false"; }

void read_text(std::string_view text, std::string& value) { value = text; }
void read_text(std::string_view text, std::int64_t& value) {
  std::from_chars(text.data(), text.data() + text.size(), value);
}
void read_text(std::string_view text, Priority& value) {
  value = find_value<Priority>(text).value_or(value);
}
void read_text(std::string_view text, std::vector<std::string>& value) { value = tags_from(text); }
void read_text(std::string_view text, bool& value) { value = text == "true"; }

}  // namespace

Result<Priority> parse_priority(std::string_view name) {
  return parse_value<Priority>("priority is", name);
}

std::optional<TaskField> find_task_field(std::string_view name) {
  return find_value<TaskField>(name);
}

std::string tags_text(const std::vector<std::string>& tags) {
  return join(tags, std::string_view(&kTagSeparator, 1));
}

std::vector<std::string> tags_from(std::string_view text) { return split(text, kTagSeparator); }

std::string field_text(const TaskFields& fields, TaskField field) {
  return visit_field(field, [&](auto member) { return text_of(fields.*member); });
}

std::string_view field_view(const TaskFields& fields, TaskField field, std::string& scratch) {
  return visit_field(field, [&](auto member) -> std::string_view {
    if constexpr (std::is_same_v<decltype(member), std::string TaskFields::*>) {
      return fields.*member;
    } else {
      scratch = text_of(fields.*member);
      return scratch;
    }
  });
}

void set_field_text(TaskFields& fields, TaskField field, std::string_view text) {
  visit_field(field, [&](auto member) {
    fields.*member = TaskFields{}.*member;
    read_text(text, fields.*member);
  });
}

bool field_equal(const TaskFields& a, const TaskFields& b, TaskField field) {
  return visit_field(field, [&](auto member) { return a.*member == b.*member; });
}

void copy_field(TaskFields& to, const TaskFields& from, TaskField field) {
  visit_field(field, [&](auto member) { to.*member = from.*member; });
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
  const TaskFieldInfo& info = info_of(field);
  return visit_field(field, [&](auto member) -> Status {
    const auto& value = values.*member;
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, std::string>) {
      return check_text(info.name, value, static_cast<std::size_t>(info.max),
                        info.kind == FieldKind::text);
    } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
      return check_tags(value);
    } else if constexpr (std::is_same_v<Value, std::int64_t>) {
      return check_not_negative(info.name, value, info.max);
    } else {
      return {};
    }
  });
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
