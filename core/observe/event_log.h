// SPDX-License-Identifier: MIT
// What happened, in order. The log is the run's identity: its digest is equal wherever the same
// history runs. Sweeps keep the digest only; the browser keeps the events too.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/enum_names.h"
#include "base/time.h"
#include "model/intent.h"

namespace srl {

enum class EventKind : std::uint8_t {
#define EVENT(name, category, text) name,
#include "observe/events.def"
#undef EVENT
};

inline constexpr std::size_t kEventKindCount = 0
#define EVENT(name, category, text) +1
#include "observe/events.def"
#undef EVENT
    ;

enum class EventCategory : std::uint8_t {
  gesture,
  lab,
  fault,
  network,
  device,
  disk,
  service,
  oracle,
  job
};

std::string_view event_name(EventKind kind);
std::string_view event_sentence(EventKind kind);  // with places for its values: "{text}"
EventCategory event_category(EventKind kind);

// Who an event belongs to: 0 is the lab itself, 1 the service, devices from 2; the worker last.
using ActorId = std::uint16_t;
inline constexpr ActorId kLabActor = 0;
inline constexpr ActorId kServiceActor = 1;
inline constexpr ActorId kFirstDeviceActor = 2;
// The worker came later than the devices: with a number among theirs it would have moved them all.
inline constexpr ActorId kWorkerActor = 1'000;

struct Event {
  TimeMs time_ms = 0;
  std::uint64_t step = 0;  // the number of the dispatched queue entry that caused it
  EventKind kind = EventKind::gesture;
  ActorId actor = kLabActor;
  Intent intent = kNoIntent;
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::string text;
};

// The event's sentence, its template filled in.
std::string describe(const Event& event);

class EventLog {
 public:
  explicit EventLog(bool keep_events = true) : keep_events_(keep_events) {}

  void add(const Event& event);

  // A place in the log, for a rewind: everything after it is forgotten.
  struct Mark {
    std::uint64_t count = 0;
    Digest digest;
    std::array<std::uint32_t, kEventKindCount> counts{};
  };
  Mark mark() const { return {count_, digest_, counts_}; }
  void rewind(const Mark& mark);

  const std::vector<Event>& events() const { return events_; }
  std::uint64_t count() const { return count_; }
  std::uint32_t count(EventKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
  std::uint64_t digest() const { return digest_.value(); }
  bool keeps_events() const { return keep_events_; }

 private:
  bool keep_events_;
  std::uint64_t count_ = 0;
  Digest digest_;
  std::array<std::uint32_t, kEventKindCount> counts_{};  // by kind
  std::vector<Event> events_;
};

}  // namespace srl
