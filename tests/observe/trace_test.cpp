// SPDX-License-Identifier: MIT
// Traces of gestures, on logs that are written by hand.
#include "observe/trace.h"

#include <doctest/doctest.h>

#include "observe/export/sample_log.h"

namespace srl::test {
namespace {

Event of(Intent intent, Event event) {
  event.intent = intent;
  return event;
}

// g1 is sent with g2 in message 1, which dies as `death` says, and alone in message 2.
std::vector<Event> two_attempts(EventKind death) {
  std::vector<Event> events = {
      of(1, sample_event(0, EventKind::gesture, kPhone, 0, "create_task")),
      of(1, sample_event(0, EventKind::operation_queued, kPhone, 0, "create_task")),
      sample_event(50, EventKind::request_sent, kPhone, 1, "push of 2"),
      of(1, sample_event(50, EventKind::operation_sent, kPhone, 1, "create_task")),
      of(2, sample_event(50, EventKind::operation_sent, kPhone, 1, "create_task")),
  };
  if (death == EventKind::request_dropped) {
    events.push_back(sample_event(50, death, kPhone, 1, "push of 2"));
  } else {
    events.push_back(sample_event(90, EventKind::request_arrived, kServiceActor, 1, "push of 2"));
    events.push_back(of(1, sample_event(90, EventKind::operation_applied, kServiceActor, 0, "")));
    events.push_back(sample_event(90, EventKind::reply_sent, kServiceActor, 1, "push: 200"));
    events.push_back(sample_event(90, death, kPhone, 1, "push: 200"));
  }
  events.push_back(sample_event(10'050, EventKind::request_timed_out, kPhone, 10'000, ""));
  events.push_back(sample_event(11'000, EventKind::request_sent, kPhone, 2, "push of 1"));
  events.push_back(of(1, sample_event(11'000, EventKind::operation_sent, kPhone, 2, "")));
  events.push_back(sample_event(11'040, EventKind::request_arrived, kServiceActor, 2, ""));
  events.push_back(
      of(1, sample_event(11'040, EventKind::operation_replayed, kServiceActor, 0, "")));
  events.push_back(sample_event(11'042, EventKind::reply_sent, kServiceActor, 2, "push: 200"));
  events.push_back(sample_event(11'090, EventKind::reply_arrived, kPhone, 2, "push"));
  events.push_back(of(1, sample_event(11'090, EventKind::operation_acknowledged, kPhone, 0, "")));
  return events;
}

const TraceSpan& span(const Trace& trace, SpanKind kind, int number = 1) {
  for (const TraceSpan& one : trace) {
    if (one.kind == kind && --number == 0) return one;
  }
  FAIL("no such span");
  return trace[0];
}

std::size_t count(const Trace& trace, SpanKind kind) {
  std::size_t spans = 0;
  for (const TraceSpan& one : trace) spans += one.kind == kind;
  return spans;
}

}  // namespace

TEST_CASE("trace: a gesture goes through queue, attempts and service to its answer") {
  const Trace trace = trace_of(two_attempts(EventKind::reply_dropped), 1);
  REQUIRE(trace.size() == 6);
  CHECK(span(trace, SpanKind::gesture).fate == "acknowledged");
  CHECK(span(trace, SpanKind::gesture).to_ms == 11'090);
  CHECK(span(trace, SpanKind::queued).to_ms == 50);
  const TraceSpan& first = span(trace, SpanKind::attempt, 1);
  CHECK(first.fate == "reply lost");
  CHECK(first.failed);
  CHECK(first.to_ms - first.from_ms == 10'000);  // the device waits for what will not come
  CHECK(span(trace, SpanKind::service, 1).fate == "applied");
  const TraceSpan& second = span(trace, SpanKind::attempt, 2);
  CHECK(span_name(second) == "Attempt 2");
  CHECK(second.fate == "answered");
  CHECK_FALSE(second.failed);
  CHECK(second.message == 2);
  CHECK(span(trace, SpanKind::service, 2).fate == "recognised as a repeat");
  CHECK(span(trace, SpanKind::service, 2).to_ms == 11'042);
}

TEST_CASE("trace: what the service did lies below the attempt that brought it") {
  const Trace trace = trace_of(two_attempts(EventKind::reply_dropped), 1);
  for (const TraceSpan& one : trace) {
    if (one.kind == SpanKind::service) {
      CHECK(trace[one.parent].kind == SpanKind::attempt);
      CHECK(trace[one.parent].message == one.message);
    } else {
      CHECK(one.parent == 0);
    }
  }
}

TEST_CASE("trace: a request that never arrived has nothing below it") {
  const Trace trace = trace_of(two_attempts(EventKind::request_dropped), 1);
  CHECK(span(trace, SpanKind::attempt, 1).fate == "request lost");
  CHECK(count(trace, SpanKind::service) == 1);
}

TEST_CASE("trace: of several gestures in one request each has its own, and a silence is told") {
  const std::map<Intent, Trace> traces = traces_of(two_attempts(EventKind::reply_dropped));
  REQUIRE(traces.size() == 2);
  const Trace& second = traces.at(2);
  CHECK(span(second, SpanKind::service).fate == "not looked at");
  CHECK(second[0].is_open);
  CHECK(second[0].to_ms == 11'090);
}

TEST_CASE("trace: an attempt without an answer is open to the end of the log") {
  std::vector<Event> events = two_attempts(EventKind::reply_dropped);
  events.resize(5);
  const Trace trace = trace_of(events, 1);
  const TraceSpan& attempt = span(trace, SpanKind::attempt);
  CHECK(attempt.is_open);
  CHECK(attempt.fate == "waiting for an answer");
}

TEST_CASE("trace: a gesture that did not happen has no spans") {
  CHECK(trace_of(two_attempts(EventKind::reply_dropped), 7).empty());
  CHECK(trace_of({}, 1).empty());
  CHECK(trace_of(two_attempts(EventKind::reply_dropped), kNoIntent).empty());
}

TEST_CASE("trace: a crash of the server ends its span, and the device waits on") {
  std::vector<Event> events = two_attempts(EventKind::reply_dropped);
  events.resize(5);
  events.push_back(sample_event(90, EventKind::request_arrived, kServiceActor, 1, ""));
  events.push_back(sample_event(91, EventKind::service_crashed, kServiceActor, 12, ""));
  const Trace trace = trace_of(events, 1);
  CHECK(span(trace, SpanKind::service).fate == "crashed, nothing done");
  CHECK(span(trace, SpanKind::attempt).is_open);
}

TEST_CASE("trace: a job lies below its gesture, each run that took it below the job") {
  std::vector<Event> events = {
      sample_event(0, EventKind::gesture, kPhone, 0, "create_task"),
      sample_event(0, EventKind::operation_queued, kPhone, 0, "create_task"),
      sample_event(10, EventKind::operation_sent, kPhone, 1, "create_task"),
      sample_event(20, EventKind::request_arrived, kServiceActor, 1, ""),
      sample_event(20, EventKind::job_enqueued, kServiceActor, 60'000, "reminder"),
      sample_event(20, EventKind::operation_applied, kServiceActor, 0, ""),
      sample_event(21, EventKind::reply_sent, kServiceActor, 1, "push: 200"),
      sample_event(40, EventKind::reply_arrived, kPhone, 1, "push"),
      sample_event(40, EventKind::operation_acknowledged, kPhone, 0, ""),
      sample_event(300'000, EventKind::job_claimed, kServiceActor, 1, "reminder"),
      sample_event(301'000, EventKind::job_retry_scheduled, kServiceActor, 5'000, "throttled"),
      sample_event(600'000, EventKind::job_claimed, kServiceActor, 1, "reminder"),
      sample_event(600'500, EventKind::reminder_shown, kPhone, 0, "reminder"),
      sample_event(601'000, EventKind::job_finished, kServiceActor, 1, "succeeded"),
  };
  for (Event& event : events) event.intent = 1;
  events[4].b = 1;  // the job's number
  events[10].b = 1;
  const Trace trace = trace_of(events, 1);
  const TraceSpan& job = span(trace, SpanKind::job);
  CHECK(job.parent == 0);
  CHECK(job.fate == "done");
  CHECK(job.to_ms == 601'000);
  REQUIRE(count(trace, SpanKind::run) == 2);
  for (int number : {1, 2}) {
    CHECK(&trace[span(trace, SpanKind::run, number).parent] == &job);
  }
  CHECK(span(trace, SpanKind::run, 1).fate == "again later");
  CHECK(span(trace, SpanKind::run, 1).failed);
  CHECK(span(trace, SpanKind::run, 2).fate == "done");
  CHECK(span(trace, SpanKind::reminder).fate == "shown");
  CHECK(span(trace, SpanKind::reminder).from_ms == 600'500);
  CHECK(trace[0].fate == "acknowledged");
}

TEST_CASE("trace: two jobs of one gesture are two spans, and one ends without the other") {
  std::vector<Event> events = {
      sample_event(0, EventKind::gesture, kPhone, 0, "create_task"),
      sample_event(10, EventKind::job_enqueued, kServiceActor, 60'000, "reminder"),
      sample_event(10, EventKind::job_enqueued, kServiceActor, 90'000, "follow_up"),
      sample_event(60'000, EventKind::job_claimed, kServiceActor, 1, "reminder"),
      sample_event(60'500, EventKind::job_discarded, kServiceActor, 1, "attempts"),
  };
  for (Event& event : events) event.intent = 1;
  events[1].b = 1;
  events[2].b = 2;
  const Trace trace = trace_of(events, 1);
  CHECK(span(trace, SpanKind::job, 1).fate == "a dead letter");
  CHECK(span(trace, SpanKind::job, 1).failed);
  CHECK(span(trace, SpanKind::job, 2).is_open);
}

}  // namespace srl::test
