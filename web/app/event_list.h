// SPDX-License-Identifier: MIT
// The rows of the timeline: the events that a filter lets through, where those that differ in their
// gestures alone (fifteen operations of one push, applied at one instant) make one row.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "app/message_trace.h"
#include "base/enum_names.h"

namespace srl::web {

// What a visitor looks for: the categories of the log, the small ones together.
enum class EventGroup : std::uint8_t {
  gestures,
  faults,
  messages,
  devices,
  disks,
  server,
  jobs,
  promises
};
std::string_view event_group_title(EventGroup group);
EventGroup event_group(EventKind kind);

struct EventFilter {
  // The disks' batches are noise until a person asks for them.
  std::array<bool, kCountOf<EventGroup>> shown = {true, true, true, true, false, true, true, true};
  Intent gesture = kNoIntent;  // only what has to do with this one

  bool& operator[](EventGroup group) { return shown[static_cast<std::size_t>(group)]; }
  bool operator[](EventGroup group) const { return shown[static_cast<std::size_t>(group)]; }
  friend bool operator==(const EventFilter&, const EventFilter&) = default;
};

struct EventRow {
  std::uint32_t first = 0;  // places in the record
  std::uint32_t last = 0;
  std::uint32_t count = 1;
};

class EventList {
 public:
  // Takes in what the record has gained; the trace must have followed the same one.
  void follow(const RunRecord& record, const EventFilter& filter, const MessageTrace& trace);

  const std::vector<EventRow>& rows() const { return rows_; }
  // The row that holds the event, or the next one after it; rows().size() when there is none.
  std::size_t row_of(std::size_t event) const;

 private:
  void add(const std::vector<Event>& events, std::size_t index);

  EventFilter filter_;
  std::uint64_t future_ = 0;
  std::size_t taken_ = 0;
  std::vector<EventRow> rows_;
};

}  // namespace srl::web
