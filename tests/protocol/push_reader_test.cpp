// SPDX-License-Identifier: MIT
#include "protocol/push_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "protocol/json_slices.h"

namespace srl::test {
namespace {

constexpr std::string_view kOpId = "0190c6a2-7b1e-7d3c-8a4f-1c2d3e4f5a6b";
constexpr std::string_view kTaskId = "0190c6a2-7b1e-7d3c-8a4f-000000000001";

const std::string kGood =
    R"({"op_id":"0190c6a2-7b1e-7d3c-8a4f-000000000009","entity":"task","kind":"create_task","client_seq":1,)"
    R"("fields":{"title":"Milk"}})";

// An operation with both ids and these members behind them.
std::string with_ids(std::string_view members) {
  std::string text =
      R"({"op_id":")" + std::string(kOpId) + R"(","id":")" + std::string(kTaskId) + "\"";
  return text.append(members.empty() ? "" : ",").append(members).append("}");
}

std::string creating(std::string_view members) {
  return with_ids(R"("entity":"task","kind":"create_task","client_seq":1,)" + std::string(members));
}

// [good, bad, good]
std::string push_of(const std::string& bad) {
  return R"({"device_id":"phone","ops":[)" + kGood + "," + bad + "," + kGood + "]}";
}

}  // namespace

TEST_CASE(
    "push: an operation that cannot be read is handed on with its flaw, and the others are read") {
  struct Flawed {
    std::string operation;
    std::string_view place;
  };
  const Flawed cases[] = {
      {creating(R"("fields":{"title":"\ud800"})"), "/ops/1: "},
      {creating(R"("fields":{"title":"\udc00\ud800"})"), "/ops/1: "},
      {creating("\"fields\":{\"title\":\"\xFF\"}"), "/ops/1: "},
      {creating("\"fields\":{\"title\":\"two\nlines\"}"), "/ops/1: "},
      {creating(R"("fields":{"titel":"x"})"), "/ops/1/fields/titel: a task has no such field"},
      {creating(R"("fields":{"title":5})"), "/ops/1/fields/title: is the number 5, must be a text"},
      {creating(R"("fields":{"title":null})"), "/ops/1/fields/title: cannot be taken away"},
      {creating(R"("fields":{"priority":"none"})"), "/ops/1/fields/priority: "},
      {creating(R"("fields":{"tags":"a"})"), "/ops/1/fields/tags: is a text, must be a list"},
      {creating(R"("fields":{"tags":["a",2]})"), "/ops/1/fields/tags/1: is the number 2"},
      {creating(R"("fields":"x")"), "/ops/1/fields: is a text, must be an object"},
      {creating(R"("wall_ms":1.5)"), "/ops/1/wall_ms: 1.5 is no 64-bit integer"},
      {creating(R"("wall_ms":1796025489960.0)"), "/ops/1/wall_ms: "},
      {creating(R"("wall_ms":1e3)"), "/ops/1/wall_ms: "},
      {creating(R"("base_version":9223372036854775808)"), "/ops/1/base_version: "},
      {creating(R"("base_version":1e999)"), "/ops/1/base_version: "},
      {creating(R"("wall_ms":9223372036854775807)"), "/ops/1/wall_ms: "},
      {creating(R"("hlc":"soon")"), "/ops/1/hlc: is a text that is not an integer"},
      {creating(R"("intent":4294967296)"), "/ops/1/intent: "},
      {creating(R"("fields":{"title":"a","title":"b"})"),
       "/ops/1/fields/title: this key occurs twice"},
      {creating(R"("kind":"create_task")"), "/ops/1/kind: this key occurs twice"},
      {creating(R"("note":)" + std::string(40, '[') + std::string(40, ']')),
       "/ops/1: the JSON nests deeper"},
      {creating(R"("fields":{"title":NaN})"), "/ops/1: "},
      {with_ids(R"("entity":"task","kind":"rename","client_seq":1)"), "/ops/1/kind: "},
      {with_ids(R"("entity":"note","kind":"create_task","client_seq":1)"), "/ops/1/entity: "},
      {with_ids(R"("entity":"task","kind":"create_task")"), "/ops/1/client_seq: is missing"},
      {with_ids(R"("entity":"task","kind":"create_task","client_seq":-1)"),
       "/ops/1/client_seq: is -1"},
      {with_ids(""), "/ops/1/entity: is missing"},
  };
  for (const Flawed& bad : cases) {
    CAPTURE(bad.operation);
    const Result<PushRequest> push = parse_push(push_of(bad.operation));
    REQUIRE(push.ok());
    REQUIRE(push->operations.size() == 3);
    CHECK(push->operations[0].flaw.code == ErrorCode::none);
    CHECK(push->operations[2].flaw.code == ErrorCode::none);
    CHECK(push->operations[2].patch.values.title == "Milk");
    const WireOperation& flawed = push->operations[1];
    CHECK(flawed.flaw.code != ErrorCode::none);
    CHECK(flawed.flaw.detail.substr(0, bad.place.size()) == bad.place);
    CHECK(flawed.op_id == parse_uuid(kOpId).value());
    CHECK(flawed.task == parse_uuid(kTaskId).value());
  }
}

TEST_CASE("push: what is no operation at all is one without a name") {
  for (const char* bad : {"5", "null", "\"x\"", "[]", "true", "{}", "x"}) {
    CAPTURE(bad);
    const Result<PushRequest> push = parse_push(push_of(bad));
    REQUIRE(push.ok());
    REQUIRE(push->operations.size() == 3);
    CHECK(push->operations[1].flaw.code != ErrorCode::none);
    CHECK_FALSE(push->operations[1].op_id.has_value());
    CHECK(push->operations[2].flaw.code == ErrorCode::none);
  }
}

TEST_CASE("push: an operation needs an op_id, which is a UUID") {
  const auto flaw_of = [](const std::string& op_id) {
    const std::string bad = "{" + op_id + R"("entity":"task","kind":"create_task","client_seq":1})";
    return parse_push(push_of(bad))->operations[1].flaw;
  };
  CHECK(flaw_of("").code == ErrorCode::op_id_missing);
  CHECK(flaw_of("").detail.substr(0, 14) == "/ops/1/op_id: ");
  CHECK(flaw_of("\"op_id\":null,").code == ErrorCode::op_id_missing);
  CHECK(flaw_of("\"op_id\":\"x\",").code == ErrorCode::bad_value);
  CHECK(flaw_of("\"op_id\":5,").code == ErrorCode::bad_value);
}

TEST_CASE("push: null clears a field, and of an absent one nothing is said") {
  const Result<PushRequest> push = parse_push(push_of(creating(
      R"("fields":{"title":"t","remind_at":null,"description":null,"tags":null,"priority":null})")));
  REQUIRE(push.ok());
  const TaskPatch& patch = push->operations[1].patch;
  CHECK(patch.has(TaskField::remind_at));
  CHECK(patch.has(TaskField::description));
  CHECK(patch.has(TaskField::tags));
  CHECK_FALSE(patch.has(TaskField::begins_at));
  CHECK(patch.values.remind_at == 0);
  CHECK(patch.values.priority == Priority::medium);
}

TEST_CASE("push: numbers that JavaScript would change are read as texts and as numbers") {
  for (const char* hlc : {"117704193473249286", "\"117704193473249286\""}) {
    const Result<PushRequest> push =
        parse_push(push_of(creating("\"hlc\":" + std::string(hlc) + R"(,"fields":{"title":"t"})")));
    REQUIRE(push.ok());
    CHECK(push->operations[1].flaw.code == ErrorCode::none);
    CHECK(push->operations[1].hlc == 117704193473249286);
  }
}

// One operation that no parser takes must not change how the rest of the body is read.
TEST_CASE("push: what stands beside an operation that cannot be read is read as ever") {
  const std::string bad =
      R"({"op\u005fid":"00000000-0000-7000-8000-000000000007","title":"\ud800"})";
  const auto with_seen = [&](const std::string& seen) {
    return parse_push(R"({"seen":)" + seen + R"(,"ops":[)" + kGood + "," + bad + "]}");
  };
  for (const char* none : {"null", "5", "{\"a\":1}", "[\"v2.1.a-0\"]"}) {
    CAPTURE(none);
    REQUIRE(with_seen(none).ok());
    CHECK(with_seen(none)->seen.empty());
  }
  CHECK(with_seen(R"("v2\u002e1.a-0")")->seen == "v2.1.a-0");
  const std::vector<WireOperation> operations = with_seen("null")->operations;
  REQUIRE(operations.size() == 2);
  CHECK(operations[0].flaw.code == ErrorCode::none);
  CHECK(operations[1].flaw.code != ErrorCode::none);
  REQUIRE(operations[1].op_id.has_value());
  CHECK(to_string(*operations[1].op_id) == "00000000-0000-7000-8000-000000000007");
  CHECK(parse_push("\xEF\xBB\xBF" + push_of(bad))->operations.size() == 3);
}

TEST_CASE("push: the nil UUID names no task") {
  const Result<PushRequest> push = parse_push(push_of(
      R"({"op_id":"00000000-0000-7000-8000-000000000007","entity":"task","kind":"create_task","client_seq":1,)"
      R"("id":"00000000-0000-0000-0000-000000000000","fields":{"title":"t"}})"));
  REQUIRE(push.ok());
  CHECK(push->operations[1].flaw.code == ErrorCode::bad_value);
  CHECK(push->operations[1].flaw.detail.substr(0, 11) == "/ops/1/id: ");
}

TEST_CASE("push: the name of a field that is not known is not told whole") {
  const Result<PushRequest> push =
      parse_push(push_of(creating(R"("fields":{")" + std::string(300'000, 'x') + R"(":1})")));
  REQUIRE(push.ok());
  CHECK(push->operations[1].flaw.code == ErrorCode::unknown_name);
  CHECK(push->operations[1].flaw.detail.size() < 300);
}

TEST_CASE("push: only a body that is no push is an error") {
  for (const char* body :
       {"", "hello", "[]", "5", "{}", R"({"ops":5})", R"({"ops":{}})", R"({"device_id":"x"})",
        R"({"ops":[)", R"({"ops":[{]})", R"({"ops":[{}]]})", R"({"ops":["x]})",
        R"({"ops":[]} and more)", R"({"ops":[], garbage})", R"({"ops":[],"ops":[]})",
        R"({"seen":"a","ops":[],"seen":"b"})", "{\"ops\":[],\"note\":\"\xFF\"}"}) {
    CAPTURE(body);
    CHECK_FALSE(parse_push(body).ok());
  }
  CHECK(parse_push(R"({"ops":[]})").ok());
  CHECK(parse_push(R"({"ops":[],"note":1.5})").ok());     // nobody asks for it
  CHECK(parse_push(R"({"device_id":5,"ops":[]})").ok());  // the session names the device
  CHECK(parse_push(std::string(kRequestBytesMax + 1, ' ')).error().code == ErrorCode::too_large);
}

TEST_CASE("push: more operations than a push may have are not looked at, readable or not") {
  for (const std::string& one : {kGood, std::string("{}"), std::string("\xFF")}) {
    std::string body = R"({"ops":[)" + one;
    for (std::size_t i = 0; i < kPushOperationsMax; ++i) body.append(",").append(one);
    CHECK(parse_push(body + "]}").error().code == ErrorCode::too_large);
  }
}

TEST_CASE("json slices: elements and members are found by brackets and quotes alone") {
  const auto elements = [](std::string_view text) { return json_element_slices(text, 10); };
  CHECK(elements(" [ 1 , {\"a\":[2,3]} ,\"x,]\\\"\" ] ") ==
        std::vector<std::string_view>{"1", "{\"a\":[2,3]}", "\"x,]\\\"\""});
  CHECK(elements("[]") == std::vector<std::string_view>{});
  CHECK(elements("[ ]") == std::vector<std::string_view>{});
  for (const char* none :
       {"", "[", "]", "{}", "[1", "[1]]", "[\"]", "[1] 2", "[1,]", "[,1]", "[1,,2]"}) {
    CAPTURE(none);
    CHECK_FALSE(elements(none).has_value());
  }
  CHECK(json_element_slices("[1,2]", 1)->size() == 1);
  CHECK(json_member_slice(R"({"a":1, "b" : [2,"}"] ,"b":3})", "b") == R"([2,"}"])");
  CHECK(json_member_slice(R"({"ab":1})", "a").empty());
  CHECK(json_member_slice(R"({"a"})", "a").empty());
  CHECK(json_member_slice("5", "a").empty());
  CHECK(json_member_count(R"({"a":1, "b":{"a":2}, "a" : 3})", "a") == 2);
  CHECK(json_member_count(R"({"a":1, "\u0061":2})", "a") == 2);  // one name, written in two ways
}

}  // namespace srl::test
