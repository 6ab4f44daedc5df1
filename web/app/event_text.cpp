// SPDX-License-Identifier: MIT
#include "app/event_text.h"

#include <algorithm>
#include <utility>

#include "app/time_text.h"
#include "model/operation.h"
#include "sim/faults/fault.h"
#include "sim/promises/promise.h"

namespace srl::web {
namespace {

constexpr std::string_view kDecidedByPerson = "user";  // else its author has written again

const Gesture* find_gesture(const History& history, Intent gesture) {
  const auto index = static_cast<std::size_t>(gesture) - 1;
  return gesture != kNoIntent && index < history.gestures.size() ? &history.gestures[index]
                                                                 : nullptr;
}

bool is_op_kind(std::string_view text) {
  for (int i = 0; i < kCountOf<OpKind>; ++i) {
    if (name_of(static_cast<OpKind>(i)) == text) return true;
  }
  return false;
}

std::string reminder_words(TimeMs remind_at) {
  if (remind_at == 0) return "takes the reminder off ";
  return "sets a reminder at " + short_moment_text(remind_at, 0, utc()) + " for ";
}

std::string update_words(const Gesture& gesture, const std::string& task) {
  const TaskPatch& patch = gesture.patch;
  if (patch.has(TaskField::completed)) {
    return (patch.values.completed ? "completes " : "reopens ") + task;
  }
  if (patch.has(TaskField::remind_at)) return reminder_words(patch.values.remind_at) + task;
  if (patch.has(TaskField::title)) return "renames " + task + " to " + quoted(patch.values.title);
  return "edits " + task;
}

// "drop_reply on push": the fault's name in front of whatever follows.
std::string fault_words(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(' '));
  const Fault* fault = find_fault(name);
  if (fault == nullptr) return std::string(text);
  return std::string(fault->title).append(text.substr(name.size()));
}

std::string decision_words(const Gesture& gesture, const std::string& task) {
  switch (gesture.keep) {
    case ConflictSide::mine: return "decides about " + task + ": keeps the later write";
    case ConflictSide::theirs: return "decides about " + task + ": keeps what is there";
    case ConflictSide::each: break;
  }
  return "decides about " + task + ", field by field";
}

// Who ended a conflict, and how.
std::string closed_words(const Event& event, const History& history) {
  const auto by = static_cast<Intent>(event.b);
  std::string words = "by " + gesture_name(by);
  if (event.text != kDecidedByPerson) return words + ", which wrote again, knowing the other value";
  const Gesture* decision = find_gesture(history, by);
  if (decision == nullptr) return words;
  switch (decision->keep) {
    case ConflictSide::mine: return words + ", the later write is kept";
    case ConflictSide::theirs: return words + ", what was there is kept";
    case ConflictSide::each: break;
  }
  return words + ", field by field";
}

bool is_about_job(EventKind kind) {
  return event_category(kind) == EventCategory::job || kind == EventKind::notification_sent ||
         kind == EventKind::reminder_shown || kind == EventKind::reminder_replaced ||
         kind == EventKind::reminder_waits;
}

// "reminder of g3": of the task by its title; of nobody's task, the kind of job alone. Whom it is
// sent to, which the event says with its kind, comes last.
std::string job_sentence(Event told, std::string_view title) {
  std::string to;
  const std::size_t split =
      told.kind == EventKind::notification_sent ? told.text.find(" to ") : std::string::npos;
  if (split != std::string::npos) {
    to = " to the " + told.text.substr(split + 4);
    told.text.resize(split);
  }
  if (told.kind == EventKind::run_crashed && told.text == "taken") told.text = "with jobs in hand";
  std::replace(told.text.begin(), told.text.end(), '_', ' ');
  std::string sentence = describe(told);
  const std::string of = " of " + gesture_name(told.intent);
  const std::size_t at = sentence.find(of);
  if (at != std::string::npos) {
    if (told.intent == kNoIntent)
      sentence.erase(at, of.size());
    else if (!title.empty())
      sentence.replace(at + 4, of.size() - 4, quoted(title));
  }
  return sentence + to;
}

std::string promise_words(std::string_view name) {
  for (const Promise* promise : promises_in_order()) {
    if (promise->name == name) return std::string(promise->sentence);
  }
  return std::string(name);
}

}  // namespace

std::string quoted(std::string_view text) {
  return std::string("\xE2\x80\x9C").append(text).append("\xE2\x80\x9D");
}

std::string_view task_title(const History& history, Intent gesture) {
  const Gesture* made = find_gesture(history, gesture);
  if (made != nullptr && made->task != kNoIntent) made = find_gesture(history, made->task);
  if (made == nullptr || made->kind != GestureKind::create_task) return {};
  return made->patch.values.title;
}

std::string sign_out_words(const Gesture& gesture) {
  switch (gesture.unsent) {
    case UnsentAnswer::keep: return "signs out and keeps what is unsent";
    case UnsentAnswer::discard: return "signs out and discards what is unsent";
    case UnsentAnswer::none: break;
  }
  return "signs out";
}

std::string gesture_words(const History& history, Intent intent) {
  const Gesture* gesture = find_gesture(history, intent);
  if (gesture == nullptr) return {};
  const std::string_view title = task_title(history, intent);
  const std::string task = title.empty() ? "a task" : quoted(title);
  switch (gesture->kind) {
    case GestureKind::create_task: return "adds " + task;
    case GestureKind::update_task: return update_words(*gesture, task);
    case GestureKind::delete_task: return "deletes " + task;
    case GestureKind::sync_now: return "asks to sync";
    case GestureKind::retry_parked: return "retries what was parked";
    case GestureKind::remind_tomorrow:
      return "wants to be reminded of " + task + " tomorrow, at this time";
    case GestureKind::discard_rejected: return "discards what was rejected";
    case GestureKind::open_device: return "opens the app";
    case GestureKind::close_device: return "closes the app";
    case GestureKind::switch_policy: return "switches to " + gesture->policy;
    case GestureKind::resolve_conflict: return decision_words(*gesture, task);
    case GestureKind::request_code: return "asks for a code for " + gesture->email;
    case GestureKind::enter_code: return "enters the code";
    case GestureKind::sign_out: return sign_out_words(*gesture);
    case GestureKind::keep_work: return "keeps what was done before signing in";
    case GestureKind::discard_work: return "discards what was done before signing in";
    case GestureKind::send_lost: return "sends again what the server has lost";
    case GestureKind::drop_lost: return "drops what the server has lost";
    case GestureKind::redrive: return "takes the dead letters back";
    case GestureKind::revoke_session: return "signs out the " + gesture->target;
  }
  return {};
}

std::string event_sentence(const Event& event, const History& history) {
  Event told = event;
  switch (event.kind) {
    case EventKind::gesture: told.text = gesture_words(history, event.intent); break;
    case EventKind::fault_begins:
    case EventKind::fault_ends:
    case EventKind::fault_strikes: told.text = fault_words(event.text); break;
    case EventKind::conflict_closed: told.text = closed_words(event, history); break;
    case EventKind::promise_broken: told.text = promise_words(event.text); break;
    default: {
      const std::string_view title = task_title(history, event.intent);
      if (is_about_job(event.kind)) return job_sentence(std::move(told), title);
      if (is_op_kind(event.text) && !title.empty()) told.text = quoted(title);
      break;
    }
  }
  return describe(told);
}

std::string event_run_sentence(const Event& first, const Event& last, std::size_t count) {
  std::string gestures = gesture_name(first.intent);
  gestures.append(" \xE2\x80\xA6 ").append(gesture_name(last.intent));
  gestures.append(" (").append(std::to_string(count)).append(")");
  const std::string sentence = describe(first);
  const std::string one = gesture_name(first.intent);
  const std::size_t at = sentence.find(one);
  if (at == std::string::npos) return sentence + " " + gestures;
  return sentence.substr(0, at) + gestures;
}

}  // namespace srl::web
