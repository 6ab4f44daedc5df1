// SPDX-License-Identifier: MIT
// What a task is, and a change to one: the same words on the device, on the wire and in the
// service's database.
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/limits.h"
#include "base/result.h"
#include "base/time.h"
#include "model/intent.h"

namespace srl {

enum class Priority : std::uint8_t { low, medium, high, urgent };
Result<Priority> parse_priority(std::string_view name);

// What values a field has. A moment of 0 is none.
enum class FieldKind : std::uint8_t { line, text, moment, number, priority, tags, flag };

// What becomes of a field that two devices gave different values (policies/conflict/).
enum class MergeRule : std::uint8_t {
  ask,                // a person decides
  set,                // what each side added and took away is done to what is there
  follows_completed,  // the device sets it with `completed`, and nobody chooses it apart
};

namespace field_type {
using line = std::string;  // without a line break
using text = std::string;
using moment = TimeMs;
using number = std::int64_t;
using priority = Priority;
using tags = std::vector<std::string>;  // a set: sorted, no repeats
using flag = bool;
}  // namespace field_type

enum class TaskField : std::uint8_t {
#define TASK_FIELD(name, kind, initial, max, merge) name,
#include "model/task_fields.def"
#undef TASK_FIELD
};

struct TaskFields {
#define TASK_FIELD(name, kind, initial, max, merge) field_type::kind name = initial;
#include "model/task_fields.def"
#undef TASK_FIELD

  friend bool operator==(const TaskFields&, const TaskFields&) = default;
};

struct TaskFieldInfo {
  std::string_view name;
  FieldKind kind;
  std::int64_t max;  // as in task_fields.def
  MergeRule merge;
};

inline constexpr TaskFieldInfo kTaskFields[] = {
#define TASK_FIELD(name, kind, initial, max, merge) \
  {#name, FieldKind::kind, std::int64_t{max}, MergeRule::merge},
#include "model/task_fields.def"
#undef TASK_FIELD
};
inline constexpr int kTaskFieldCount = static_cast<int>(std::size(kTaskFields));

constexpr const TaskFieldInfo& info_of(TaskField field) {
  return kTaskFields[static_cast<std::size_t>(field)];
}
constexpr std::string_view field_name(TaskField field) { return info_of(field).name; }
std::optional<TaskField> find_task_field(std::string_view name);

// Calls `visit` with the field as a member of TaskFields: `fields.*member` is its value.
template <class Visit>
decltype(auto) visit_field(TaskField field, Visit visit) {
  switch (field) {
#define TASK_FIELD(name, kind, initial, max, merge) \
  case TaskField::name:                             \
    return visit(&TaskFields::name);
#include "model/task_fields.def"
#undef TASK_FIELD
  }
  return visit(&TaskFields::title);
}

// Calls `visit(field)` for every field, in order.
template <class Visit>
constexpr void for_each_field(Visit visit) {
  for (int i = 0; i < kTaskFieldCount; ++i) visit(static_cast<TaskField>(i));
}

// Calls `visit(member, info)` for every field, in order, without a switch.
template <class Visit>
void for_each_member(Visit visit) {
#define TASK_FIELD(name, kind, initial, max, merge) \
  visit(&TaskFields::name, info_of(TaskField::name));
#include "model/task_fields.def"
#undef TASK_FIELD
}

// Sets of fields: bit n is the field with number n.
inline constexpr std::uint32_t kAllFields = (1U << kTaskFieldCount) - 1;
constexpr std::uint32_t field_bit(TaskField field) { return 1U << static_cast<unsigned>(field); }
constexpr std::uint32_t fields_with(MergeRule rule) {
  std::uint32_t fields = 0;
  for_each_field([&](TaskField field) {
    if (info_of(field).merge == rule) fields |= field_bit(field);
  });
  return fields;
}

// Those that a person sets; the device sets the others with them.
inline constexpr std::uint32_t kChosenFields =
    kAllFields & ~fields_with(MergeRule::follows_completed);

// One field as text: the form in which effects are recorded and values are compared.
std::string field_text(const TaskFields& fields, TaskField field);
// The same without a copy, where the field is a text; otherwise `scratch` holds it.
std::string_view field_view(const TaskFields& fields, TaskField field, std::string& scratch);
// The other way. A text that is not the field's is its initial value.
void set_field_text(TaskFields& fields, TaskField field, std::string_view text);
bool field_equal(const TaskFields& a, const TaskFields& b, TaskField field);
void copy_field(TaskFields& to, const TaskFields& from, TaskField field);

// New values for some of the fields.
struct TaskPatch {
  std::uint32_t present = 0;  // a set of fields
  TaskFields values;

  bool has(TaskField field) const { return (present >> static_cast<unsigned>(field)) & 1U; }
  void mark(TaskField field) { present |= 1U << static_cast<unsigned>(field); }
  bool empty() const { return present == 0; }
  void apply_to(TaskFields& fields) const;

  static TaskPatch whole(const TaskFields& fields);  // every field
};

// The patch with only the fields in `fields`.
TaskPatch only(const TaskPatch& patch, std::uint32_t fields);

// The fields of the patch whose values differ from the row's.
std::uint32_t differing(const TaskPatch& patch, const TaskFields& row);

// A row as the service states it.
struct Task {
  TaskId id;
  TaskFields fields;
  std::int64_t version = 0;  // the account's sequence number of the row's last change; also ETag
  bool deleted = false;
  Intent created_by = kNoIntent;
};

// A row's tags as its database holds them: a tag has no comma.
std::string tags_text(const std::vector<std::string>& tags);
std::vector<std::string> tags_from(std::string_view text);

// Sorts the tags and drops repeats.
void normalize_tags(std::vector<std::string>& tags);

// Checks size, UTF-8, control characters and range of one field.
Status validate_field(const TaskFields& values, TaskField field);

// The same of every field that the patch sets, and that a title can be seen. `wrong`, where it is
// given, names the field that is not allowed.
Status validate(const TaskPatch& patch, std::optional<TaskField>* wrong = nullptr);

}  // namespace srl
