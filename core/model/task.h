// SPDX-License-Identifier: MIT
// What a task is, and a change to one: the same words on the device, on the wire and in the
// service's database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "model/intent.h"

namespace srl {

enum class Priority : std::uint8_t { low, medium, high, urgent };
inline constexpr int kPriorityCount = 4;
std::string_view priority_name(Priority priority);
Result<Priority> parse_priority(std::string_view name);

// The fields that a person can change, in the order in which they are written down.
enum class TaskField : std::uint8_t {
  title,
  description,
  begins_at,
  duration_min,
  priority,
  tags,
  completed,
  completed_at,
  remind_at,
};
inline constexpr int kTaskFieldCount = 9;
std::string_view field_name(TaskField field);

struct TaskFields {
  std::string title;
  std::string description;
  TimeMs begins_at = 0;  // 0: no start
  std::int64_t duration_min = 0;
  Priority priority = Priority::medium;
  std::vector<std::string> tags;  // a set: sorted, no repeats
  bool completed = false;
  TimeMs completed_at = 0;
  TimeMs remind_at = 0;  // 0: no reminder

  friend bool operator==(const TaskFields&, const TaskFields&) = default;
};

// One field as text: the form in which effects are recorded and values are compared.
std::string field_text(const TaskFields& fields, TaskField field);
// The same without a copy, where the field is a text; otherwise `scratch` holds it.
std::string_view field_view(const TaskFields& fields, TaskField field, std::string& scratch);
bool field_equal(const TaskFields& a, const TaskFields& b, TaskField field);
void copy_field(TaskFields& to, const TaskFields& from, TaskField field);

// New values for some of the fields.
struct TaskPatch {
  std::uint32_t present = 0;  // bit n: the field with number n is set
  TaskFields values;

  bool has(TaskField field) const { return (present >> static_cast<unsigned>(field)) & 1U; }
  void mark(TaskField field) { present |= 1U << static_cast<unsigned>(field); }
  bool empty() const { return present == 0; }
  void apply_to(TaskFields& fields) const;

  static TaskPatch whole(const TaskFields& fields);  // every field
};

// Sets of fields, as in TaskPatch::present.
inline constexpr std::uint32_t kAllFields = (1U << kTaskFieldCount) - 1;
constexpr std::uint32_t field_bit(TaskField field) { return 1U << static_cast<unsigned>(field); }

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

// Sorts the tags and drops repeats.
void normalize_tags(std::vector<std::string>& tags);

// Checks size, UTF-8, control characters and range of one field.
Status validate_field(const TaskFields& values, TaskField field);

// The same of every field that the patch sets, and that a title can be seen. `wrong`, where it is
// given, names the field that is not allowed.
Status validate(const TaskPatch& patch, std::optional<TaskField>* wrong = nullptr);

// Calls `visit(field)` for every field, in order.
template <class Visit>
void for_each_field(Visit visit) {
  for (int i = 0; i < kTaskFieldCount; ++i) visit(static_cast<TaskField>(i));
}

}  // namespace srl
