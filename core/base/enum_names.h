// SPDX-License-Identifier: MIT
// The names of an enum's values are the ones that stand in its definition: what is written, read
// and counted follows from it at compile time. The values count up from 0 without a gap.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace srl {
namespace enum_names {

// "red" of Colour::red, as g++ and clang++ spell the argument of a template; "(Colour)7" of a value
// that has no name.
template <auto Value>
constexpr std::string_view spelling() {
  constexpr std::string_view kBefore = "Value = ";
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find(kBefore) + kBefore.size());
  text = text.substr(0, text.find_first_of(";]"));
  return text.substr(text.find_last_of(":)") + 1);
}

template <auto Value>
constexpr bool is_named() {
  const char first = spelling<Value>().front();
  return first != '-' && (first < '0' || first > '9');
}

template <class Enum, std::size_t From = 0>
constexpr std::size_t count() {
  if constexpr (is_named<static_cast<Enum>(From)>()) return count<Enum, From + 1>();
  return From;
}

// A copy, so that the whole spelling need not be in the program.
template <auto Value>
inline constexpr auto kStored = [] {
  constexpr std::string_view kText = spelling<Value>();
  std::array<char, kText.size()> stored{};
  for (std::size_t i = 0; i < kText.size(); ++i) stored[i] = kText[i];
  return stored;
}();

template <class Enum, std::size_t... Numbers>
constexpr auto stored_names(std::index_sequence<Numbers...>) {
  return std::array<std::string_view, sizeof...(Numbers)>{std::string_view(
      kStored<static_cast<Enum>(Numbers)>.data(), kStored<static_cast<Enum>(Numbers)>.size())...};
}

}  // namespace enum_names

template <class Enum>
inline constexpr int kCountOf = static_cast<int>(enum_names::count<Enum>());

// In the order of the values.
template <class Enum>
inline constexpr std::array<std::string_view, kCountOf<Enum>> kNamesOf =
    enum_names::stored_names<Enum>(std::make_index_sequence<kCountOf<Enum>>());

// "unreadable" of a number that is none of the values: it came out of a database.
template <class Enum>
constexpr std::string_view name_of(Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < kNamesOf<Enum>.size() ? kNamesOf<Enum>[index] : "unreadable";
}

template <class Enum>
constexpr std::optional<Enum> find_value(std::string_view name) {
  for (std::size_t i = 0; i < kNamesOf<Enum>.size(); ++i) {
    if (kNamesOf<Enum>[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

// "low, medium, high or urgent"
template <class Enum>
std::string names_in_words() {
  std::string words;
  constexpr std::size_t kCount = kNamesOf<Enum>.size();
  for (std::size_t i = 0; i < kCount; ++i) {
    if (i > 0) words += i + 1 < kCount ? ", " : " or ";
    words += kNamesOf<Enum>[i];
  }
  return words;
}

// `what` begins the message: "priority is" gives `priority is low, medium, high or urgent, not
// "x"`. Errors: `code`.
template <class Enum>
Result<Enum> parse_value(std::string_view what, std::string_view name,
                         ErrorCode code = ErrorCode::bad_value) {
  const std::optional<Enum> value = find_value<Enum>(name);
  if (value) return *value;
  return make_error(code, std::string(what) + " " + names_in_words<Enum>() + ", not \"" +
                              std::string(name) + "\"");
}

}  // namespace srl
