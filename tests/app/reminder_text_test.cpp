// SPDX-License-Identifier: MIT
#include "app/reminder_text.h"

#include <doctest/doctest.h>

#include "app/event_text.h"
#include "app/sim_device.h"
#include "app/time_text.h"
#include "policies/catalog.h"

namespace srl::web {
namespace {

constexpr TimeMs kReal = 1'795'000'000'000;  // 18 Nov 2026, 11:06:40 UTC

struct RemindedPhone {
  Sandbox sandbox;
  SimDevice device{sandbox, std::string(kPhone)};

  RemindedPhone() {
    History history;
    history.devices = {std::string(kPhone), std::string(kLaptop)};
    REQUIRE(apply_preset(history, kReliablePreset).ok());
    REQUIRE(sandbox.open_history(std::move(history)).ok());
    sandbox.seek(10'000);
  }
  void add(const char* title, DurationMs remind_after_ms) {
    const ReminderChoice choice{"", ReminderChoice::From::now, remind_after_ms};
    TaskPatch fields;
    fields.mark(TaskField::title);
    fields.values.title = title;
    set_reminder(fields, choice, device);
    REQUIRE(device.create_task(fields).ok());
  }
  const TaskFields& task() const { return device.view().rows.begin()->second.fields; }
};

}  // namespace

TEST_CASE("app/reminder_text: a row says when, then that it was due, and nothing once it is done") {
  RemindedPhone phone;
  phone.add("Water the plants", 5 * kMinuteMs);
  CHECK(reminder_text(phone.task(), phone.device) == "at 05:10");
  phone.sandbox.seek(320'000);
  CHECK(reminder_text(phone.task(), phone.device) == "was due 05:10");
  TaskFields done = phone.task();
  done.completed = true;
  CHECK(reminder_text(done, phone.device).empty());
  CHECK(reminder_text(TaskFields{}, phone.device).empty());
}

TEST_CASE("app/reminder_text: what was shown says how late it was, and how often it came") {
  RemindedPhone phone;
  phone.add("Water the plants", kMinuteMs);
  phone.sandbox.seek(310'000);  // cron's first run
  const auto& shown = phone.device.notices().shown();
  REQUIRE(shown.size() == 1);
  const NoticeWords words = notice_words(shown[0], phone.device);
  CHECK(words.title == "Reminder: “Water the plants”");
  CHECK(words.detail.starts_with("05:00, 3 min late"));
  ShownNotice again = shown[0];
  again.times = 2;
  again.at_ms = again.notice.due_at;
  again.notice.is_from_app = true;
  CHECK(notice_words(again, phone.device).detail ==
        "01:10, on time · again: 2 times · the app's own timer");
  again.at_ms -= 2 * kMinuteMs;
  CHECK(notice_words(again, phone.device).detail.find("2 min early") != std::string::npos);
}

TEST_CASE("app/reminder_text: taken off again, nobody is reminded") {
  RemindedPhone phone;
  phone.add("Water the plants", kMinuteMs);
  TaskPatch patch;
  set_reminder(patch, kReminderChoices[0], phone.device);
  REQUIRE(phone.device.update_task({phone.device.view().rows.begin()->first, 1}, patch).ok());
  phone.sandbox.seek(310'000);
  CHECK(phone.device.notices().shown().empty());
  CHECK(gesture_words(phone.sandbox.world().history(), 2) ==
        "takes the reminder off “Water the plants”");
}

TEST_CASE(
    "app/time_text: a moment of today needs no date, another one has it, in the person's time") {
  CHECK(short_moment_text(360'000, 0, utc()) == "06:00");
  CHECK(short_moment_text(3'960'000, 0, utc()) == "1:06:00");
  CHECK(short_moment_text(kReal, kReal, utc()) == "11:06");
  CHECK(short_moment_text(kReal, kReal, ZoneTable(kHourMs)) == "12:06");
  CHECK(short_moment_text(kReal + kDayMs, kReal, utc()).size() == 16);
  CHECK(moment_text(0).empty());
}

}  // namespace srl::web
