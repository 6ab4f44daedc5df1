// SPDX-License-Identifier: MIT
#include "protocol/json_value.h"

#include <doctest/doctest.h>

#include <string>

#include "support/json_of.h"

namespace srl::test {

TEST_CASE("json: keys come out sorted, so equal values have equal bytes") {
  const Json json = Json::Object{{"b", 1}, {"a", 2}, {"B", 3}};
  CHECK(dump_json(json) == R"({"B":3,"a":2,"b":1})");
  CHECK(parsed(R"({ "a" : 2, "b" : 1, "B" : 3 })") == json);
}

TEST_CASE("json: members are added, replaced and taken away by their key") {
  Json::Object members;
  members.emplace("b", 1);
  members.emplace("a", 2);
  members.emplace("b", 3);  // is there already
  members["c"] = 4;
  members["a"] = 5;
  CHECK(dump_json(members) == R"({"a":5,"b":1,"c":4})");
  members.erase("b");
  CHECK(members.find("b") == nullptr);
  CHECK(*members.find("c")->integer() == 4);
}

TEST_CASE("json: indented text is the same value") {
  const Json json = parsed(R"({"a":[1,{"b":2}],"c":{},"d":[]})");
  CHECK(dump_json(json, 2) ==
        "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}");
  CHECK(parsed(dump_json(json, 2)) == json);
}

TEST_CASE("json: what is dumped can be parsed, even when a text was no UTF-8") {
  const Json json = Json::Object{{"a\xFF", "b\xC3"}};
  const std::string text = dump_json(json);
  CHECK(parse_json(text, text.size()).ok());
}

}  // namespace srl::test
