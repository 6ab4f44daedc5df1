// SPDX-License-Identifier: MIT
#include "ui/event_look.h"

#include "sim/history.h"

namespace srl::web::ui {

Tone event_tone(const Event& event) {
  switch (event.kind) {
    case EventKind::promise_broken:
    case EventKind::request_dropped:
    case EventKind::request_intercepted:
    case EventKind::foreign_answer:
    case EventKind::answer_unreadable:
    case EventKind::push_too_large:
    case EventKind::reply_dropped:
    case EventKind::request_refused:
    case EventKind::device_killed:
    case EventKind::service_crashed:
    case EventKind::service_down:
    case EventKind::batch_failed:
    case EventKind::livelock:
    case EventKind::cron_missed:
    case EventKind::run_crashed:
    case EventKind::run_failed:
    case EventKind::job_discarded:
    case EventKind::notification_reply_dropped: return Tone::broken;
    case EventKind::fault_begins:
    case EventKind::fault_strikes:
    case EventKind::gesture_not_possible:
    case EventKind::request_duplicated:
    case EventKind::reply_late:
    case EventKind::request_timed_out:
    case EventKind::retry_scheduled:
    case EventKind::device_offline:
    case EventKind::conflict_recorded:
    case EventKind::operation_in_conflict:
    case EventKind::operation_parked:
    case EventKind::operation_rejected:
    case EventKind::operation_refused:
    case EventKind::run_paused:
    case EventKind::job_fenced:
    case EventKind::job_retry_scheduled:
    case EventKind::subscription_gone:
    case EventKind::notification_unanswered:
    case EventKind::reminder_waits: return Tone::waiting;
    case EventKind::operation_acknowledged:
    case EventKind::operation_replayed:
    case EventKind::conflict_closed:
    case EventKind::queue_drained:
    case EventKind::reminder_shown:
    case EventKind::at_rest: return Tone::ok;
    case EventKind::gesture:
    case EventKind::safeguard_switched: return Tone::accent;
    default: return Tone::neutral;
  }
}

Icon actor_icon(std::string_view actor_name) {
  if (actor_name == kPhone) return Icon::phone;
  if (actor_name == "server") return Icon::server;
  if (actor_name == "worker") return Icon::worker;
  if (actor_name == "lab") return Icon::flask;
  return Icon::laptop;
}

Tone outcome_tone(IntentOutcome outcome) {
  switch (outcome) {
    case IntentOutcome::applied_once:
    case IntentOutcome::conflict_decided: return Tone::ok;
    case IntentOutcome::applied_again:
    case IntentOutcome::lost: return Tone::broken;
    case IntentOutcome::queued:
    case IntentOutcome::in_conflict:
    case IntentOutcome::rejected_and_shown: return Tone::waiting;
    case IntentOutcome::never_saved: break;
  }
  return Tone::neutral;
}

Icon outcome_icon(IntentOutcome outcome) {
  switch (outcome) {
    case IntentOutcome::applied_once: return Icon::ok;
    case IntentOutcome::applied_again: return Icon::repeat;
    case IntentOutcome::lost: return Icon::lost;
    case IntentOutcome::queued: return Icon::waiting;
    case IntentOutcome::rejected_and_shown: return Icon::close;
    case IntentOutcome::in_conflict: return Icon::conflict;
    case IntentOutcome::conflict_decided: return Icon::check;
    case IntentOutcome::never_saved: break;
  }
  return Icon::dot;
}

Tone promise_tone(PromiseStatus status) {
  switch (status) {
    case PromiseStatus::kept: return Tone::ok;
    case PromiseStatus::not_yet_due: return Tone::waiting;
    case PromiseStatus::broken: break;
  }
  return Tone::broken;
}

}  // namespace srl::web::ui
