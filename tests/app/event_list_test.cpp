// SPDX-License-Identifier: MIT
#include "app/event_list.h"

#include <doctest/doctest.h>

#include "app/event_text.h"
#include "app/sandbox.h"

namespace srl::web {
namespace {

struct Lists {
  Sandbox sandbox;
  RunRecord record;
  MessageTrace trace;
  EventList list;
  EventFilter filter;

  Lists() { REQUIRE(sandbox.open_scenario("offline-replay").ok()); }
  void at(TimeMs time_ms) {
    sandbox.seek(time_ms);
    follow();
  }
  void follow() {
    record.follow(sandbox.world().log(), sandbox.future());
    trace.follow(record);
    list.follow(record, filter, trace);
  }
  const Event& event(const EventRow& row) const { return record.events()[row.first]; }
};

}  // namespace

TEST_CASE("event_list: every event is in one row at most, in order") {
  Lists lists;
  lists.at(40'000);
  std::int64_t before = -1;
  for (const EventRow& row : lists.list.rows()) {
    CHECK(static_cast<std::int64_t>(row.first) > before);
    CHECK(row.last >= row.first);
    before = row.last;
  }
  CHECK(lists.list.rows().size() > 50);
}

TEST_CASE("event_list: fifteen operations that are applied together make one row") {
  Lists lists;
  lists.at(40'000);
  int rows = 0;
  for (const EventRow& row : lists.list.rows()) {
    if (lists.event(row).kind != EventKind::operation_applied) continue;
    ++rows;
    CHECK(row.count == 15);
  }
  CHECK(rows == 2);  // naive: the second copy is applied too
}

TEST_CASE("event_list: going back and forth gives the rows of one way") {
  Lists lists;
  lists.at(40'000);
  const std::size_t rows = lists.list.rows().size();
  for (const TimeMs at_ms : {8'100, 18'050, 3'000, 18'200, 40'000}) lists.at(at_ms);
  CHECK(lists.list.rows().size() == rows);
}

TEST_CASE("event_list: what was seen and is not there any more goes with its future") {
  Lists lists;
  lists.at(40'000);
  const std::size_t rows = lists.list.rows().size();
  lists.sandbox.seek(5'000);
  lists.sandbox.sync_now(kPhone);
  lists.follow();
  CHECK(lists.list.rows().size() < rows);
}

TEST_CASE("event_list: a filter by group lets only the group through") {
  Lists lists;
  lists.filter.shown.fill(false);
  lists.filter[EventGroup::faults] = true;
  lists.at(40'000);
  CHECK(lists.list.rows().size() == 5);  // two begin, two end, one strikes
  for (const EventRow& row : lists.list.rows()) {
    CHECK(event_group(lists.event(row).kind) == EventGroup::faults);
  }
}

TEST_CASE("event_list: a gesture's rows tell its story, with the messages that carried it") {
  Lists lists;
  lists.filter.gesture = 3;
  lists.at(40'000);
  int messages = 0;
  int applied = 0;
  for (const EventRow& row : lists.list.rows()) {
    const Event& event = lists.event(row);
    CHECK(row.count == 1);
    if (event.kind == EventKind::request_sent) ++messages;
    if (event.kind == EventKind::operation_applied) ++applied;
    CHECK((event.intent == 3 || event.intent == kNoIntent));
  }
  CHECK(messages == 2);
  CHECK(applied == 2);
}

TEST_CASE("event_list: an event leads to the row that holds it") {
  Lists lists;
  lists.at(40'000);
  const std::vector<EventRow>& rows = lists.list.rows();
  CHECK(lists.list.row_of(rows[7].first) == 7);
  CHECK(lists.list.row_of(rows[7].last) == 7);
  CHECK(lists.list.row_of(1'000'000) == rows.size());
}

TEST_CASE("event_text: tasks have titles, faults and promises their sentences") {
  Lists lists;
  lists.at(40'000);
  const History& history = lists.sandbox.world().history();
  CHECK(gesture_words(history, 1) == "adds “Buy milk”");
  std::string all;
  for (const EventRow& row : lists.list.rows()) {
    all.append(event_sentence(lists.event(row), history)).append("\n");
  }
  CHECK(all.find("adds “Buy milk”") != std::string::npos);
  CHECK(all.find("Fault begins: Offline mode") != std::string::npos);
  CHECK(all.find("Fault strikes: Lose replies on push") != std::string::npos);
  CHECK(all.find("Promise broken: Everything you do happens exactly once.") != std::string::npos);
}

TEST_CASE("event_text: jobs and reminders name the task, and nobody's job names no gesture") {
  Sandbox sandbox;
  std::string all;
  for (const std::string_view preset : {kNaivePreset, kReliablePreset}) {
    for (const char* scenario : {"missed-cron", "zombie-worker", "poison-job", "dead-subscription",
                                 "push-delivered-but-timed-out", "reminder-for-done-task"}) {
      REQUIRE(sandbox.open_scenario(scenario).ok());
      REQUIRE(sandbox.set_preset(preset).ok());
      sandbox.seek(sandbox.world().history().duration_ms);
      for (const Event& event : sandbox.world().log().events()) {
        all.append(event_sentence(event, sandbox.world().history())).append("\n");
      }
    }
  }
  CHECK(all.find("g0") == std::string::npos);
  for (const char* sentence :
       {"reminder of “Take the tablets”\n", "sends a reminder of “Water the plants” to the phone\n",
        "Shows a reminder of “Pay the rent”\n", "Slot of reminders at 10:00.000: missed\n",
        "Claims job 1 with fencing number 1: reminder of “Pick up the children”\n",
        "The same reminder of “Water the plants” again: it replaces the one shown\n"}) {
    CAPTURE(sentence);
    CHECK(all.find(sentence) != std::string::npos);
  }
}

TEST_CASE("event_list: what a worker does is a group of its own") {
  CHECK(event_group(EventKind::job_claimed) == EventGroup::jobs);
  CHECK(event_group_title(EventGroup::jobs) == "Jobs");
  CHECK(event_group_title(EventGroup::promises) == "Promises");
}

TEST_CASE("event_text: a run of events names its first and last gesture and how many they are") {
  Event first;
  first.kind = EventKind::operation_applied;
  first.intent = 1;
  first.text = "create_task";
  Event last = first;
  last.intent = 15;
  CHECK(event_run_sentence(first, last, 15) == "Applied: g1 … g15 (15)");
}

}  // namespace srl::web
