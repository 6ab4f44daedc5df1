// SPDX-License-Identifier: MIT
#include "protocol/task_json.h"

#include <array>
#include <cstdint>
#include <optional>

namespace srl {
namespace {

constexpr std::array<TaskField, kTaskFieldCount> kFieldsByName = {
    TaskField::begins_at,   TaskField::completed,    TaskField::completed_at,
    TaskField::description, TaskField::duration_min, TaskField::priority,
    TaskField::remind_at,   TaskField::tags,         TaskField::title};

// A row's fields in the order of their names, with other members between them.
class FieldWriter {
 public:
  FieldWriter(JsonWriter& json, const TaskFields& fields) : json_(json), fields_(fields) {}
  void write_before(std::string_view key) {
    while (next_ < kFieldsByName.size() && field_name(kFieldsByName[next_]) < key) write_next();
  }
  void write_rest() {
    while (next_ < kFieldsByName.size()) write_next();
  }

 private:
  void write_next() {
    const TaskField field = kFieldsByName[next_++];
    json_.key(field_name(field));
    write_field(json_, fields_, field);
  }

  JsonWriter& json_;
  const TaskFields& fields_;
  std::size_t next_ = 0;
};

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

// As an answer has it. A field that an older service does not know, and a priority that only a
// newer one knows, have their default value. It is not written back: operations carry changed
// fields alone.
void read_known_field(TaskFields& fields, TaskField field, const JsonReader& reader) {
  if (!reader.exists() && field != TaskField::title) return;
  if (field != TaskField::priority) return read_field(fields, field, reader);
  const Result<Priority> known = parse_priority(reader.text());
  if (known.ok()) fields.priority = *known;
}

std::optional<TaskField> field_by_name(std::string_view name) {
  for (int i = 0; i < kTaskFieldCount; ++i) {
    const auto field = static_cast<TaskField>(i);
    if (field_name(field) == name) return field;
  }
  return std::nullopt;
}

}  // namespace

void write_field(JsonWriter& json, const TaskFields& fields, TaskField field) {
  switch (field) {
    case TaskField::title: return json.value(fields.title);
    case TaskField::description: return json.value(fields.description);
    case TaskField::begins_at: return json.value(fields.begins_at);
    case TaskField::duration_min: return json.value(fields.duration_min);
    case TaskField::priority: return json.value(priority_name(fields.priority));
    case TaskField::tags:
      return json.list(fields.tags, [&](const std::string& tag) { json.value(tag); });
    case TaskField::completed: return json.value(fields.completed);
    case TaskField::completed_at: return json.value(fields.completed_at);
    case TaskField::remind_at: return json.value(fields.remind_at);
  }
}

void write_json(JsonWriter& json, const TaskPatch& patch) {
  json.begin_object();
  for (const TaskField field : kFieldsByName) {
    if (!patch.has(field)) continue;
    json.key(field_name(field));
    write_field(json, patch.values, field);
  }
  json.end_object();
}

TaskPatch read_patch(const JsonReader& reader) {
  TaskPatch patch;
  reader.for_each_member([&](std::string_view key, const JsonReader& member) {
    const std::optional<TaskField> field = field_by_name(key);
    if (!field) return member.fail(ErrorCode::unknown_name, "a task has no such field");
    patch.mark(*field);
    if (member.exists()) return read_field(patch.values, *field, member);
    // null takes the value away (RFC 7396): what remains is what a task has that never had one.
    if (*field == TaskField::title)
      member.fail(ErrorCode::bad_value, "cannot be taken away, a task needs a title");
  });
  return patch;
}

void write_json(JsonWriter& json, const Task& task) {
  FieldWriter fields(json, task.fields);
  const auto begin_member = [&](std::string_view key) {
    if (!task.deleted) fields.write_before(key);
    json.key(key);
  };
  json.begin_object();
  if (task.created_by != kNoIntent) {
    begin_member("created_by");
    json.value(std::int64_t{task.created_by});
  }
  begin_member("deleted");
  json.value(task.deleted);
  begin_member("id");
  json.value(task.id);
  begin_member("version");
  json.value(task.version);
  if (!task.deleted) fields.write_rest();
  json.end_object();
}

TaskPatch read_known_fields(const JsonReader& reader) {
  TaskPatch patch;
  reader.for_each_member([&](std::string_view key, const JsonReader& member) {
    const std::optional<TaskField> field = field_by_name(key);
    if (!field || !member.exists()) return;
    patch.mark(*field);
    read_known_field(patch.values, *field, member);
  });
  return patch;
}

Task read_task(const JsonReader& reader) {
  Task task;
  task.id = reader["id"].uuid();
  task.version = reader["version"].integer(0, INT64_MAX);
  task.deleted = reader["deleted"].boolean();
  task.created_by = static_cast<Intent>(reader["created_by"].integer_or(kNoIntent, 0, UINT32_MAX));
  if (task.deleted) return task;
  for_each_field(
      [&](TaskField field) { read_known_field(task.fields, field, reader[field_name(field)]); });
  return task;
}

}  // namespace srl
