// SPDX-License-Identifier: MIT
#include "protocol/json_codec.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "protocol/message_samples.h"
#include "protocol/push_reader.h"
#include "protocol/task_json.h"
#include "support/json_of.h"

namespace srl::test {
namespace {

constexpr std::size_t kMessageBytesMax = 100'000;

JsonDocument message_document(std::string_view text) {
  Result<JsonDocument> document = parse_json(text, kMessageBytesMax);
  REQUIRE(document.ok());
  return std::move(*document);
}

// What `read` makes of the value's text.
template <class T>
T read_back(const std::string& text, T (*read)(const JsonReader&)) {
  const JsonDocument document = message_document(text);
  Status status;
  T value = read(JsonReader(document, status));
  CHECK(status.ok());
  return value;
}

}  // namespace

TEST_CASE("codec: an operation has the documented members") {
  CHECK(json_text(sample_operation()) ==
        "{\"base_version\":4,\"client_seq\":\"3\",\"entity\":\"task\",\"fields\":{"
        "\"begins_at\":1700000000000,\"completed\":true,\"completed_at\":1700000000001,"
        "\"description\":\"one\\n\\ttwo\",\"duration_min\":45,\"priority\":\"urgent\","
        "\"remind_at\":1699999999999,\"tags\":[\"a\",\"b c\"],"
        "\"title\":\"Gr\xC3\xBC\xC3\x9F Gott \xF0\x9F\x91\x8B \\\"quoted\\\" \\\\ </script>\"},"
        "\"hlc\":\"111411200000000005\",\"id\":\"" +
            to_string(sample_id(2)) + "\",\"intent\":6,\"kind\":\"update_task\",\"op_id\":\"" +
            to_string(sample_id(1)) + "\",\"traceparent\":\"" +
            format_traceparent(trace_of_operation(sample_id(1))) + "\",\"wall_ms\":1700000000123}");
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
  const Result<PushRequest> back = parse_push(text);
  REQUIRE(back.ok());
  CHECK(same(*back, sample_push()));
}

TEST_CASE("codec: every body of a response survives the way there and back through text") {
  for (const auto& [route, body] : sample_bodies()) {
    const std::string text = json_text(body);
    CAPTURE(text);
    const Result<ResponseBody> back = read_response_body(route, message_document(text));
    REQUIRE(back.ok());
    CHECK(same(*back, body));
  }
}

TEST_CASE(
    "codec: members are written in the order of their keys, so that equal values have equal "
    "bytes") {
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
  for (int i = 0; i < kCountOf<OpStatus>; ++i) {
    OpResult result = sample_result();
    result.status = static_cast<OpStatus>(i);
    CHECK(same(read_back(json_text(result), read_op_result), result));
  }
  for (int i = 0; i < kCountOf<OpKind>; ++i) {
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
  const JsonDocument document = message_document(R"({"tags":["b","a","b"]})");
  Status status;
  CHECK(read_patch(JsonReader(document, status)).values.tags == std::vector<std::string>{"a", "b"});
}

TEST_CASE("codec: members that only a newer peer knows are ignored") {
  const Result<PushRequest> request = parse_push(
      R"({"device_id":"x","compression":"none","ops":[{"entity":"task","kind":"delete_task",)"
      R"("client_seq":1,"op_id":"0190c6a2-7b1e-7d3c-8a4f-1c2d3e4f5a6b","traceparent":"00-ab-cd-01","colour":"red"}]})");
  REQUIRE(request.ok());
  CHECK(request->operations[0].flaw.code == ErrorCode::none);
  CHECK(request->operations[0].kind == OpKind::delete_task);
  CHECK(
      read_response_body(Route::push, message_document(R"({"results":[],"server_seq":1,"new":{}})"))
          .ok());
}

TEST_CASE("codec: a result's unknown status is no result, its unknown reason is only vague") {
  const Result<ResponseBody> status = read_response_body(
      Route::push,
      message_document(R"({"results":[{"status":"maybe","version":1}],"server_seq":1})"));
  REQUIRE(status.ok());
  CHECK(std::get<PushResponse>(*status).results.empty());

  const Result<ResponseBody> reason = read_response_body(
      Route::op_fate,
      message_document(R"({"status":"rejected","code":"quota_exceeded","version":0})"));
  REQUIRE(reason.ok());
  CHECK(std::get<OpFateResponse>(*reason).result.code == ErrorCode::bad_request);
}

TEST_CASE("codec: a response lacks no member without an error") {
  for (const auto& [route, body] : sample_bodies()) {
    const Json whole = parsed(json_text(body));
    for (const auto& member : *whole.object()) {
      const std::string& key = member.first;
      const bool is_own_of_row =
          key == "id" || key == "version" || key == "deleted" || key == "title";
      const bool may_lack = std::holds_alternative<TaskResponse>(body)
                                ? !is_own_of_row  // an older service may not know a field
                                : key == "next_page" || key == "next" || key == "op_id" ||
                                      key == "id" || key == "replayed" ||
                                      (key == "code" && route != Route::join_code) ||
                                      key == "token_type" || key == "hlc" || key == "detail" ||
                                      (key == "conflicts" && route != Route::conflicts);
      Json::Object lacking = *whole.object();
      lacking.erase(key);
      CAPTURE(key);
      const std::string text = dump_json(lacking);
      CHECK(read_response_body(route, message_document(text)).ok() == may_lack);
    }
  }
}

}  // namespace srl::test
