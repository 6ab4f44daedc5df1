// SPDX-License-Identifier: MIT
// Traces of gestures, on the logs of whole runs.
#include "observe/trace.h"

#include "sim/scenarios.h"
#include "support/runs.h"

namespace srl {
namespace {

std::size_t count(const Trace& trace, SpanKind kind) {
  std::size_t spans = 0;
  for (const TraceSpan& one : trace) spans += one.kind == kind;
  return spans;
}

bool first_attempt_failed(const Trace& trace) {
  for (const TraceSpan& one : trace) {
    if (one.kind == SpanKind::attempt) return one.failed;
  }
  return false;
}

}  // namespace

TEST_CASE("trace: the same out of a whole run, and of one gesture as of all") {
  Result<History> history = open_scenario("lost-ack");
  REQUIRE(history.ok());
  REQUIRE(apply_preset(*history, kReliablePreset).ok());
  const std::unique_ptr<World> world = test::run_world(*history);
  const std::vector<Event>& events = world->log().events();
  const std::map<Intent, Trace> traces = traces_of(events);
  REQUIRE(traces.size() == 2);
  CHECK(count(traces.at(1), SpanKind::service) == 1);  // its first request was lost
  CHECK(count(traces.at(2), SpanKind::service) == 2);  // its first reply was
  for (const auto& [intent, trace] : traces) {
    CHECK(first_attempt_failed(trace));
    CHECK(trace[0].fate == "acknowledged");
    CHECK(trace_of(events, intent).size() == trace.size());
    for (const TraceSpan& one : trace) {
      CHECK_FALSE(one.is_open);
      CHECK(one.from_ms >= trace[one.parent].from_ms);
    }
  }
}

TEST_CASE("trace: every operation that was sent in a sweep has a trace whose attempts end") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Result<History> history = make_history(seed, kReliablePreset, "");
    REQUIRE(history.ok());
    const std::unique_ptr<World> world = test::run_world(*history);
    const std::size_t sent = world->log().count(EventKind::operation_sent);
    std::size_t attempts = 0;
    for (const auto& [intent, trace] : traces_of(world->log().events())) {
      attempts += count(trace, SpanKind::attempt);
      for (const TraceSpan& one : trace) {
        CHECK(one.to_ms >= one.from_ms);
        if (one.kind == SpanKind::attempt) CHECK(!one.fate.empty());
      }
    }
    CHECK(attempts == sent);
  }
}

}  // namespace srl
