// SPDX-License-Identifier: MIT
#include "protocol/json_writer.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/json_text.h"

namespace srl {

void JsonWriter::key(std::string_view ours) {
  separate();
  out_.append("\"").append(ours).append("\"");
  end_key();
}

void JsonWriter::key_of_any_text(std::string_view text) {
  value(text);
  end_key();
}

void JsonWriter::value(std::string_view text) {
  separate();
  append_json_string(out_, text);
}

void JsonWriter::value(std::int64_t number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  put({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void JsonWriter::value(const Uuid& id) {
  const UuidText text = text_of(id);
  separate();
  out_.append("\"").append(text.data(), text.size()).append("\"");
}

// A text's last character is its quote, so that a bracket at the end is one of the document's.
void JsonWriter::separate() {
  if (std::exchange(is_after_key_, false) || depth_ == 0) return;
  if (out_.back() != '{' && out_.back() != '[') out_.push_back(',');
  break_line();
}

void JsonWriter::break_line() {
  if (indent_ == 0) return;
  out_.push_back('\n');
  out_.append(static_cast<std::size_t>(indent_) * static_cast<std::size_t>(depth_), ' ');
}

void JsonWriter::open(char bracket) {
  separate();
  out_.push_back(bracket);
  ++depth_;
}

void JsonWriter::close(char bracket) {
  --depth_;
  if (out_.back() != '{' && out_.back() != '[') break_line();
  out_.push_back(bracket);
}

void JsonWriter::end_key() {
  out_.append(indent_ == 0 ? ":" : ": ");
  is_after_key_ = true;
}

void JsonWriter::put(std::string_view plain) {
  separate();
  out_.append(plain);
}

}  // namespace srl
