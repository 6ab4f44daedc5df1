// SPDX-License-Identifier: MIT
#include "protocol/json_writer.h"

#include <array>
#include <charconv>

#include "base/json_text.h"

namespace srl {

void JsonWriter::key(std::string_view key) {
  value(key);
  out_.push_back(':');
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

void JsonWriter::separate() {
  if (out_.empty()) return;
  const char last = out_.back();
  if (last != '{' && last != '[' && last != ':') out_.push_back(',');
}

void JsonWriter::open(char bracket) {
  separate();
  out_.push_back(bracket);
}

void JsonWriter::put(std::string_view plain) {
  separate();
  out_.append(plain);
}

}  // namespace srl
