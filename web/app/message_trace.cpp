// SPDX-License-Identifier: MIT
#include "app/message_trace.h"

#include <algorithm>

#include "app/wording.h"
#include "protocol/messages.h"
#include "sim/history.h"

namespace srl::web {
namespace {

constexpr std::string_view kBandTexts[] = {"Offline", "App closed", "App killed",
                                           "Down",    "No cron",    "Stands still"};

// The network's events say "push: 200"; beside an arrow the route is plain.
std::string_view status_of(std::string_view reply_text) {
  const std::size_t colon = reply_text.find(": ");
  return colon == std::string_view::npos ? reply_text : reply_text.substr(colon + 2);
}

bool is_about_reply(EventKind kind) {
  return kind == EventKind::reply_sent || kind == EventKind::reply_dropped ||
         kind == EventKind::reply_arrived || kind == EventKind::notification_reply_dropped ||
         kind == EventKind::notification_answered || kind == EventKind::notification_unanswered;
}

// Of the message that the event is about; 0: none.
std::int64_t number_of(const Event& event) {
  if (event.kind == EventKind::notification_unanswered) return event.b;
  const bool is_one = event_category(event.kind) == EventCategory::network ||
                      event.kind == EventKind::operation_sent ||
                      event.kind == EventKind::reminder_shown ||
                      event.kind == EventKind::reminder_replaced;
  return is_one ? event.a : 0;
}

void append_count(std::string& text, int count, std::string_view what) {
  if (count == 0) return;
  text.append(text.find(kSeparator) == std::string::npos ? kSeparator : ", ");
  text.append(std::to_string(count)).append(" ").append(what);
}

}  // namespace

std::string_view band_text(BandKind kind) { return kBandTexts[static_cast<std::size_t>(kind)]; }

void MessageTrace::follow(const RunRecord& record) {
  if (record.future() != future_) {
    *this = MessageTrace();
    future_ = record.future();
  }
  const std::vector<Event>& events = record.events();
  for (; taken_ < events.size(); ++taken_) take(events[taken_]);
}

std::span<const Intent> MessageTrace::gestures_of(const TracedMessage& message) const {
  return exchanges_[static_cast<std::size_t>(message.number - 1)].gestures;
}

bool MessageTrace::carries(const TracedMessage& message, Intent gesture) const {
  const std::span<const Intent> gestures = gestures_of(message);
  return std::find(gestures.begin(), gestures.end(), gesture) != gestures.end();
}

std::size_t MessageTrace::message_of(const Event& event) const {
  const std::int64_t number = number_of(event);
  if (number < 1 || static_cast<std::size_t>(number) > exchanges_.size()) return messages_.size();
  const bool is_reply = is_about_reply(event.kind);
  std::size_t index = exchanges_[static_cast<std::size_t>(number - 1)].first;
  while (index < messages_.size() &&
         (messages_[index].number != number || messages_[index].is_reply != is_reply)) {
    ++index;
  }
  return index;
}

void MessageTrace::take(const Event& event) {
  known_ms_ = event.time_ms;
  has_worker_ = has_worker_ || event.actor == kWorkerActor || event.kind == EventKind::job_enqueued;
  take_message(event);
  take_reminder(event);
  take_result(event);
  take_state(event);
  take_worker(event);
}

// --------------------------------------------------------------------------------------- messages

MessageTrace::Exchange& MessageTrace::exchange(std::int64_t number) {
  const auto index = static_cast<std::size_t>(number - 1);
  if (exchanges_.size() <= index) exchanges_.resize(index + 1);
  return exchanges_[index];
}

void MessageTrace::take_message(const Event& event) {
  switch (event.kind) {
    case EventKind::request_sent: send_request(event); break;
    case EventKind::operation_sent: carry(event); break;
    case EventKind::request_duplicated: repeat_request(event); break;
    case EventKind::request_dropped:
      end(exchange(event.a).requests, event, MessageFate::lost);
      break;
    case EventKind::request_intercepted: intercept(event); break;
    case EventKind::request_refused:
      end(exchange(event.a).requests, event, MessageFate::refused);
      break;
    case EventKind::request_arrived: {
      Exchange& arrived = exchange(event.a);
      end(arrived.requests, event, MessageFate::arrived);
      arrived.applied = arrived.recognised = arrived.refused = arrived.in_conflict = 0;
      arrived_last_ = event.a;
      break;
    }
    case EventKind::reply_sent: send_reply(event); break;
    case EventKind::reply_dropped: end(exchange(event.a).replies, event, MessageFate::lost); break;
    case EventKind::reply_arrived:
      end(exchange(event.a).replies, event, MessageFate::arrived);
      break;
    case EventKind::reply_late:
      if (last_reply_ < messages_.size()) messages_[last_reply_].is_late = true;
      break;
    default: break;
  }
}

void MessageTrace::send_request(const Event& event) {
  Exchange& sent = exchange(event.a);
  sent.device = event.actor;
  sent.first = messages_.size();
  sent.is_push = event.b == static_cast<std::int64_t>(Route::push);
  sent.requests.push_back(messages_.size());
  TracedMessage message;
  message.number = event.a;
  message.from = event.actor;
  message.to = kServiceActor;
  message.sent_ms = event.time_ms;
  message.is_push = sent.is_push;
  message.event = taken_;
  message.text = event.text;
  messages_.push_back(std::move(message));
}

void MessageTrace::carry(const Event& event) {
  Exchange& sent = exchange(event.a);
  sent.gestures.push_back(event.intent);
  if (was_sent_.size() <= event.intent) was_sent_.resize(event.intent + 1);
  TracedMessage& request = messages_[sent.first];
  if (was_sent_[event.intent] && !request.is_again) {
    request.is_again = true;
    request.text.append(", again");
  }
  was_sent_[event.intent] = true;
}

// The network says so right after the sending, and delivers the copy after the original.
void MessageTrace::repeat_request(const Event& event) {
  Exchange& sent = exchange(event.a);
  TracedMessage copy = messages_[sent.first];
  copy.event = taken_;
  copy.is_again = true;
  copy.text = event.text + ", delivered twice";
  sent.requests.push_back(messages_.size());
  messages_.push_back(std::move(copy));
}

// It never reaches the service, and what comes back is not the service's: no arrow from there.
void MessageTrace::intercept(const Event& event) {
  Exchange& sent = exchange(event.a);
  if (sent.requests.empty()) return;
  TracedMessage& request = messages_[sent.requests.front()];
  request.text.append(", a proxy answers ").append(status_of(event.text));
  end(sent.requests, event, MessageFate::lost);
}

void MessageTrace::send_reply(const Event& event) {
  Exchange& answered = exchange(event.a);
  TracedMessage message;
  message.number = event.a;
  message.from = kServiceActor;
  message.to = answered.device;
  message.sent_ms = event.time_ms;
  message.is_push = answered.is_push;
  message.is_reply = true;
  message.event = taken_;
  message.text = status_of(event.text);
  message.is_error = !message.text.starts_with("2");
  append_count(message.text, answered.applied, "applied");
  append_count(message.text, answered.recognised, "recognised");
  append_count(message.text, answered.refused, "refused");
  append_count(message.text, answered.in_conflict, "in conflict");
  answered.replies.push_back(messages_.size());
  messages_.push_back(std::move(message));
}

void MessageTrace::end(std::vector<std::size_t>& on_the_way, const Event& event, MessageFate fate) {
  if (on_the_way.empty()) return;
  TracedMessage& message = messages_[on_the_way.front()];
  message.fate = fate;
  message.ended_ms = event.time_ms;
  if (message.is_reply) last_reply_ = on_the_way.front();
  on_the_way.erase(on_the_way.begin());
}

// The service's verdicts on the operations of the request that it has just received.
void MessageTrace::take_result(const Event& event) {
  if (arrived_last_ == 0) return;
  Exchange& arrived = exchange(arrived_last_);
  switch (event.kind) {
    case EventKind::operation_applied: ++arrived.applied; break;
    case EventKind::operation_replayed: ++arrived.recognised; break;
    case EventKind::operation_refused: ++arrived.refused; break;
    case EventKind::conflict_recorded: ++arrived.in_conflict; break;
    default: break;
  }
}

// ----------------------------------------------------------------------------------------- states

void MessageTrace::take_state(const Event& event) {
  switch (event.kind) {
    case EventKind::device_offline: begin_band(event, BandKind::offline); break;
    case EventKind::device_online: end_band(event, BandKind::offline); break;
    case EventKind::device_killed: begin_band(event, BandKind::killed); break;
    case EventKind::device_started:
      end_band(event, BandKind::killed);
      end_band(event, BandKind::closed);
      // While the app did not run, nobody said how its network was.
      if (event.b != 0) {
        end_band(event, BandKind::offline);
      } else {
        begin_band(event, BandKind::offline);
      }
      break;
    case EventKind::gesture:
      if (event.text == name_of(GestureKind::close_device)) {
        begin_band(event, BandKind::closed);
      }
      break;
    case EventKind::service_crashed:
    case EventKind::service_down: begin_band(event, BandKind::down); break;
    case EventKind::service_up: end_band(event, BandKind::down); break;
    case EventKind::promise_broken: breaks_.push_back({event.time_ms, taken_, event.text}); break;
    default: break;
  }
}

void MessageTrace::begin_band(const Event& event, BandKind kind) {
  for (const TracedBand& band : bands_) {
    if (band.actor == event.actor && band.kind == kind && band.to_ms == kOpenEnd) return;
  }
  bands_.push_back({event.actor, kind, event.time_ms, kOpenEnd});
}

void MessageTrace::end_band(const Event& event, BandKind kind) {
  for (TracedBand& band : bands_) {
    if (band.actor != event.actor || band.kind != kind || band.to_ms != kOpenEnd) continue;
    band.to_ms = event.time_ms;
  }
}

}  // namespace srl::web
