// SPDX-License-Identifier: MIT
#include "observe/export/perfetto.h"

#include <iterator>
#include <map>
#include <set>

#include "observe/export/actor_name.h"
#include "observe/export/json_object_writer.h"
#include "observe/trace.h"

namespace srl {
namespace {

constexpr std::int64_t kProcess = 1;
constexpr std::int64_t kMicrosecondsPerMs = 1000;

class ChromeTrace {
 public:
  void add(const Event& event);
  void end_all(TimeMs now_ms);
  void add_gestures(std::span<const Event> events);
  std::string text(const std::vector<std::string>& actor_names) const;

 private:
  using Open = std::map<std::int64_t, const Event*>;  // requests without an end, by number

  void begin_record();
  void add_instant(const Event& event);
  void add_span_edge(Intent intent, const TraceSpan& span, std::string_view phase, TimeMs at_ms);
  void add_slice(const Event& sent, TimeMs end_ms, std::string_view ending);
  void end_of_actor(ActorId actor, TimeMs now_ms, std::string_view ending);
  Open::iterator end_slice(Open::iterator open, TimeMs now_ms, std::string_view ending);

  Open open_;
  std::set<ActorId> actors_;
  std::string records_;
};

void ChromeTrace::add(const Event& event) {
  actors_.insert(event.actor);
  switch (event.kind) {
    case EventKind::request_sent: open_[event.a] = &event; return;
    case EventKind::reply_arrived:
    case EventKind::request_refused:
      if (const auto open = open_.find(event.a); open != open_.end()) {
        end_slice(open, event.time_ms, describe(event));
        return;
      }
      break;
    // A device that has given up, or that was killed, waits for nothing any more.
    case EventKind::request_timed_out:
    case EventKind::device_killed: end_of_actor(event.actor, event.time_ms, describe(event)); break;
    default: break;
  }
  add_instant(event);
}

void ChromeTrace::end_all(TimeMs now_ms) {
  for (auto open = open_.begin(); open != open_.end();) {
    open = end_slice(open, now_ms, "still waiting");
  }
}

void ChromeTrace::end_of_actor(ActorId actor, TimeMs now_ms, std::string_view ending) {
  for (auto open = open_.begin(); open != open_.end();) {
    const bool is_its_own = open->second->actor == actor;
    open = is_its_own ? end_slice(open, now_ms, ending) : std::next(open);
  }
}

ChromeTrace::Open::iterator ChromeTrace::end_slice(Open::iterator open, TimeMs now_ms,
                                                   std::string_view ending) {
  add_slice(*open->second, now_ms, ending);
  return open_.erase(open);
}

void ChromeTrace::begin_record() { records_.append(records_.empty() ? "\n" : ",\n"); }

void ChromeTrace::add_slice(const Event& sent, TimeMs end_ms, std::string_view ending) {
  begin_record();
  JsonObjectWriter record(records_);
  record.begin_member("args");
  JsonObjectWriter args(records_);
  args.text("ending", ending);
  args.integer("intent", sent.intent);
  args.integer("message", sent.a);
  args.integer("step", static_cast<std::int64_t>(sent.step));
  args.end();
  record.text("cat", name_of(event_category(sent.kind)));
  record.integer("dur", (end_ms - sent.time_ms) * kMicrosecondsPerMs);
  record.text("name", sent.text);
  record.text("ph", "X");
  record.integer("pid", kProcess);
  record.integer("tid", sent.actor);
  record.integer("ts", sent.time_ms * kMicrosecondsPerMs);
  record.end();
}

void ChromeTrace::add_instant(const Event& event) {
  begin_record();
  JsonObjectWriter record(records_);
  record.begin_member("args");
  JsonObjectWriter args(records_);
  args.text("event", event_name(event.kind));
  args.integer("intent", event.intent);
  args.integer("step", static_cast<std::int64_t>(event.step));
  args.end();
  record.text("cat", name_of(event_category(event.kind)));
  record.text("name", describe(event));
  record.text("ph", "i");
  record.integer("pid", kProcess);
  // "t": drawn on its own track; a broken promise concerns them all: "g".
  record.text("s", event.kind == EventKind::promise_broken ? "g" : "t");
  record.integer("tid", event.actor);
  record.integer("ts", event.time_ms * kMicrosecondsPerMs);
  record.end();
}

// Each gesture has a track of its own, on which its spans nest.
void ChromeTrace::add_gestures(std::span<const Event> events) {
  for (const auto& [intent, trace] : traces_of(events)) {
    for (const TraceSpan& span : trace) {
      add_span_edge(intent, span, "b", span.from_ms);
      add_span_edge(intent, span, "e", span.to_ms);
    }
  }
}

void ChromeTrace::add_span_edge(Intent intent, const TraceSpan& span, std::string_view phase,
                                TimeMs at_ms) {
  begin_record();
  JsonObjectWriter record(records_);
  record.begin_member("args");
  JsonObjectWriter args(records_);
  args.text("fate", span.fate);
  args.end();
  record.text("cat", "trace");
  record.text("id", gesture_name(intent));
  record.text("name", span.kind == SpanKind::gesture ? gesture_name(intent) : span_name(span));
  record.text("ph", phase);
  record.integer("pid", kProcess);
  record.integer("tid", span.actor);
  record.integer("ts", at_ms * kMicrosecondsPerMs);
  record.end();
}

void append_metadata(std::string& out, std::string_view what, std::int64_t track,
                     std::string_view name) {
  JsonObjectWriter record(out);
  record.begin_member("args");
  JsonObjectWriter args(out);
  args.text("name", name);
  args.end();
  record.text("name", what);
  record.text("ph", "M");
  record.integer("pid", kProcess);
  record.integer("tid", track);
  record.end();
}

std::string ChromeTrace::text(const std::vector<std::string>& actor_names) const {
  std::string out = "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n";
  append_metadata(out, "process_name", 0, "SaaS Reliability Lab");
  for (const ActorId actor : actors_) {
    out.append(",\n");
    append_metadata(out, "thread_name", actor, actor_name(actor_names, actor));
  }
  return out.append(records_.empty() ? "" : ",").append(records_).append("\n]}\n");
}

}  // namespace

std::string to_perfetto(std::span<const Event> events,
                        const std::vector<std::string>& actor_names) {
  ChromeTrace trace;
  for (const Event& event : events) trace.add(event);
  trace.add_gestures(events);
  if (!events.empty()) trace.end_all(events.back().time_ms);
  return trace.text(actor_names);
}

}  // namespace srl
