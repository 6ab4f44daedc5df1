// SPDX-License-Identifier: MIT
// Where all actors of a world write: adds the time and the step to what they report, and notes the
// rare states that some events are a sign of.
#pragma once

#include <string_view>

#include "observe/event_log.h"
#include "sim/probe.h"

namespace srl {

class Journal {
 public:
  explicit Journal(bool keep_events) : log_(keep_events) {}

  // The present: set by the world before it dispatches an entry.
  TimeMs now_ms = 0;
  std::uint64_t step = 0;

  void add(ActorId actor, EventKind kind, Intent intent = kNoIntent, std::int64_t a = 0,
           std::int64_t b = 0, std::string_view text = {}) {
    log_.add({now_ms, step, kind, actor, intent, a, b, std::string(text)});
  }
  void reached(Probe probe) { probes_.reached(probe); }

  EventLog& log() { return log_; }
  const EventLog& log() const { return log_; }
  Probes& probes() { return probes_; }
  const Probes& probes() const { return probes_; }

 private:
  EventLog log_;
  Probes probes_;
};

}  // namespace srl
