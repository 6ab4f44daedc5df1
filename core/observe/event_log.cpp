// SPDX-License-Identifier: MIT
#include "observe/event_log.h"

namespace srl {
namespace {

struct KindInfo {
  std::string_view name;
  EventCategory category;
  std::string_view text;
};

constexpr KindInfo kKinds[] = {
#define EVENT(name, category, text) {#name, EventCategory::category, text},
#include "observe/events.def"
#undef EVENT
};

const KindInfo& info_of(EventKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::string value_of(const Event& event, std::string_view name) {
  if (name == "a") return std::to_string(event.a);
  if (name == "b") return std::to_string(event.b);
  if (name == "a_ms") return format_duration(event.a);
  if (name == "g") return gesture_name(event.intent);
  return event.text;
}

}  // namespace

std::string_view event_name(EventKind kind) { return info_of(kind).name; }
std::string_view event_sentence(EventKind kind) { return info_of(kind).text; }
EventCategory event_category(EventKind kind) { return info_of(kind).category; }
std::string describe(const Event& event) {
  std::string_view pattern = info_of(event.kind).text;
  std::string sentence;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    sentence.append(pattern.substr(0, open));
    if (open == std::string_view::npos) break;
    const std::size_t close = pattern.find('}', open);
    sentence.append(value_of(event, pattern.substr(open + 1, close - open - 1)));
    pattern.remove_prefix(close + 1);
  }
  return sentence;
}

void EventLog::add(const Event& event) {
  digest_.add_signed(event.time_ms);
  digest_.add((static_cast<std::uint64_t>(event.kind) << 16) | event.actor);
  digest_.add((event.step << 32) ^ event.intent);
  digest_.add_signed(event.a);
  digest_.add_signed(event.b);
  digest_.add_text(event.text);
  ++count_;
  ++counts_[static_cast<std::size_t>(event.kind)];
  if (keep_events_) events_.push_back(event);
}

void EventLog::rewind(const Mark& mark) {
  count_ = mark.count;
  digest_ = mark.digest;
  counts_ = mark.counts;
  if (keep_events_) events_.resize(static_cast<std::size_t>(mark.count));
}

}  // namespace srl
