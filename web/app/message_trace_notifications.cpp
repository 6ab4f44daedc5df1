// SPDX-License-Identifier: MIT
// Reminders as messages: from the worker to a device, by way of the notification service, whose
// answer goes back the same way. And how the worker itself fares.
#include <utility>

#include "app/message_trace.h"

namespace srl::web {
namespace {

constexpr std::string_view kTo = " to ";

}  // namespace

void MessageTrace::take_reminder(const Event& event) {
  switch (event.kind) {
    case EventKind::notification_sent: send_reminder(event); break;
    case EventKind::notification_reply_dropped: exchange(event.a).answer_is_lost = true; break;
    case EventKind::reminder_shown:
    case EventKind::reminder_replaced:
    case EventKind::reminder_waits: deliver_reminder(event); break;
    case EventKind::notification_answered: answer_reminder(event); break;
    case EventKind::run_crashed: lose_answers(event); break;
    default: break;
  }
}

// The event says "reminder to phone".
void MessageTrace::send_reminder(const Event& event) {
  Exchange& sent = exchange(event.a);
  sent.device = kWorkerActor;
  sent.first = messages_.size();
  sent.is_push = true;
  if (event.intent != kNoIntent) sent.gestures.push_back(event.intent);
  sent.requests.push_back(messages_.size());
  const std::size_t to = event.text.find(kTo);
  TracedMessage message;
  message.number = event.a;
  message.from = kWorkerActor;
  message.sent_ms = event.time_ms;
  message.is_push = true;
  message.is_again = !reminded_.emplace(event.text, event.intent).second;
  message.event = taken_;
  message.text = event.text.substr(0, to);
  if (to != std::string::npos) message.to_name = event.text.substr(to + kTo.size());
  if (message.is_again) message.text += ", again";
  messages_.push_back(std::move(message));
  unanswered_.insert(event.a);
}

// On the screen, or kept until the device is online: either way the notification service says
// "accepted".
void MessageTrace::deliver_reminder(const Event& event) {
  if (event.a == 0 || exchange(event.a).requests.empty()) {
    moments_.push_back({event.actor, event.time_ms, false});
    return;
  }
  Exchange& sent = exchange(event.a);
  TracedMessage& request = messages_[sent.requests.front()];
  request.to = event.actor;
  if (event.kind == EventKind::reminder_waits) request.text += ", kept until it is online";
  const DurationMs flight_ms = event.time_ms - request.sent_ms;
  end(sent.requests, event, MessageFate::arrived);
  TracedMessage reply;
  reply.number = event.a;
  reply.from = event.actor;
  reply.to = kWorkerActor;
  reply.sent_ms = event.time_ms;
  reply.is_push = true;
  reply.is_reply = true;
  reply.event = taken_;
  reply.text = "accepted";
  if (sent.answer_is_lost) {
    reply.fate = MessageFate::lost;
    reply.ended_ms = event.time_ms + flight_ms;
  } else {
    sent.replies.push_back(messages_.size());
  }
  messages_.push_back(std::move(reply));
}

// A message that nobody was shown has been refused by the notification service: its answer says
// why.
void MessageTrace::answer_reminder(const Event& event) {
  Exchange& sent = exchange(event.a);
  unanswered_.erase(event.a);
  if (sent.requests.empty()) return end(sent.replies, event, MessageFate::arrived);
  TracedMessage& request = messages_[sent.requests.front()];
  request.text.append(": ").append(event.text);
  end(sent.requests, event, MessageFate::refused);
}

// Nobody is there any more to take them.
void MessageTrace::lose_answers(const Event& event) {
  for (const std::int64_t number : std::exchange(unanswered_, {})) {
    Exchange& sent = exchange(number);
    sent.answer_is_lost = true;
    end(sent.replies, event, MessageFate::lost);
  }
}

void MessageTrace::take_worker(const Event& event) {
  switch (event.kind) {
    case EventKind::cron_missed: begin_band(event, BandKind::not_started); break;
    case EventKind::cron_ticked:
      end_band(event, BandKind::not_started);
      moments_.push_back({event.actor, event.time_ms, false});
      break;
    case EventKind::run_paused:
      bands_.push_back(
          {event.actor, BandKind::stands_still, event.time_ms, event.time_ms + event.a});
      break;
    case EventKind::run_crashed:
    case EventKind::run_failed:
    case EventKind::notification_unanswered:
    case EventKind::job_discarded: moments_.push_back({event.actor, event.time_ms, true}); break;
    default: break;
  }
}

}  // namespace srl::web
