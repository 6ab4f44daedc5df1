// SPDX-License-Identifier: MIT
// The rules of W3C Trace Context, and what our ids are made of.
#include "model/trace_context.h"

#include <doctest/doctest.h>

#include "protocol/json_codec.h"

namespace srl {
namespace {

constexpr const char* kExample = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

OpId some_operation() { return make_uuid_v7(1'700'000'000'000, 1, 2); }

}  // namespace

TEST_CASE("trace context: what is read is written again as it was") {
  const std::optional<TraceContext> read = parse_traceparent(kExample);
  REQUIRE(read);
  CHECK(format_traceparent(*read) == kExample);
  CHECK(trace_id_text(read->trace) == "0af7651916cd43dd8448eb211c80319c");
  CHECK(span_id_text(read->span) == "b7ad6b7169203331");
  CHECK(read->sampled);
}

TEST_CASE("trace context: of the flags only one is known") {
  const std::string text(kExample);
  CHECK_FALSE(parse_traceparent(text.substr(0, 53) + "00")->sampled);
  CHECK(parse_traceparent(text.substr(0, 53) + "ff")->sampled);
  CHECK_FALSE(parse_traceparent(text.substr(0, 53) + "fe")->sampled);
}

TEST_CASE("trace context: of a later version the fields that are known are read") {
  const std::string text(kExample);
  CHECK(parse_traceparent("cc" + text.substr(2)));
  CHECK(parse_traceparent("cc" + text.substr(2) + "-something"));
  CHECK_FALSE(parse_traceparent("cc" + text.substr(2) + "something"));
}

TEST_CASE("trace context: what the specification calls invalid is nothing") {
  const std::string text(kExample);
  const std::string kInvalid[] = {
      "",
      "00",
      text.substr(0, 54),
      text + "-more",
      text + " ",
      "ff" + text.substr(2),
      "0x" + text.substr(2),
      "00-" + std::string(32, '0') + "-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-" + std::string(16, '0') + "-01",
      "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
      "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01",
  };
  for (const std::string& one : kInvalid) {
    CAPTURE(one);
    CHECK_FALSE(parse_traceparent(one));
  }
}

TEST_CASE("trace context: an operation's trace is its id, and its repeats are spans of it") {
  const OpId operation = some_operation();
  const TraceContext trace = trace_of_operation(operation);
  CHECK(trace.trace == operation);
  CHECK(trace == trace_of_operation(operation));
  CHECK(parse_traceparent(format_traceparent(trace)) == trace);
  CHECK(child_of(trace, 1).trace == operation);
  CHECK(child_of(trace, 1).span != child_of(trace, 2).span);
}

TEST_CASE("trace context: a request has the trace of its first operation, else one of its own") {
  PushRequest push;
  push.operations.resize(2);
  push.operations[0].op_id = some_operation();
  CHECK(trace_of(Request{push}, "phone", 7).trace == some_operation());
  push.operations[0].trace = parse_traceparent(kExample);
  CHECK(trace_of(Request{push}, "phone", 7).trace == parse_traceparent(kExample)->trace);
  const TraceContext pull = trace_of(Request{ChangesRequest{}}, "phone", 7);
  CHECK(pull == trace_of(Request{ChangesRequest{}}, "phone", 7));
  CHECK_FALSE(pull.trace == trace_of(Request{ChangesRequest{}}, "phone", 8).trace);
  CHECK_FALSE(pull.trace == trace_of(Request{ChangesRequest{}}, "laptop", 7).trace);
}

TEST_CASE("trace context: each operation of a push carries its own") {
  WireOperation operation;
  operation.op_id = some_operation();
  const std::string member =
      "\"traceparent\":\"" + format_traceparent(trace_of_operation(some_operation())) + "\"";
  CHECK(json_text(operation).find(member) != std::string::npos);
  operation.op_id = std::nullopt;  // a naive policy leaves it off the wire
  CHECK(json_text(operation).find("traceparent") == std::string::npos);
}

}  // namespace srl
