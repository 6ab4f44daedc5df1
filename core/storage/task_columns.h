// SPDX-License-Identifier: MIT
// A task's fields in SQL: a column each, of the field's name, in the order of
// model/task_fields.def. Statements name them by a placeholder, which is filled in when the program
// is compiled.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "model/task.h"
#include "ports/database.h"

namespace srl {
namespace task_columns {

// A text that can be the argument of a template.
template <std::size_t kBytes>
struct Pattern {
  char text[kBytes] = {};
  consteval Pattern(const char (&from)[kBytes]) { std::copy(from, from + kBytes, text); }
  constexpr std::string_view view() const { return {text, kBytes - 1}; }
};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The largest n of the parameters $n.
constexpr int last_parameter(std::string_view pattern) {
  int last = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '$') continue;
    int number = 0;
    for (++i; i < pattern.size() && is_digit(pattern[i]); ++i)
      number = 10 * number + pattern[i] - '0';
    last = std::max(last, number);
  }
  return last;
}

template <class Put>
constexpr void put_text(std::string_view text, Put put) {
  for (const char c : text) put(c);
}

template <class Put>
constexpr void put_parameter(int number, Put put) {
  put('$');
  if (number >= 10) put(static_cast<char>('0' + number / 10));
  put(static_cast<char>('0' + number % 10));
}

template <class Put>
constexpr void put_placeholder(std::string_view name, int first_parameter, Put put) {
  int number = first_parameter;
  for (const TaskFieldInfo& field : kTaskFields) {
    if (number != first_parameter) put_text(", ", put);
    if (name == "t.columns") put_text("t.", put);
    if (name != "values") put_text(field.name, put);
    if (name == "assignments") put_text(" = ", put);
    if (name == "assignments" || name == "values") put_parameter(number, put);
    ++number;
  }
}

template <class Put>
constexpr void expand(std::string_view pattern, Put put) {
  const int first_parameter = last_parameter(pattern) + 1;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    put_text(pattern.substr(0, open), put);
    if (open == std::string_view::npos) return;
    const std::size_t close = pattern.find('}', open);
    put_placeholder(pattern.substr(open + 1, close - open - 1), first_parameter, put);
    pattern.remove_prefix(close + 1);
  }
}

template <Pattern kPattern>
inline constexpr auto kExpanded = [] {
  constexpr std::size_t kBytes = [] {
    std::size_t bytes = 0;
    expand(kPattern.view(), [&](char) { ++bytes; });
    return bytes;
  }();
  std::array<char, kBytes + 1> text{};
  std::size_t next = 0;
  expand(kPattern.view(), [&](char c) { text[next++] = c; });
  return text;
}();

}  // namespace task_columns

// The pattern's SQL with these placeholders filled in; parameters of fields come after all others.
//   {columns}      title, description, …
//   {t.columns}    t.title, t.description, …
//   {values}       $4, $5, …
//   {assignments}  title = $4, description = $5, …
template <task_columns::Pattern kPattern>
constexpr Sql with_fields() {
  return Sql{task_columns::kExpanded<kPattern>.data()};
}

// Binds {values} or {assignments}. The fields' texts are not copied: keep them until the statement
// has run.
inline void bind_fields(Query& query, const TaskFields& fields) {
  for_each_member([&](auto member, const TaskFieldInfo&) {
    const auto& value = fields.*member;
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
      query.bind_next_copy(tags_text(value));
    } else if constexpr (std::is_enum_v<Value>) {
      query.bind_next(static_cast<int>(value));
    } else {
      query.bind_next(value);
    }
  });
}

// Reads {columns}, the first of which is `column`.
inline TaskFields read_fields(const Query& query, int column) {
  TaskFields fields;
  for_each_member([&](auto member, const TaskFieldInfo&) {
    auto& value = fields.*member;
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, std::string>) {
      value = query.text(column);
    } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
      value = tags_from(query.text(column));
    } else if constexpr (std::is_same_v<Value, bool>) {
      value = query.integer(column) != 0;
    } else {
      value = static_cast<Value>(query.integer(column));
    }
    ++column;
  });
  return fields;
}

// How long the texts of these columns are together, without a copy.
inline std::size_t text_bytes_of_fields(const Query& query, int column) {
  std::size_t bytes = 0;
  for_each_member([&](auto member, const TaskFieldInfo&) {
    using Value = std::remove_cvref_t<decltype(TaskFields{}.*member)>;
    if constexpr (!std::is_arithmetic_v<Value> && !std::is_enum_v<Value>) {
      bytes += query.text(column).size();
    }
    ++column;
  });
  return bytes;
}

}  // namespace srl
