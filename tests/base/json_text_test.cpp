// SPDX-License-Identifier: MIT
#include "base/json_text.h"

#include <doctest/doctest.h>

#include <string>

namespace srl {

using namespace std::string_view_literals;

namespace {

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

TEST_CASE("json text: quotes, backslashes and control characters are escaped, nothing else") {
  CHECK(json("plain") == R"("plain")");
  CHECK(json("") == R"("")");
  CHECK(json("a\"b\\c/d") == R"("a\"b\\c/d")");
  CHECK(json("\b\f\n\r\t") == R"("\b\f\n\r\t")");
  CHECK(json("\0\x01\x1F"sv) == R"("\u0000\u0001\u001f")");
  CHECK(json("\x7F") == "\"\x7F\"");
  CHECK(json("\xC3\xA4\xF0\x9F\x98\x80") == "\"\xC3\xA4\xF0\x9F\x98\x80\"");
}

TEST_CASE("json text: bytes that are no UTF-8 become the replacement character") {
  CHECK(json("a\xFFz") == "\"a\xEF\xBF\xBDz\"");
  CHECK(json("\xC3") == "\"\xEF\xBF\xBD\"");
  CHECK(json("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

}  // namespace srl
