// SPDX-License-Identifier: MIT
#include "observe/trace.h"

#include <algorithm>
#include <utility>

namespace srl {
namespace {

constexpr std::string_view kOnItsWay = "waiting for an answer";

class TraceBuilder {
 public:
  // kNoIntent: of all gestures.
  explicit TraceBuilder(Intent only) : only_(only) {}

  void take(const Event& event);
  std::map<Intent, Trace> finish();

 private:
  // A request that carries gestures.
  struct Message {
    std::vector<std::pair<Intent, std::size_t>> attempts;  // the span of each gesture
    std::string_view died = {};                            // what has become of it on the way
  };

  bool follows(Intent intent) const {
    return intent != kNoIntent && (only_ == kNoIntent || only_ == intent);
  }
  std::size_t open(Intent intent, SpanKind kind, std::size_t parent, const Event& event);
  void close(TraceSpan& span, std::string_view fate, bool failed);
  TraceSpan* last_open(Intent intent, SpanKind kind);
  void close_last(Intent intent, SpanKind kind, std::string_view fate, bool failed);
  void close_root(const Event& event, std::string_view fate, bool failed);

  void take_gesture(const Event& event);
  void take_message(const Event& event);
  void take_verdict(const Event& event);
  void take_answer(const Event& event);
  void take_work(const Event& event);
  TraceSpan* open_of(Intent intent, SpanKind kind, std::int64_t job);
  void open_work(const Event& event, SpanKind kind, std::int64_t job);
  void end_run(const Event& event, std::int64_t job, std::string_view fate, bool failed,
               bool ends_job);

  void send(const Event& event);
  void arrive(const Event& event);
  void leave_service(const Event& event, std::string_view fate, bool failed);
  void answered(const Event& event);
  void give_up(const Event& event, std::string_view fate);
  void note_death(const Event& event, std::string_view how);

  Intent only_;
  TimeMs now_ms_ = 0;
  std::map<Intent, Trace> traces_;
  std::map<std::int64_t, Message> messages_;
  std::map<ActorId, std::int64_t> waiting_;  // a device's last message: it has one at a time
  std::int64_t in_service_ = 0;              // the message that the service works on
};

void TraceBuilder::take(const Event& event) {
  now_ms_ = event.time_ms;
  take_gesture(event);
  take_message(event);
  take_verdict(event);
  take_answer(event);
  take_work(event);
}

// ------------------------------------------------------------------------------------------ spans

std::size_t TraceBuilder::open(Intent intent, SpanKind kind, std::size_t parent,
                               const Event& event) {
  Trace& trace = traces_[intent];
  TraceSpan span;
  span.kind = kind;
  span.parent = parent;
  span.actor = event.actor;
  span.from_ms = event.time_ms;
  span.message = kind == SpanKind::attempt || kind == SpanKind::service ? event.a : 0;
  const auto is_attempt = [](const TraceSpan& one) { return one.kind == SpanKind::attempt; };
  if (kind == SpanKind::attempt) {
    span.number = 1 + static_cast<int>(std::count_if(trace.begin(), trace.end(), is_attempt));
  }
  trace.push_back(span);
  return trace.size() - 1;
}

void TraceBuilder::close(TraceSpan& span, std::string_view fate, bool failed) {
  if (!span.is_open) return;
  span.is_open = false;
  span.to_ms = now_ms_;
  span.failed = failed;
  if (!fate.empty()) span.fate = fate;
}

TraceSpan* TraceBuilder::last_open(Intent intent, SpanKind kind) {
  Trace& trace = traces_[intent];
  for (std::size_t i = trace.size(); i-- > 0;) {
    if (trace[i].kind == kind && trace[i].is_open) return &trace[i];
  }
  return nullptr;
}

void TraceBuilder::close_last(Intent intent, SpanKind kind, std::string_view fate, bool failed) {
  TraceSpan* span = last_open(intent, kind);
  if (span != nullptr) close(*span, fate, failed);
}

void TraceBuilder::close_root(const Event& event, std::string_view fate, bool failed) {
  if (!follows(event.intent) || traces_[event.intent].empty()) return;
  close_last(event.intent, SpanKind::queued, "", failed);
  close(traces_[event.intent][0], fate, failed);
}

// ------------------------------------------------------------------------------------- the device

void TraceBuilder::take_gesture(const Event& event) {
  if (!follows(event.intent)) return;
  const bool is_new = traces_.count(event.intent) == 0;
  if (event.kind == EventKind::gesture && is_new) {
    open(event.intent, SpanKind::gesture, 0, event);
  } else if (event.kind == EventKind::operation_queued) {
    if (is_new) open(event.intent, SpanKind::gesture, 0, event);  // one of the patient person's
    open(event.intent, SpanKind::queued, 0, event);
  }
}

void TraceBuilder::take_answer(const Event& event) {
  switch (event.kind) {
    case EventKind::operation_acknowledged: return close_root(event, "acknowledged", false);
    case EventKind::operation_rejected: return close_root(event, "rejected, and shown", true);
    case EventKind::operation_in_conflict: return close_root(event, "needs a decision", false);
    case EventKind::operation_forgotten: return close_root(event, "deleted unsent", true);
    default: return;
  }
}

// ------------------------------------------------------------------------------------ the network

void TraceBuilder::take_message(const Event& event) {
  switch (event.kind) {
    case EventKind::operation_sent: return send(event);
    case EventKind::request_dropped: return note_death(event, "request lost");
    case EventKind::request_intercepted: return note_death(event, "answered on the way");
    case EventKind::reply_dropped: return note_death(event, "reply lost");
    case EventKind::request_arrived: return arrive(event);
    case EventKind::reply_sent: return leave_service(event, "", false);
    case EventKind::service_crashed: return leave_service(event, "crashed, nothing done", true);
    case EventKind::request_refused: return note_death(event, "refused");
    case EventKind::reply_arrived: return answered(event);
    case EventKind::request_timed_out: return give_up(event, "given up");
    case EventKind::device_offline: return give_up(event, "network gone");
    case EventKind::device_killed: return give_up(event, "app killed");
    default: return;
  }
}

void TraceBuilder::send(const Event& event) {
  if (!follows(event.intent)) return;
  if (traces_.count(event.intent) == 0) open(event.intent, SpanKind::gesture, 0, event);
  close_last(event.intent, SpanKind::queued, "sent", false);
  Message& message = messages_[event.a];
  waiting_[event.actor] = event.a;
  message.attempts.emplace_back(event.intent, open(event.intent, SpanKind::attempt, 0, event));
}

void TraceBuilder::arrive(const Event& event) {
  in_service_ = event.a;
  const auto message = messages_.find(event.a);
  if (message == messages_.end()) return;
  for (const auto& [intent, attempt] : message->second.attempts) {
    open(intent, SpanKind::service, attempt, event);
  }
}

// Operations about which nothing was said have not been looked at: the whole request was refused.
void TraceBuilder::leave_service(const Event&, std::string_view fate, bool failed) {
  const auto message = messages_.find(std::exchange(in_service_, 0));
  if (message == messages_.end()) return;
  for (const auto& [intent, attempt] : message->second.attempts) {
    TraceSpan* span = last_open(intent, SpanKind::service);
    if (span == nullptr) continue;
    if (!fate.empty()) {
      close(*span, fate, failed);
    } else if (span->fate.empty()) {
      close(*span, "not looked at", true);
    } else {
      close(*span, span->fate, span->failed);
    }
  }
}

void TraceBuilder::take_verdict(const Event& event) {
  if (in_service_ == 0 || !follows(event.intent) || traces_.count(event.intent) == 0) return;
  const auto say = [&](std::string_view fate, bool failed) {
    TraceSpan* span = last_open(event.intent, SpanKind::service);
    if (span == nullptr) return;
    span->fate = fate;
    span->failed = failed;
  };
  switch (event.kind) {
    case EventKind::operation_applied: return say("applied", false);
    case EventKind::operation_replayed: return say("recognised as a repeat", false);
    case EventKind::operation_refused: return say("refused", true);
    case EventKind::conflict_recorded: return say("in conflict, kept", false);
    default: return;
  }
}

void TraceBuilder::note_death(const Event& event, std::string_view how) {
  const auto message = messages_.find(event.a);
  if (message == messages_.end()) return;
  message->second.died = how;
  for (const auto& [intent, attempt] : message->second.attempts) {
    TraceSpan& span = traces_[intent][attempt];
    if (span.is_open) span.fate = how;
  }
}

void TraceBuilder::answered(const Event& event) {
  const auto message = messages_.find(event.a);
  if (message == messages_.end()) return;
  const bool refused = message->second.died == "refused";
  for (const auto& [intent, attempt] : message->second.attempts) {
    TraceSpan& span = traces_[intent][attempt];
    if (!span.is_open) span.fate = "given up, answered late";
    close(span, refused ? "refused" : "answered", refused);
  }
}

// What the device knows is only that no answer came; why, the lab knows.
void TraceBuilder::give_up(const Event& event, std::string_view fate) {
  const auto waiting = waiting_.find(event.actor);
  if (waiting == waiting_.end()) return;
  const Message& message = messages_[waiting->second];
  for (const auto& [intent, attempt] : message.attempts) {
    close(traces_[intent][attempt], message.died.empty() ? fate : message.died, true);
  }
}

// ------------------------------------------------------------------------------------- the worker

void TraceBuilder::take_work(const Event& event) {
  if (!follows(event.intent) || traces_.count(event.intent) == 0) return;
  switch (event.kind) {
    case EventKind::job_enqueued: return open_work(event, SpanKind::job, event.b);
    case EventKind::job_claimed: return open_work(event, SpanKind::run, event.a);
    case EventKind::job_finished: return end_run(event, event.a, "done", false, true);
    case EventKind::job_discarded: return end_run(event, event.a, "a dead letter", true, true);
    case EventKind::job_retry_scheduled: return end_run(event, event.b, "again later", true, false);
    case EventKind::job_fenced: return end_run(event, event.a, "another run has it", true, false);
    case EventKind::reminder_shown:
    case EventKind::reminder_replaced: {
      const bool is_new = event.kind == EventKind::reminder_shown;
      const std::size_t shown = open(event.intent, SpanKind::reminder, 0, event);
      return close(traces_[event.intent][shown], is_new ? "shown" : "shown again, in its place",
                   false);
    }
    default: return;
  }
}

// A gesture may leave several jobs behind: a reminder, and what follows when nothing was done.
TraceSpan* TraceBuilder::open_of(Intent intent, SpanKind kind, std::int64_t job) {
  Trace& trace = traces_[intent];
  for (std::size_t i = trace.size(); i-- > 0;) {
    if (trace[i].kind == kind && trace[i].message == job && trace[i].is_open) return &trace[i];
  }
  return nullptr;
}

void TraceBuilder::open_work(const Event& event, SpanKind kind, std::int64_t job) {
  const TraceSpan* above = open_of(event.intent, SpanKind::job, job);
  const auto parent =
      above == nullptr ? 0 : static_cast<std::size_t>(above - traces_[event.intent].data());
  traces_[event.intent][open(event.intent, kind, parent, event)].message = job;
}

void TraceBuilder::end_run(const Event& event, std::int64_t job, std::string_view fate, bool failed,
                           bool ends_job) {
  for (const SpanKind kind : {SpanKind::run, SpanKind::job}) {
    TraceSpan* span = open_of(event.intent, kind, job);
    if (span != nullptr && (ends_job || kind == SpanKind::run)) close(*span, fate, failed);
  }
}

std::map<Intent, Trace> TraceBuilder::finish() {
  for (auto& [intent, trace] : traces_) {
    for (TraceSpan& span : trace) {
      if (!span.is_open) continue;
      span.to_ms = now_ms_;
      if (span.kind == SpanKind::attempt && span.fate.empty()) span.fate = kOnItsWay;
    }
  }
  return std::move(traces_);
}

}  // namespace

std::string span_name(const TraceSpan& span) {
  switch (span.kind) {
    case SpanKind::gesture: return "Gesture";
    case SpanKind::queued: return "Queued";
    case SpanKind::attempt: return "Attempt " + std::to_string(span.number);
    case SpanKind::service: return "Server";
    case SpanKind::job: return "Job";
    case SpanKind::run: return "Worker";
    case SpanKind::reminder: return "Reminder";
  }
  return "";
}

std::map<Intent, Trace> traces_of(std::span<const Event> events) {
  TraceBuilder builder(kNoIntent);
  for (const Event& event : events) builder.take(event);
  return builder.finish();
}

Trace trace_of(std::span<const Event> events, Intent intent) {
  if (intent == kNoIntent) return {};
  TraceBuilder builder(intent);
  for (const Event& event : events) builder.take(event);
  std::map<Intent, Trace> traces = builder.finish();
  const auto found = traces.find(intent);
  return found == traces.end() ? Trace{} : std::move(found->second);
}

}  // namespace srl
