// SPDX-License-Identifier: MIT
// Writes JSON as text, member by member. What the protocol sends goes out without a document in
// between: a push of 500 operations would be one of 10,000 values.
//
// An object's members come in the order of their keys, as in every JSON of ours (json_value.h), so
// that the same value always has the same bytes. The caller keeps to it; tests/protocol
// compares.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ids.h"

namespace srl {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer. Compact when `indent` is 0; otherwise each
  // member has a line, with so many spaces for each level.
  explicit JsonWriter(std::string& out, int indent = 0) : out_(out), indent_(indent) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_list() { open('['); }
  void end_list() { close(']'); }
  // What is written next is its value. A name of ours has nothing in it to escape.
  void key(std::string_view ours);
  void key_of_any_text(std::string_view text);

  void value(std::string_view text);
  void value(std::int64_t number);
  void value(std::same_as<bool> auto truth) { put(truth ? "true" : "false"); }  // a pointer is none
  void value(const Uuid& id);
  void null() { put("null"); }

  // A list; `write(one)` writes each of them.
  template <class List, class Write>
  void list(const List& list, Write write) {
    begin_list();
    for (const auto& one : list) write(one);
    end_list();
  }

  template <class T>
  void member(std::string_view name, const T& of_it) {
    key(name);
    value(of_it);
  }

 private:
  void separate();  // a comma, unless nothing stands before
  void break_line();
  void open(char bracket);
  void close(char bracket);
  void end_key();
  void put(std::string_view plain);

  std::string& out_;
  int indent_;
  int depth_ = 0;
  bool is_after_key_ = false;
};

// The text of one value; `write_json(JsonWriter&, const T&)` stands beside T's other JSON.
template <class T>
std::string json_text(const T& value) {
  std::string text;
  JsonWriter json(text);
  write_json(json, value);
  return text;
}

template <class List>
void write_list(JsonWriter& json, const List& list) {
  json.list(list, [&](const auto& one) { write_json(json, one); });
}

}  // namespace srl
