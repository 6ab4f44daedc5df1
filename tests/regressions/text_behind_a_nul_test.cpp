// SPDX-License-Identifier: MIT
// A byte of zero ended a JSON document: whatever stood behind it was passed over, and a document
// that was cut there was said to end too early, in its middle.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>

#include "protocol/json_document.h"

namespace srl {

using namespace std::string_view_literals;

TEST_CASE("regression: what stands behind a NUL is a part of the JSON, which has none") {
  for (const auto& one : {
           std::pair("[1]\0 and more"sv, "line 1, column 4: the JSON is malformed near \""sv),
           std::pair("[1,\0]"sv, "line 1, column 4: the JSON is malformed near \""sv),
           std::pair("\0"sv, "line 1, column 1: the JSON is malformed near \""sv),
           std::pair("{\"a\":1}\n\0"sv, "line 2, column 1: the JSON is malformed near \""sv),
           std::pair("{\"a\0b\":1}"sv, "line 1, column 4: the JSON is malformed near \""sv),
           std::pair("[\"long text\", \"a\0b\"]"sv,
                     "line 1, column 17: the JSON is malformed near \""sv),
           std::pair("[1, 2\0\"text\"]"sv, "line 1, column 6: the JSON is malformed near \""sv),
       }) {
    const std::string_view text = one.first;
    const std::string_view place = one.second;
    const Result<JsonDocument> document = parse_json(text, text.size());
    CAPTURE(std::string(place));
    REQUIRE_FALSE(document.ok());
    CHECK(document.error().code == ErrorCode::bad_request);
    CHECK(document.error().detail.substr(0, place.size()) == place);
  }
}

}  // namespace srl
