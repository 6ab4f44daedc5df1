// SPDX-License-Identifier: MIT
#include "protocol/task_json.h"

#include <array>
#include <cstdint>
#include <optional>

#include "base/enum_names.h"

namespace srl {
namespace {

constexpr auto kFieldsByName = [] {
  std::array<TaskField, kTaskFieldCount> fields{};
  for_each_field([&](TaskField field) {
    std::size_t place = static_cast<std::size_t>(field);
    for (; place > 0 && field_name(field) < field_name(fields[place - 1]); --place) {
      fields[place] = fields[place - 1];
    }
    fields[place] = field;
  });
  return fields;
}();

// A value as JSON, and the other way. Types alone are checked here; what values a field may have,
// validate() knows.
void write_value(JsonWriter& json, std::string_view value) { json.value(value); }
void write_value(JsonWriter& json, std::int64_t value) { json.value(value); }
void write_value(JsonWriter& json, Priority value) { json.value(name_of(value)); }
void write_value(JsonWriter& json, bool value) { json.value(value); }
void write_value(JsonWriter& json, const std::vector<std::string>& value) {
  json.list(value, [&](const std::string& tag) { json.value(tag); });
}

std::vector<std::string> read_tags(const JsonReader& reader) {
  std::vector<std::string> tags;
  reader.for_each([&](const JsonReader& tag) { tags.emplace_back(tag.text()); });
  normalize_tags(tags);
  return tags;
}

void read_value(const JsonReader& reader, std::string& value) { value = reader.text(); }
void read_value(const JsonReader& reader, std::int64_t& value) {
  value = reader.integer(INT64_MIN, INT64_MAX);
}
void read_value(const JsonReader& reader, Priority& value) { value = reader.name(parse_priority); }
void read_value(const JsonReader& reader, bool& value) { value = reader.boolean(); }
void read_value(const JsonReader& reader, std::vector<std::string>& value) {
  value = read_tags(reader);
}

void read_field(TaskFields& fields, TaskField field, const JsonReader& reader) {
  visit_field(field, [&](auto member) { read_value(reader, fields.*member); });
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

}  // namespace

void FieldWriter::write_before(std::string_view key) {
  while (next_ < kFieldsByName.size() && field_name(kFieldsByName[next_]) < key) write_next();
}

void FieldWriter::write_rest() {
  while (next_ < kFieldsByName.size()) write_next();
}

void FieldWriter::write_next() {
  const TaskField field = kFieldsByName[next_++];
  if ((present_ & field_bit(field)) == 0) return;
  json_.key(field_name(field));
  visit_field(field, [&](auto member) { write_value(json_, fields_.*member); });
}

void write_json(JsonWriter& json, const TaskPatch& patch) {
  json.begin_object();
  FieldWriter(json, patch.values, patch.present).write_rest();
  json.end_object();
}

TaskPatch read_patch(const JsonReader& reader) {
  TaskPatch patch;
  reader.for_each_member([&](std::string_view key, const JsonReader& member) {
    const std::optional<TaskField> field = find_task_field(key);
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
  FieldWriter fields(json, task.fields, task.deleted ? 0 : kAllFields);
  const auto begin_member = [&](std::string_view key) {
    fields.write_before(key);
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
  fields.write_rest();
  json.end_object();
}

TaskPatch read_known_fields(const JsonReader& reader) {
  TaskPatch patch;
  reader.for_each_member([&](std::string_view key, const JsonReader& member) {
    const std::optional<TaskField> field = find_task_field(key);
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
