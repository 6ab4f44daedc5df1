// SPDX-License-Identifier: MIT
#include "protocol/json_reader.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "model/task.h"

namespace srl {
namespace {

// The error of reading `text` with `read`.
std::string error_of(std::string_view text, const std::function<void(const JsonReader&)>& read) {
  const Result<JsonDocument> document = parse_json(text, 10'000);
  REQUIRE(document.ok());
  Status status;
  read(JsonReader(*document, status));
  return status.ok() ? "no error" : status.error().detail;
}

}  // namespace

TEST_CASE("json reader: values are read by key and position") {
  const Result<JsonDocument> document = parse_json(R"({"t":"x","n":5,"b":true,"l":[1,2,3]})", 100);
  Status status;
  const JsonReader reader(*document, status);
  CHECK(reader["t"].text() == "x");
  CHECK(reader["n"].integer(0, 10) == 5);
  CHECK(reader["b"].boolean());
  std::int64_t sum = 0;
  reader["l"].for_each([&](const JsonReader& element) { sum += element.integer(0, 9); });
  CHECK(sum == 6);
  CHECK(status.ok());
}

TEST_CASE("json reader: what is absent or null has the fallback, and is missing without one") {
  const Result<JsonDocument> document = parse_json(R"({"null":null})", 100);
  Status status;
  const JsonReader reader(*document, status);
  for (const char* key : {"null", "absent"}) {
    CHECK_FALSE(reader[key].exists());
    CHECK(reader[key].text_or("x") == "x");
    CHECK(reader[key].integer_or(4, 0, 1) == 4);
    CHECK(reader[key].boolean_or(true));
  }
  CHECK(status.ok());
  CHECK(reader["absent"]["deeper"].text().empty());
  CHECK(status.error().detail == "/absent: is missing, must be a text");
}

TEST_CASE("json reader: an error names the place, what is there and what belongs there") {
  const auto text = [](const JsonReader& r) { (void)r["a"]["b"].text(); };
  CHECK(error_of(R"({"a":{"b":5}})", text) == "/a/b: is the number 5, must be a text");
  CHECK(error_of(R"({"a":{"b":["secret"]}})", text) == "/a/b: is a list, must be a text");
  CHECK(error_of(R"({"a":"secret"})", text) == "/a: is a text, must be an object");
  CHECK(error_of("[]", text) == "the document: is a list, must be an object");
  const auto integer = [](const JsonReader& r) { (void)r["a"].integer(1, 9); };
  CHECK(error_of(R"({"a":10})", integer) == "/a: is 10, must be from 1 to 9");
  CHECK(error_of(R"({"a":0})", integer) == "/a: is 0, must be from 1 to 9");
  CHECK(error_of(R"({"a":"5"})", integer) == "/a: is a text, must be a number");
  CHECK(error_of(R"({"a":true})", integer) == "/a: is true, must be a number");
  const auto boolean = [](const JsonReader& r) { (void)r["a"].boolean(); };
  CHECK(error_of(R"({"a":{}})", boolean) == "/a: is an object, must be true or false");
  const auto uuid = [](const JsonReader& r) { (void)r["a"].uuid(); };
  CHECK(error_of(R"({"a":"x"})", uuid) == "/a: an id has 36 characters, this one 1");
  const auto list = [](const JsonReader& r) { r["a"].for_each([](const JsonReader&) {}); };
  CHECK(error_of(R"({"a":{}})", list) == "/a: is an object, must be a list");
}

TEST_CASE("json reader: names come from their closed set, and long ones are not repeated") {
  const auto name = [](const JsonReader& r) { (void)r["a"].name(parse_priority); };
  CHECK(error_of(R"({"a":"urgent"})", name) == "no error");
  CHECK(error_of(R"({"a":"soon"})", name) ==
        "/a: priority is low, medium, high or urgent, not \"soon\"");
  CHECK(error_of(R"({"a":""})", name) == "/a: is empty, must be a name");
  CHECK(error_of("{\"a\":\"" + std::string(5'000, 'x') + "\"}", name) ==
        "/a: is longer than any name that could stand here");
}

TEST_CASE("json reader: the first error stays, and lists are not read further") {
  int visited = 0;
  const std::string error = error_of(R"({"l":[1,"x",3,"y"]})", [&](const JsonReader& r) {
    r["l"].for_each([&](const JsonReader& element) {
      ++visited;
      (void)element.integer(0, 9);
    });
    (void)r["missing"].text();
  });
  CHECK(error == "/l/1: is a text, must be a number");
  CHECK(visited == 2);
}

TEST_CASE("json reader: members are read in any order, whatever order they were sent in") {
  for (const std::string_view text : {R"({"a":1,"b":[2,{"a":9}],"c":{"b":9},"d":"x"})",
                                      R"({"d":"x","c":{"b":9},"b":[2,{"a":9}],"a":1})"}) {
    const Result<JsonDocument> document = parse_json(text, 100);
    Status status;
    const JsonReader reader(*document, status);
    for (int round = 0; round < 2; ++round) {
      CHECK(reader["d"].text() == "x");
      CHECK(reader["a"].integer(0, 9) == 1);
      CHECK(reader["c"]["b"].integer(0, 9) == 9);
      CHECK_FALSE(reader["e"].exists());
    }
    CHECK(status.ok());
  }
}

TEST_CASE("json reader: members are visited in the order of the text, with their places") {
  std::vector<std::string> places;
  error_of(R"({"o":{"b":1,"a/c":2}})", [&](const JsonReader& r) {
    r["o"].for_each_member(
        [&](std::string_view, const JsonReader& member) { places.push_back(member.pointer()); });
  });
  CHECK(places == std::vector<std::string>{"/o/b", "/o/a~1c"});
}

TEST_CASE("json reader: equal values at different places are told apart") {
  std::vector<std::string> places;
  error_of(R"({"a":[0,0],"b":[[0],[0,{"c":0}]]})", [&](const JsonReader& r) {
    r["a"].for_each([&](const JsonReader& zero) { places.push_back(zero.pointer()); });
    r["b"].for_each([&](const JsonReader& list) {
      list.for_each([&](const JsonReader& one) { places.push_back(one.pointer()); });
    });
  });
  CHECK(places == std::vector<std::string>{"/a/0", "/a/1", "/b/0/0", "/b/1/0", "/b/1/1"});
}

}  // namespace srl
