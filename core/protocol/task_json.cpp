// SPDX-License-Identifier: MIT
#include "protocol/task_json.h"

#include <cstdint>
#include <optional>

namespace srl {
namespace {

Json field_json(const TaskFields& fields, TaskField field) {
  switch (field) {
    case TaskField::title: return fields.title;
    case TaskField::description: return fields.description;
    case TaskField::begins_at: return fields.begins_at;
    case TaskField::duration_min: return fields.duration_min;
    case TaskField::priority: return priority_name(fields.priority);
    case TaskField::tags: return Json::Array(fields.tags.begin(), fields.tags.end());
    case TaskField::completed: return fields.completed;
    case TaskField::completed_at: return fields.completed_at;
    case TaskField::remind_at: return fields.remind_at;
  }
  return {};
}

std::vector<std::string> read_tags(const JsonReader& reader) {
  std::vector<std::string> tags;
  reader.for_each([&](const JsonReader& tag) { tags.emplace_back(tag.text()); });
  normalize_tags(tags);
  return tags;
}

// Types alone are checked here; what values a field may have, validate() knows.
void read_field(TaskFields& fields, TaskField field, const JsonReader& reader) {
  switch (field) {
    case TaskField::title: fields.title = reader.text(); break;
    case TaskField::description: fields.description = reader.text(); break;
    case TaskField::begins_at: fields.begins_at = reader.integer(INT64_MIN, INT64_MAX); break;
    case TaskField::duration_min: fields.duration_min = reader.integer(INT64_MIN, INT64_MAX); break;
    case TaskField::priority: fields.priority = reader.name(parse_priority); break;
    case TaskField::tags: fields.tags = read_tags(reader); break;
    case TaskField::completed: fields.completed = reader.boolean(); break;
    case TaskField::completed_at: fields.completed_at = reader.integer(INT64_MIN, INT64_MAX); break;
    case TaskField::remind_at: fields.remind_at = reader.integer(INT64_MIN, INT64_MAX); break;
  }
}

std::optional<TaskField> field_by_name(std::string_view name) {
  for (int i = 0; i < kTaskFieldCount; ++i) {
    const auto field = static_cast<TaskField>(i);
    if (field_name(field) == name) return field;
  }
  return std::nullopt;
}

}  // namespace

Json to_json(const TaskPatch& patch) {
  Json::Object members;
  for_each_field([&](TaskField field) {
    if (patch.has(field)) members.emplace(field_name(field), field_json(patch.values, field));
  });
  return members;
}

TaskPatch read_patch(const JsonReader& reader) {
  TaskPatch patch;
  reader.for_each_member([&](std::string_view key, const JsonReader& member) {
    const std::optional<TaskField> field = field_by_name(key);
    if (!field) return member.fail(ErrorCode::unknown_name, "a task has no such field");
    if (!member.exists()) return;
    patch.mark(*field);
    read_field(patch.values, *field, member);
  });
  return patch;
}

Json to_json(const Task& task) {
  Json::Object members;
  members.reserve(kTaskFieldCount + 4);
  members.emplace("id", to_string(task.id));
  members.emplace("version", task.version);
  if (task.created_by != kNoIntent) members.emplace("created_by", task.created_by);
  members.emplace("deleted", task.deleted);
  if (task.deleted) return members;
  for_each_field(
      [&](TaskField field) { members.emplace(field_name(field), field_json(task.fields, field)); });
  return members;
}

Task read_task(const JsonReader& reader) {
  Task task;
  task.id = reader["id"].uuid();
  task.version = reader["version"].integer(0, INT64_MAX);
  task.deleted = reader["deleted"].boolean();
  task.created_by = static_cast<Intent>(reader["created_by"].integer_or(kNoIntent, 0, UINT32_MAX));
  if (task.deleted) return task;
  for_each_field(
      [&](TaskField field) { read_field(task.fields, field, reader[field_name(field)]); });
  return task;
}

}  // namespace srl
