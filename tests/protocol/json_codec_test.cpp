// SPDX-License-Identifier: MIT
#include "protocol/json_codec.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "protocol/message_samples.h"
#include "protocol/task_json.h"
#include "support/json_of.h"

namespace srl::test {
namespace {

constexpr std::size_t kBytesMax = 100'000;

JsonDocument document_of(std::string_view text) {
  Result<JsonDocument> document = parse_json(text, kBytesMax);
  REQUIRE(document.ok());
  return std::move(*document);
}

// What `read` makes of the value's text.
template <class T>
T read_back(const std::string& text, T (*read)(const JsonReader&)) {
  const JsonDocument document = document_of(text);
  Status status;
  T value = read(JsonReader(document, status));
  CHECK(status.ok());
  return value;
}

Error push_error(std::string_view text) {
  const Result<PushRequest> request = read_push_request(document_of(text));
  CAPTURE(std::string(text));
  REQUIRE_FALSE(request.ok());
  return request.error();
}

// A push whose fourth operation is `operation`.
std::string push_with(std::string_view operation) {
  const std::string good = R"({"entity":"task","kind":"create_task","client_seq":1})";
  std::string text = R"({"device_id":"phone","ops":[)";
  for (int i = 0; i < 3; ++i) text.append(good).append(",");
  return text.append(operation).append("]}");
}

}  // namespace

TEST_CASE("codec: an operation has the documented members") {
  CHECK(json_text(sample_operation()) ==
        "{\"base_version\":4,\"client_seq\":3,\"entity\":\"task\",\"fields\":{"
        "\"begins_at\":1700000000000,\"completed\":true,\"completed_at\":1700000000001,"
        "\"description\":\"one\\n\\ttwo\",\"duration_min\":45,\"priority\":\"urgent\","
        "\"remind_at\":1699999999999,\"tags\":[\"a\",\"b c\"],"
        "\"title\":\"Gr\xC3\xBC\xC3\x9F Gott \xF0\x9F\x91\x8B \\\"quoted\\\" \\\\ </script>\"},"
        "\"hlc\":111411200000000005,\"id\":\"" +
            to_string(sample_id(2)) + "\",\"intent\":6,\"kind\":\"update_task\",\"op_id\":\"" +
            to_string(sample_id(1)) + "\",\"traceparent\":\"" +
            format_traceparent(trace_of_operation(sample_id(1))) +
            "\",\"wall_ms\":1700000000123}");
}

TEST_CASE("codec: what a policy leaves off the wire is absent") {
  const Json json = parsed(json_text(WireOperation()));
  for (const char* absent : {"op_id", "id", "intent"}) CHECK(json.find(absent) == nullptr);
  CHECK(json.find("fields")->object()->empty());
  const Json result = parsed(json_text(OpResult()));
  for (const char* absent : {"op_id", "id", "code", "replayed"}) {
    CHECK(result.find(absent) == nullptr);
  }
}

TEST_CASE("codec: a push survives the way there and back through text") {
  const std::string text = json_text(sample_push());
  const Result<PushRequest> back = read_push_request(document_of(text));
  REQUIRE(back.ok());
  CHECK(same(*back, sample_push()));
}

TEST_CASE("codec: every body of a response survives the way there and back through text") {
  for (const auto& [route, body] : sample_bodies()) {
    const std::string text = json_text(body);
    CAPTURE(text);
    const Result<ResponseBody> back = read_response_body(route, document_of(text));
    REQUIRE(back.ok());
    CHECK(same(*back, body));
  }
}

TEST_CASE("codec: members are written in the order of their keys, so that equal values have equal bytes") {
  std::vector<std::string> texts = {json_text(sample_push()), json_text(sample_task())};
  for (const auto& [route, body] : sample_bodies()) texts.push_back(json_text(body));
  for (const std::string& text : texts) CHECK(dump_json(parsed(text)) == text);
}

TEST_CASE("codec: every field of a patch survives alone, and only that") {
  for_each_field([](TaskField field) {
    CAPTURE(field_name(field));
    TaskPatch patch;
    copy_field(patch.values, sample_fields(), field);
    patch.mark(field);
    const std::string text = json_text(patch);
    CHECK(parsed(text).object()->size() == 1);
    CHECK(same(read_back(text, read_patch), patch));
  });
}

TEST_CASE("codec: all statuses, kinds and priorities have names that are read back") {
  for (int i = 0; i < kOpStatusCount; ++i) {
    OpResult result = sample_result();
    result.status = static_cast<OpStatus>(i);
    CHECK(same(read_back(json_text(result), read_op_result), result));
  }
  for (int i = 0; i < kOpKindCount; ++i) {
    WireOperation operation = sample_operation();
    operation.kind = static_cast<OpKind>(i);
    if (operation.kind == OpKind::resolve_conflict) operation.conflict = sample_id(4);
    CHECK(same(read_back(json_text(operation), read_operation), operation));
  }
}

TEST_CASE("codec: a tombstone tells nothing of what the task held") {
  Task deleted = sample_task();
  deleted.deleted = true;
  CHECK(json_text(deleted) == "{\"created_by\":6,\"deleted\":true,\"id\":\"" +
                                           to_string(sample_id(3)) + "\",\"version\":12}");
}

TEST_CASE("codec: tags are a set, whatever order and repeats they were sent in") {
  const JsonDocument document = document_of(R"({"tags":["b","a","b"]})");
  Status status;
  CHECK(read_patch(JsonReader(document, status)).values.tags == std::vector<std::string>{"a", "b"});
}

TEST_CASE("codec: an error in a push names the operation and the member") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"(5)", "/ops/3: is the number 5, must be an object"},
      {R"({})", "/ops/3/entity: is missing, must be a text"},
      {R"({"entity":"note"})", "/ops/3/entity: the only entity is \"task\""},
      {R"({"entity":"task"})", "/ops/3/kind: is missing, must be a text"},
      {R"({"entity":"task","kind":"rename"})",
       "/ops/3/kind: an operation is create_task, update_task, delete_task or "
       "resolve_conflict, not \"rename\""},
      {R"({"entity":"task","kind":"create_task"})",
       "/ops/3/client_seq: is missing, must be a number"},
      {R"({"entity":"task","kind":"create_task","client_seq":-1})",
       "/ops/3/client_seq: is -1, must be from 0 to 9223372036854775807"},
      {R"({"entity":"task","kind":"create_task","client_seq":1,"fields":{"title":5}})",
       "/ops/3/fields/title: is the number 5, must be a text"},
      {R"({"entity":"task","kind":"create_task","client_seq":1,"fields":{"titel":"x"}})",
       "/ops/3/fields/titel: a task has no such field"},
      {R"({"entity":"task","kind":"create_task","client_seq":1,"fields":{"tags":["a",2]}})",
       "/ops/3/fields/tags/1: is the number 2, must be a text"},
      {R"({"entity":"task","kind":"create_task","client_seq":1,"fields":{"priority":"top"}})",
       "/ops/3/fields/priority: priority is low, medium, high or urgent, not \"top\""},
      {R"({"entity":"task","kind":"create_task","client_seq":1,"op_id":"x"})",
       "/ops/3/op_id: an id has 36 characters, this one 1"},
      {R"({"entity":"task","kind":"create_task","client_seq":1,"intent":4294967296})",
       "/ops/3/intent: is 4294967296, must be from 0 to 4294967295"},
  };
  for (const auto& [operation, detail] : cases) {
    CHECK(push_error(push_with(operation)).detail == detail);
  }
  CHECK(push_error("[]").detail == "the document: is a list, must be an object");
  CHECK(push_error(R"({"ops":[]})").detail == "/device_id: is missing, must be a text");
  CHECK(push_error(R"({"device_id":"x"})").detail == "/ops: is missing, must be a list");
}

TEST_CASE("codec: members that only a newer peer knows are ignored") {
  const Result<PushRequest> request = read_push_request(document_of(
      R"({"device_id":"x","compression":"none","ops":[{"entity":"task","kind":"delete_task",)"
      R"("client_seq":1,"traceparent":"00-ab-cd-01"}]})"));
  REQUIRE(request.ok());
  CHECK(request->operations[0].kind == OpKind::delete_task);
  CHECK(read_response_body(Route::push, document_of(R"({"results":[],"server_seq":1,"new":{}})")).ok());
}

TEST_CASE("codec: a result's unknown status is no result, its unknown reason is only vague") {
  const Result<ResponseBody> status = read_response_body(
      Route::push, document_of(R"({"results":[{"status":"maybe","version":1}],"server_seq":1})"));
  REQUIRE(status.ok());
  CHECK(std::get<PushResponse>(*status).results.empty());

  const Result<ResponseBody> reason = read_response_body(
      Route::op_fate, document_of(R"({"status":"rejected","code":"quota_exceeded","version":0})"));
  REQUIRE(reason.ok());
  CHECK(std::get<OpFateResponse>(*reason).result.code == ErrorCode::bad_request);
}

TEST_CASE("codec: a response lacks no member without an error") {
  for (const auto& [route, body] : sample_bodies()) {
    const Json whole = parsed(json_text(body));
    for (const auto& member : *whole.object()) {
      const std::string& key = member.first;
      const bool is_own_of_row = key == "id" || key == "version" || key == "deleted" || key == "title";
      const bool may_lack = std::holds_alternative<TaskResponse>(body)
                                ? !is_own_of_row  // an older service may not know a field
                                : key == "next_page" || key == "next" || key == "op_id" ||
                                      key == "id" || key == "code" || key == "replayed" ||
                                      key == "token_type" || key == "hlc" ||
                                      (key == "conflicts" && route != Route::conflicts);
      Json::Object lacking = *whole.object();
      lacking.erase(key);
      CAPTURE(key);
      const std::string text = dump_json(lacking);
      CHECK(read_response_body(route, document_of(text)).ok() == may_lack);
    }
  }
}

}  // namespace srl::test
