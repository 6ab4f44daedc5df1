// SPDX-License-Identifier: MIT
// A short run for the exporters' tests: a request whose reply is lost, its repeat, and a title that
// tries to break out of whatever it is written into.
#pragma once

#include <string>
#include <vector>

#include "observe/event_log.h"

namespace srl::test {

inline constexpr ActorId kPhone = kFirstDeviceActor;
inline constexpr const char* kNastyTitle = "g1 \"x\"; <b>#1</b>\nend";

inline std::vector<std::string> sample_names() { return {"Lab", "Service", "Phone"}; }

inline Event sample_event(TimeMs time_ms, EventKind kind, ActorId actor, std::int64_t a,
                          std::string text) {
  Event event;
  event.time_ms = time_ms;
  event.step = static_cast<std::uint64_t>(time_ms) / 10;
  event.kind = kind;
  event.actor = actor;
  event.a = a;
  event.text = std::move(text);
  return event;
}

inline std::vector<Event> sample_log() {
  return {
      sample_event(0, EventKind::caption, kPhone, 0, kNastyTitle),
      sample_event(10, EventKind::request_sent, kPhone, 1, "push"),
      sample_event(30, EventKind::request_arrived, kServiceActor, 1, "push"),
      sample_event(30, EventKind::reply_sent, kServiceActor, 1, "200"),
      sample_event(40, EventKind::reply_dropped, kServiceActor, 1, "200"),
      sample_event(10'010, EventKind::request_timed_out, kPhone, 10'000, ""),
      sample_event(11'000, EventKind::request_sent, kPhone, 2, "push again"),
      sample_event(11'020, EventKind::request_arrived, kServiceActor, 2, "push again"),
      sample_event(11'020, EventKind::reply_sent, kServiceActor, 2, "200, replayed"),
      sample_event(11'040, EventKind::reply_arrived, kPhone, 2, "200, replayed"),
      sample_event(11'050, EventKind::request_sent, kPhone, 3, "changes"),
      sample_event(11'060, EventKind::request_dropped, kLabActor, 3, "changes"),
      sample_event(11'070, EventKind::promise_broken, kLabActor, 0, "one_effect_per_gesture"),
      sample_event(12'000, EventKind::request_sent, kPhone, 4, "changes"),
  };
}

}  // namespace srl::test
