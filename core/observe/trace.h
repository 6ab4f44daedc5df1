// SPDX-License-Identifier: MIT
// The trace of a gesture: from the tap through the queue and each attempt to the service and back,
// as spans that nest. Built from the event log alone, so that it can say no more than really
// happened.
//
// The spans of a gesture begin with its own, the root. An attempt is the stretch in which the
// device waits for an answer; below it lies what the service did with each copy that arrived. A job
// that the gesture has left behind lies below the root, and below it each run of the worker that
// took it; a reminder is shown when it is shown, so it takes no time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "observe/event_log.h"

namespace srl {

enum class SpanKind : std::uint8_t { gesture, queued, attempt, service, job, run, reminder };

struct TraceSpan {
  SpanKind kind = SpanKind::gesture;
  std::size_t parent = 0;     // its place among the gesture's spans; the root's is its own
  ActorId actor = kLabActor;  // who spends the time
  TimeMs from_ms = 0;
  TimeMs to_ms = 0;  // of an open one: the last event of the log
  bool is_open = true;
  bool failed = false;
  int number = 0;              // of an attempt, from 1
  std::int64_t message = 0;    // of an attempt and of the service: the request; else the job
  std::string_view fate = {};  // how it ended; static text
};

// "Queued", "Attempt 2", "Server".
std::string span_name(const TraceSpan& span);

using Trace = std::vector<TraceSpan>;

// The traces of all gestures of a run, or of one of them: no spans when it did not happen.
std::map<Intent, Trace> traces_of(std::span<const Event> events);
Trace trace_of(std::span<const Event> events, Intent intent);

}  // namespace srl
