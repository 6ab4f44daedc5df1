// SPDX-License-Identifier: MIT
// An error in JSON was said to stand behind the text that follows it: the parser looks one
// character ahead, and with a quote it had passed over the whole text.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>

#include "protocol/json_document.h"

namespace srl {

TEST_CASE("regression: an error stands where it is, not behind the text that follows it") {
  for (const auto& one : {
           std::pair("[1 2\"a text of some length\"]", "line 1, column 4:"),
           std::pair("{\"a\" 1\"a text of some length\"}", "line 1, column 6:"),
           std::pair("[\"before\" 12\"a text\"]", "line 1, column 12:"),
           std::pair("[\"before\" 12]", "line 1, column 12:"),
           std::pair("[1\"a text\"]", "line 1, column 10:"),
           std::pair("[tru\"a text\"]", "line 1, column 5:"),
       }) {
    const std::string_view text = one.first;
    const std::string_view place = one.second;
    const Result<JsonDocument> document = parse_json(text, 100);
    CAPTURE(std::string(text));
    REQUIRE_FALSE(document.ok());
    CHECK(document.error().detail.substr(0, place.size()) == place);
  }
}

}  // namespace srl
