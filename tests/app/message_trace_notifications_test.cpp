// SPDX-License-Identifier: MIT
// Reminders as arrows, and the worker's lane.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "app/message_trace.h"
#include "app/sandbox.h"

namespace srl::web {
namespace {

struct Traced {
  Sandbox sandbox;
  RunRecord record;
  MessageTrace trace;

  Traced(std::string_view scenario, std::string_view preset, TimeMs time_ms) {
    REQUIRE(sandbox.open_scenario(scenario).ok());
    REQUIRE(sandbox.set_preset(preset).ok());
    sandbox.seek(time_ms);
    record.follow(sandbox.world().log(), sandbox.future());
    trace.follow(record);
  }

  // Of and to the worker.
  std::vector<TracedMessage> reminders() const {
    std::vector<TracedMessage> found;
    for (const TracedMessage& message : trace.messages()) {
      if (message.from == kWorkerActor || message.to == kWorkerActor) found.push_back(message);
    }
    return found;
  }
  bool has_band(BandKind kind) const {
    return std::any_of(trace.bands().begin(), trace.bands().end(),
                       [kind](const TracedBand& band) { return band.kind == kind; });
  }
};

}  // namespace

TEST_CASE("message_trace: a reminder goes from the worker to the device, and its answer back") {
  const Traced run("server-down-during-reminder", kReliablePreset, 700'000);
  const std::vector<TracedMessage> reminders = run.reminders();
  REQUIRE(reminders.size() == 4);  // two devices
  const TracedMessage& request = reminders[0];
  CHECK(request.from == kWorkerActor);
  CHECK(request.to >= kFirstDeviceActor);
  CHECK(request.fate == MessageFate::arrived);
  CHECK(request.text == "reminder");
  CHECK(run.trace.carries(request, 1));
  const auto answer = std::find_if(reminders.begin(), reminders.end(), [&](const auto& message) {
    return message.is_reply && message.number == request.number;
  });
  REQUIRE(answer != reminders.end());
  CHECK(answer->from == request.to);
  CHECK(answer->sent_ms == request.ended_ms);
  CHECK(answer->fate == MessageFate::arrived);
}

TEST_CASE("message_trace: an answer that is lost dies after the device has shown the reminder") {
  const Traced run("push-delivered-but-timed-out", kReliablePreset, 700'000);
  const std::vector<TracedMessage> reminders = run.reminders();
  const auto lost = std::find_if(reminders.begin(), reminders.end(), [](const auto& message) {
    return message.fate == MessageFate::lost;
  });
  REQUIRE(lost != reminders.end());
  CHECK(lost->is_reply);
  const auto again = std::find_if(reminders.begin(), reminders.end(),
                                  [](const auto& message) { return message.is_again; });
  REQUIRE(again != reminders.end());
  CHECK(again->text == "reminder, again");
  CHECK(again->to == lost->from);
  CHECK(again->sent_ms > lost->ended_ms);
}

TEST_CASE("message_trace: a dead subscription's reminder is refused, and says by what answer") {
  const Traced run("dead-subscription", kReliablePreset, 700'000);
  const std::vector<TracedMessage> reminders = run.reminders();
  const auto refused = std::find_if(reminders.begin(), reminders.end(), [](const auto& message) {
    return message.fate == MessageFate::refused;
  });
  REQUIRE(refused != reminders.end());
  CHECK(refused->to_name == kLaptop);
  CHECK(refused->text == "reminder: gone");
}

TEST_CASE("message_trace: every event about a reminder leads to its arrow") {
  const Traced run("push-delivered-but-timed-out", kReliablePreset, 700'000);
  int checked = 0;
  for (const Event& event : run.record.events()) {
    const bool is_answer = event.kind == EventKind::notification_answered ||
                           event.kind == EventKind::notification_reply_dropped;
    if (!is_answer && event.kind != EventKind::reminder_shown &&
        event.kind != EventKind::notification_unanswered) {
      continue;
    }
    const std::size_t index = run.trace.message_of(event);
    REQUIRE(index < run.trace.messages().size());
    const TracedMessage& message = run.trace.messages()[index];
    CHECK((message.from == kWorkerActor || message.to == kWorkerActor));
    CHECK(message.is_reply == (event.kind != EventKind::reminder_shown));
    ++checked;
  }
  CHECK(checked >= 5);
}

TEST_CASE(
    "message_trace: where cron does not run there is a gap, and a sleeping worker has its own") {
  const Traced missed("missed-cron", kReliablePreset, 1'250'000);
  CHECK(missed.has_band(BandKind::not_started));
  CHECK(missed.trace.has_worker());
  const Traced asleep("zombie-worker", kReliablePreset, 700'000);
  CHECK(asleep.has_band(BandKind::stands_still));
  CHECK_FALSE(asleep.has_band(BandKind::not_started));
  const Traced none("offline-replay", kReliablePreset, 40'000);
  CHECK_FALSE(none.trace.has_worker());
}

TEST_CASE("message_trace: what an app shows by its own timer is a moment, not a message") {
  const Traced run("reminder-for-done-task", kNaivePreset, 250'000);
  CHECK(run.reminders().empty());
  const auto& moments = run.trace.moments();
  CHECK(std::any_of(moments.begin(), moments.end(), [](const TracedMoment& moment) {
    return moment.actor >= kFirstDeviceActor && moment.actor < kWorkerActor &&
           moment.at_ms == 240'000;
  }));
}

}  // namespace srl::web
