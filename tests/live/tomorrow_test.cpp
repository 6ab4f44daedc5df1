// SPDX-License-Identifier: MIT
// Reminders of a live device, over the two nights of a year in which the clocks of its place are
// set.
#include <doctest/doctest.h>

#include <iterator>

#include "app/conflict_text.h"
#include "app/reminder_text.h"
#include "live/live_bench.h"

namespace srl::web {
namespace {

constexpr TimeMs kForward = 1'806'195'600'000;  // 2027-03-28T01:00:00Z: 2:00 is 3:00 in Berlin
constexpr TimeMs kBack = 1'824'944'400'000;     // 2027-10-31T01:00:00Z: 3:00 is 2:00

ZoneTable berlin() {
  ZoneTable zone(kHourMs);
  zone.add({kForward, 2 * kHourMs});
  zone.add({kBack, kHourMs});
  return zone;
}

const ReminderChoice& tomorrow() { return kReminderChoices[std::size(kReminderChoices) - 1]; }

// A task of a device in Berlin, for which a person chose "tomorrow, at this time".
struct Berlin {
  FakeStorage storage;
  FakeServer server;
  Tab tab{storage, server};

  const TaskDevice& device() { return *tab.live.device(); }
  TaskFields remind_tomorrow(TimeMs now_ms) {
    tab.browser.zone = berlin();
    tab.browser.time_ms = now_ms;
    TaskPatch patch;
    set_reminder(patch, tomorrow(), device());
    return patch.values;
  }
  std::string row_text(const TaskFields& fields) { return reminder_text(fields, device()); }
};

}  // namespace

TEST_CASE("live: tomorrow at this time is the same time, also in the night that is an hour short") {
  Berlin berlin;
  const TimeMs saturday_20_00 = kForward - 6 * kHourMs;
  const TaskFields task = berlin.remind_tomorrow(saturday_20_00);
  CHECK(task.remind_at == saturday_20_00 + 23 * kHourMs);
  CHECK(berlin.row_text(task) == "at 2027-03-28 20:00");
}

TEST_CASE("live: tomorrow at this time is the same time, also in the night that is an hour long") {
  Berlin berlin;
  const TimeMs saturday_20_00 = kBack - 7 * kHourMs;
  const TaskFields task = berlin.remind_tomorrow(saturday_20_00);
  CHECK(task.remind_at == saturday_20_00 + 25 * kHourMs);
  CHECK(berlin.row_text(task) == "at 2027-10-31 20:00");
}

TEST_CASE("live: a moment is shown with the offset of its own day, whichever the reader's is") {
  Berlin berlin;
  TaskFields task;
  task.remind_at = kBack + 30 * kDayMs;
  (void)berlin.remind_tomorrow(kForward + 30 * kDayMs);  // it is summer
  CHECK(berlin.row_text(task) == "at 2027-11-30 02:00");
  task.remind_at = kForward + 40 * kDayMs;
  (void)berlin.remind_tomorrow(kForward - 40 * kDayMs);  // it is winter
  CHECK(berlin.row_text(task) == "at 2027-05-07 03:00");
}

TEST_CASE("live: the values of a conflict are told in the reader's time") {
  Conflict conflict;
  conflict.mine.mark(TaskField::remind_at);
  conflict.mine.values.remind_at = kForward + 12 * kHourMs;
  conflict.theirs.remind_at = kForward - 12 * kHourMs;
  const std::vector<ConflictLine> lines = conflict_lines(conflict, berlin());
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].mine == "2027-03-28 15:00");
  CHECK(lines[0].theirs == "2027-03-27 14:00");
}

}  // namespace srl::web
