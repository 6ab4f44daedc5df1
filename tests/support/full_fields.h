// SPDX-License-Identifier: MIT
// A task with a value in every field of task_fields.def, none of them the initial one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "model/task.h"

namespace srl::test {

inline void fill(std::string& value, const TaskFieldInfo& field) {
  value = "A " + std::string(field.name);
}
inline void fill(std::int64_t& value, const TaskFieldInfo&) { value = 600'000'000; }
inline void fill(Priority& value, const TaskFieldInfo&) { value = Priority::urgent; }
inline void fill(std::vector<std::string>& value, const TaskFieldInfo&) {
  value = {"home", "money"};
}
inline void fill(bool& value, const TaskFieldInfo&) { value = true; }

inline TaskFields full_fields() {
  TaskFields fields;
  for_each_member([&](auto member, const TaskFieldInfo& field) {
    fill(fields.*member, field);
    if constexpr (std::is_same_v<decltype(member), std::int64_t TaskFields::*>) {
      fields.*member = std::min(fields.*member, field.max / 2);
    }
  });
  return fields;
}

}  // namespace srl::test
