// SPDX-License-Identifier: MIT
#include "base/base64url.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace srl {

using namespace std::string_view_literals;

TEST_CASE("base64url: the vectors of RFC 4648, without padding") {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"},
  };
  for (const auto& [bytes, text] : vectors) {
    CHECK(encode_base64url(bytes) == text);
    CHECK(decode_base64url(text).value() == bytes);
  }
}

TEST_CASE("base64url: its two own characters stand for 62 and 63") {
  CHECK(encode_base64url("\xFB\xFF"sv) == "-_8");
  CHECK(decode_base64url("-_8").value() == "\xFB\xFF"sv);
}

TEST_CASE("base64url: all bytes survive the way there and back, at every length") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    const std::string text = encode_base64url(bytes);
    REQUIRE(text.size() == (bytes.size() * 4 + 2) / 3);
    REQUIRE(decode_base64url(text).value() == bytes);
    bytes.push_back(static_cast<char>(i * 37));
  }
}

TEST_CASE("base64url: every other spelling is refused") {
  const std::string_view wrong[] = {
      "Zg==",                       // padding
      "Zm9v\n",  " Zm9v", "Zm 9v",  // white space
      "+/8",                        // plain base64
      "A",       "Z",     "AAAAA",  // a length that no bytes have
      "Zh",      "Zm9",             // bits that belong to no byte
      "Zm9\xC3",                    // no ASCII
  };
  for (const std::string_view text : wrong) {
    CAPTURE(std::string(text));
    const Result<std::string> bytes = decode_base64url(text);
    REQUIRE_FALSE(bytes.ok());
    CHECK(bytes.error().code == ErrorCode::bad_value);
  }
}

}  // namespace srl
