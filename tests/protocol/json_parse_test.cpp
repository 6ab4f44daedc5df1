// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>

#include "base/limits.h"
#include "protocol/json_document.h"
#include "support/json_of.h"

namespace srl::test {

using namespace std::string_view_literals;

namespace {

constexpr std::size_t kParsedBytesMax = 10'000;

Error error_of(std::string_view text, std::size_t bytes_max = kParsedBytesMax) {
  const Result<JsonDocument> document = parse_json(text, bytes_max);
  CAPTURE(std::string(text));
  REQUIRE_FALSE(document.ok());
  return document.error();
}

}  // namespace

TEST_CASE("json: every kind of value is read and written") {
  const std::string text =
      R"({"array":[1,"two",null],"false":false,"number":-7,"object":{"a":{}},"true":true})";
  const Json json = parsed(text);
  CHECK(*json.find("number")->integer() == -7);
  CHECK(*json.find("true")->boolean());
  CHECK_FALSE(*json.find("false")->boolean());
  CHECK(json.find("array")->array()->size() == 3);
  CHECK((*json.find("array")->array())[2].is_null());
  CHECK(*(*json.find("array")->array())[1].text() == "two");
  CHECK(json.find("object")->find("a")->object()->empty());
  CHECK(json.find("nothing") == nullptr);
  CHECK(json.find("number")->find("a") == nullptr);
  CHECK(dump_json(json) == text);
}

TEST_CASE("json: a document may be a single value") {
  CHECK(parsed("null").is_null());
  CHECK(*parsed(" 5 ").integer() == 5);
  CHECK(*parsed("\"x\"").text() == "x");
  CHECK(parsed("[]").array()->empty());
}

TEST_CASE("json: 64-bit integers keep every digit, up to both ends") {
  for (const std::int64_t value : {INT64_MIN, INT64_MIN + 1, std::int64_t{0},
                                   std::int64_t{9'007'199'254'740'993}, INT64_MAX}) {
    CHECK(*parsed(std::to_string(value)).integer() == value);
    CHECK(dump_json(Json(value)) == std::to_string(value));
  }
}

TEST_CASE("json: fractions and numbers that are too large are refused with their place") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"({"a":{"b":1.5}})", "/a/b: 1.5 "},
      {R"([1,2.0])", "/1: 2.0 "},
      {R"({"a":1e3})", "/a: 1e3 "},
      {R"([[9223372036854775808]])", "/0/0: 9223372036854775808 "},
      {R"([-9223372036854775809])", "/0: -9223372036854775809 "},
      {"0.5", "the document: 0.5 "},
  };
  for (const auto& [text, start] : cases) {
    const Error error = error_of(text);
    CHECK(error.code == ErrorCode::bad_value);
    CHECK(error.detail.substr(0, start.size()) == start);
  }
}

TEST_CASE("json: a key that occurs twice is refused, also when it is spelled differently") {
  const Error error = error_of(R"({"a":[{"x":1},{"k":1,"\u006b":2}]})");
  CHECK(error.code == ErrorCode::bad_value);
  CHECK(error.detail == "/a/1/k: this key occurs twice; keep one");
  CHECK(parsed(R"({"a":{"k":1},"b":{"k":2}})").object()->size() == 2);
}

TEST_CASE("json: keys are compared in every order of theirs and in objects of every size") {
  for (const int count : {2, 3, 16, 17, 500}) {
    CAPTURE(count);
    for (const bool ascends : {true, false}) {
      std::string members;
      for (int i = 0; i < count; ++i) {
        const int number = 1'000 + (ascends ? i : count - i);
        members.append(i == 0 ? "" : ",").append("\"k" + std::to_string(number) + "\":{\"k\":1}");
      }
      CHECK(parsed("{" + members + "}").object()->size() == static_cast<std::size_t>(count));
      const std::string first = members.substr(1, 5);
      for (const std::string& twice :
           {"{\"" + first + "\":0," + members + "}", "{" + members + ",\"" + first + "\":[]}"}) {
        CHECK(error_of(twice).detail == "/" + first + ": this key occurs twice; keep one");
      }
    }
  }
}

// As many as a request can hold; every key compared with every other would be five billion.
TEST_CASE("json: among a hundred thousand unsorted keys one that occurs twice is found") {
  std::string text = "{";
  for (int i = 100'000; i > 0; --i) text.append("\"" + std::to_string(i) + "\":0,");
  text.append("\"77777\":0}");
  CHECK(error_of(text, kRequestBytesMax).detail == "/77777: this key occurs twice; keep one");
  text.replace(text.rfind("77777"), 5, "x");
  CHECK(parse_json(text, kRequestBytesMax).ok());
}

TEST_CASE("json: escapes are read, and written only where they must be") {
  const Json json = parsed(R"("\"\\\/\b\f\n\r\t\u0041\u00e4\u20ac\ud83d\ude00\u0000")");
  CHECK(*json.text() == "\"\\/\b\f\n\r\tA\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\0"sv);
  CHECK(parsed(dump_json(json)) == json);
}

TEST_CASE("json: malformed text is refused with its line and column") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", "line 1, column 1: the JSON ends too early"},
      {"{", "line 1, column 2: the JSON ends too early"},
      {"{\"a\":1", "line 1, column 7: the JSON ends too early"},
      {"{\"a\":1,}", "line 1, column 8: the JSON is malformed near"},
      {"{'a':1}", "line 1, column 2: the JSON is malformed near"},
      {"{\"a\" 1}", "line 1, column 6: the JSON is malformed near"},
      {"{\"a\":}", "line 1, column 6: the JSON is malformed near"},
      {"[1 2]", "line 1, column 4: the JSON is malformed near"},
      {"[1,]", "line 1, column 4: the JSON is malformed near"},
      {"[}", "line 1, column 2: the JSON is malformed near"},
      {"]", "line 1, column 1: the JSON is malformed near"},
      {"{\n  \"a\": tru\n}", "line 2, column 11: the JSON is malformed near"},
      {"[nul]", "line 1, column 5: the JSON is malformed near"},
      {"truefalse", "line 1, column 9: the JSON is malformed near"},
      {"[\"\xC3\xA4\xC3\xA4\" \xC3\xA4]", "line 1, column 7: the JSON is malformed near"},
      {"[1] 2", "line 1, column 5: the JSON is malformed near"},
      {"[01]", "line 1, column 3: the JSON is malformed near"},
      {"[-00]", "line 1, column 4: the JSON is malformed near"},
      {"[-]", "line 1, column 3: the JSON is malformed near"},
      {"[+1]", "line 1, column 2: the JSON is malformed near"},
      {"[NaN]", "line 1, column 2: the JSON is malformed near"},
      {"[\"a\nb\"]", "line 1, column 4: the JSON is malformed near"},
      {"[\"\x1F\"]", "line 1, column 3: the JSON is malformed near"},
      {"[\"ab", "line 1, column 5: the JSON ends too early"},
      {"[\"\\x\"]", "line 1, column 4: the JSON is malformed near"},
      {"[\"\\", "line 1, column 4: the JSON ends too early"},
      {"[\"\\u12g4\"]", "line 1, column 7: the JSON is malformed near"},
      {"[\"\\u+123\"]", "line 1, column 5: the JSON is malformed near"},
      {"[\"\\u12", "line 1, column 7: the JSON ends too early"},
      {"[\"\\ud83d\"]", "line 1, column 9: the JSON is malformed near"},
      {"[\"\\ude00\"]", "line 1, column 8: the JSON is malformed near"},
      {"[\"\\ud83d\\u0041\"]", "line 1, column 14: the JSON is malformed near"},
      {"// no comments\n1", "line 1, column 1: the JSON is malformed near"},
      {"1\n\n x", "line 3, column 2: the JSON is malformed near"},
      {"\0", "line 1, column 1: the JSON ends too early"},
  };
  for (const auto& [text, start] : cases) {
    const Error error = error_of(text);
    CHECK(error.code == ErrorCode::bad_request);
    CHECK(error.detail.substr(0, start.size()) == start);
  }
}

// Plain text in strings never reaches the lexer (sparse_text.h).
TEST_CASE("json: strings with and without escapes stand beside each other, empty ones too") {
  const Json json =
      parsed(R"({"": "plain", "a\\": ["", "x\"y", "\\", "z"], "b": "q\\\"", "c": 1})");
  CHECK(*json.find("")->text() == "plain");
  const Json::Array& list = *json.find("a\\")->array();
  CHECK(*list[0].text() == "");
  CHECK(*list[1].text() == "x\"y");
  CHECK(*list[2].text() == "\\");
  CHECK(*list[3].text() == "z");
  CHECK(*json.find("b")->text() == "q\\\"");
  CHECK(*json.find("c")->integer() == 1);
}

TEST_CASE("json: a misplaced string is quoted, and counts in the place of what follows") {
  CHECK(error_of(R"({"key": "value" "other"})").detail ==
        R"(line 1, column 23: the JSON is malformed near ""other"")");
  CHECK(error_of(R"([1"a"])").detail == R"(line 1, column 5: the JSON is malformed near ""a"")");
  CHECK(error_of(R"(["long text", "an\\escaped one", tru])").detail.substr(0, 18) ==
        "line 1, column 37:");
}

TEST_CASE("json: a number that goes on and on is quoted by its beginning") {
  const Error error = error_of("[" + std::string(5'000, '1') + "]");
  CHECK(error.code == ErrorCode::bad_value);
  CHECK(error.detail.size() < 200);
}

TEST_CASE("json: a byte order mark before the document is passed over, and only there") {
  CHECK(parsed("\xEF\xBB\xBF[1]") == parsed("[1]"));
  CHECK_FALSE(parse_json("[\xEF\xBB\xBF"
                         "1]",
                         kParsedBytesMax)
                  .ok());
}

TEST_CASE("json: size, encoding and depth are checked first, in this order") {
  CHECK(error_of("[1,2]", 4).code == ErrorCode::too_large);
  CHECK(parse_json("[1,2]", 5).ok());
  CHECK(error_of("\"\xFF\"").code == ErrorCode::bad_utf8);
  CHECK(error_of("\"\xED\xA0\x80\"").code == ErrorCode::bad_utf8);
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  const std::string deepest = nested(kJsonDepthMax);
  CHECK(parse_json(deepest, kParsedBytesMax).ok());
  CHECK(error_of(nested(kJsonDepthMax + 1)).code == ErrorCode::too_deep);
  CHECK(error_of(std::string(kParsedBytesMax, '[')).code == ErrorCode::too_deep);
  CHECK(error_of(R"({"a":)" + std::string(kJsonDepthMax, '[')).code == ErrorCode::too_deep);
  CHECK(error_of(std::string(100, '[') + "\xFF", 50).code == ErrorCode::too_large);
  CHECK(error_of(std::string(100, '[') + "\xFF").code == ErrorCode::bad_utf8);
}

}  // namespace srl::test
