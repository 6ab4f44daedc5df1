// SPDX-License-Identifier: MIT
#include "app/event_list.h"

#include <algorithm>

namespace srl::web {
namespace {

constexpr std::string_view kGroupTitles[] = {"Gestures", "Faults", "Messages", "Devices",
                                             "Disks",    "Server", "Jobs",     "Promises"};

bool has_to_do_with(const Event& event, Intent gesture, const MessageTrace& trace) {
  if (event.intent != kNoIntent) return event.intent == gesture;
  const std::size_t message = trace.message_of(event);
  return message < trace.messages().size() && trace.carries(trace.messages()[message], gesture);
}

bool passes(const Event& event, const EventFilter& filter, const MessageTrace& trace) {
  if (!filter[event_group(event.kind)]) return false;
  return filter.gesture == kNoIntent || has_to_do_with(event, filter.gesture, trace);
}

// Same instant, same cause, same kind: the gestures are all that differs.
bool is_one_run(const Event& a, const Event& b) {
  if (a.kind == EventKind::gesture || a.kind == EventKind::promise_broken) return false;
  if (a.kind == EventKind::operation_parked && a.a != b.a) return false;
  return a.intent != kNoIntent && b.intent != kNoIntent && a.kind == b.kind && a.actor == b.actor &&
         a.time_ms == b.time_ms && a.step == b.step && a.text == b.text;
}

}  // namespace

std::string_view event_group_title(EventGroup group) {
  return kGroupTitles[static_cast<std::size_t>(group)];
}

EventGroup event_group(EventKind kind) {
  switch (event_category(kind)) {
    case EventCategory::gesture:
    case EventCategory::lab: return EventGroup::gestures;
    case EventCategory::fault: return EventGroup::faults;
    case EventCategory::network: return EventGroup::messages;
    case EventCategory::device: return EventGroup::devices;
    case EventCategory::disk: return EventGroup::disks;
    case EventCategory::service: return EventGroup::server;
    case EventCategory::job: return EventGroup::jobs;
    case EventCategory::oracle: return EventGroup::promises;
  }
  return EventGroup::gestures;
}

void EventList::follow(const RunRecord& record, const EventFilter& filter,
                       const MessageTrace& trace) {
  if (record.future() != future_ || filter != filter_) {
    rows_.clear();
    taken_ = 0;
    future_ = record.future();
    filter_ = filter;
  }
  const std::vector<Event>& events = record.events();
  for (; taken_ < events.size(); ++taken_) {
    if (passes(events[taken_], filter, trace)) add(events, taken_);
  }
}

void EventList::add(const std::vector<Event>& events, std::size_t index) {
  const auto place = static_cast<std::uint32_t>(index);
  if (!rows_.empty() && is_one_run(events[rows_.back().last], events[index])) {
    rows_.back().last = place;
    ++rows_.back().count;
    return;
  }
  rows_.push_back({place, place, 1});
}

std::size_t EventList::row_of(std::size_t event) const {
  const auto found =
      std::lower_bound(rows_.begin(), rows_.end(), event,
                       [](const EventRow& row, std::size_t place) { return row.last < place; });
  return static_cast<std::size_t>(found - rows_.begin());
}

}  // namespace srl::web
