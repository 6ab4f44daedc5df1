// SPDX-License-Identifier: MIT
#include "base/json_text.h"

#include "base/text.h"

namespace srl {
namespace {

constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

// What stands in JSON as it is; all that is not ASCII takes the long way.
bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20U && byte < 0x80U && c != '"' && c != '\\';
}

void append_control(std::string& out, char c) {
  switch (c) {
    case '\b': out.append("\\b"); return;
    case '\f': out.append("\\f"); return;
    case '\n': out.append("\\n"); return;
    case '\r': out.append("\\r"); return;
    case '\t': out.append("\\t"); return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  out.append("\\u00").push_back("01"[byte >> 4]);
  out.push_back("0123456789abcdef"[byte & 0xFU]);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = at;
    while (at < text.size() && is_plain(text[at])) ++at;
    out.append(text, start, at - start);
    if (at == text.size()) break;
    const char c = text[at];
    const std::size_t length = utf8_sequence_length(text, at);
    if (length == 0) {
      out.append(kReplacementCharacter);
    } else if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20U) {
      append_control(out, c);
    } else {
      out.append(text, at, length);
    }
    at += length == 0 ? 1 : length;
  }
  out.push_back('"');
}

}  // namespace srl
