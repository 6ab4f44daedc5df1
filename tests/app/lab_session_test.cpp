// SPDX-License-Identifier: MIT
#include "app/lab_session.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "app/service_state.h"
#include "sim/link.h"
#include "sim/scenarios.h"

namespace srl::web {
namespace {

constexpr std::string_view kScenario = "offline-replay";
constexpr double kFrameMs = 50;

void open(LabSession& session, std::string_view preset = kNaivePreset) {
  REQUIRE(session.open_scenario(kScenario).ok());
  REQUIRE(session.set_preset(preset).ok());
}

TaskPatch titled(std::string title) {
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = std::move(title);
  return patch;
}

const DeviceView& shown_on(const LabSession& session, std::string_view device = kPhone) {
  const DeviceHost* host = session.world().find_device(device);
  REQUIRE(host != nullptr);
  return host->view();
}

std::size_t rows_on(const LabSession& session, std::string_view device = kPhone) {
  return shown_on(session, device).rows.size();
}

// Lets real time pass, frame by frame.
void play(LabSession& session, double real_ms) {
  for (double ms = 0; ms < real_ms; ms += kFrameMs) session.tick(kFrameMs);
}

}  // namespace

TEST_CASE("app/lab_session: a scenario opens at its start, playing, with its narrative") {
  LabSession session;
  CHECK_FALSE(session.is_open());
  REQUIRE(session.open_scenario(kScenario).ok());
  CHECK(session.is_open());
  CHECK(session.is_playing());
  CHECK(session.now_ms() == 0);
  CHECK(session.narrative().name == kScenario);
  CHECK_FALSE(session.caption().empty());
  CHECK(session.has_second_device());
}

TEST_CASE("app/lab_session: a story of minutes plays fast, and every caption can be read") {
  LabSession session;
  REQUIRE(session.open_scenario("missed-cron").ok());
  CHECK(session.speed() == Speed::x60);
  std::map<std::string, double, std::less<>> read_ms;
  double told_ms = 0;
  while (session.is_playing() && session.now_ms() < session.world().history().duration_ms) {
    session.tick(kFrameMs);
    read_ms[std::string(session.caption())] += kFrameMs;
    told_ms += kFrameMs;
    REQUIRE(told_ms < 120'000);
  }
  CHECK(session.is_playing());
  CHECK(read_ms.size() == session.narrative().captions.size());
  for (const auto& read : read_ms) {
    CAPTURE(read.first);
    CHECK(read.second >= 25.0 * static_cast<double>(read.first.size()));
  }
  CHECK(told_ms < 80'000);
  // Nobody waits for the verdict on what takes longer.
  play(session, 10'000);
  CHECK_FALSE(session.is_playing());
}

TEST_CASE(
    "app/lab_session: a speed that a person chooses is kept to, and a short story has its own") {
  LabSession session;
  REQUIRE(session.open_scenario("missed-cron").ok());
  REQUIRE(session.open_scenario(kScenario).ok());
  CHECK(session.speed() == Speed::x4);
  REQUIRE(session.open_scenario("missed-cron").ok());
  session.set_speed(Speed::x10);
  play(session, 1'000);
  CHECK(session.now_ms() == 10'000);
  REQUIRE(session.open_scenario(kScenario).ok());
  CHECK(session.speed() == Speed::x10);
}

TEST_CASE("app/lab_session: a run at rest plays on until a reminder has come") {
  LabSession session;
  open(session, kReliablePreset);
  session.seek(40'000);
  TaskPatch patch = titled("Water the plants");
  patch.mark(TaskField::remind_at);
  patch.values.remind_at = 100'000;
  REQUIRE(session.create_task(kPhone, patch).ok());
  session.set_speed(Speed::x60);
  play(session, 10'000);
  CHECK_FALSE(session.is_playing());
  CHECK(session.now_ms() > 300'000);  // cron's first run
  CHECK(session.world().find_device(kPhone)->notices().shown().size() == 1);
}

TEST_CASE("app/lab_session: who plays along in a long story is not rushed to its end") {
  LabSession session;
  REQUIRE(session.open_scenario("missed-cron").ok());
  session.seek(100'000);
  REQUIRE(session.create_task(kPhone, titled("Buy bread")).ok());
  play(session, 5'000);
  CHECK(session.now_ms() <= 100'000 + 5 * 60'000 + 60'000);
}

TEST_CASE("app/lab_session: an unknown scenario leaves the open run alone") {
  LabSession session;
  open(session);
  session.seek(3'000);
  const std::uint64_t digest = session.world().digest();
  CHECK(session.open_scenario("no-such-thing").error().code == ErrorCode::unknown_name);
  CHECK(session.now_ms() == 3'000);
  CHECK(session.world().digest() == digest);
}

TEST_CASE("app/lab_session: a tick moves virtual time by the speed, not at all when paused") {
  LabSession session;
  open(session);
  session.set_speed(Speed::x1);
  CHECK(session.tick(50));
  CHECK(session.now_ms() == 50);
  session.set_speed(Speed::x10);
  session.tick(50);
  CHECK(session.now_ms() == 550);
  session.set_playing(false);
  CHECK_FALSE(session.tick(50));
  CHECK(session.now_ms() == 550);
}

TEST_CASE("app/lab_session: parts of a millisecond add up, and a tab that slept does not leap") {
  LabSession session;
  open(session);
  session.set_speed(Speed::x1);
  for (int i = 0; i < 10; ++i) session.tick(0.5);
  CHECK(session.now_ms() == 5);
  session.tick(60'000);
  CHECK(session.now_ms() == 255);
}

TEST_CASE("app/lab_session: playing goes on to the run's end and stops there by itself") {
  LabSession session;
  open(session, kReliablePreset);
  session.set_speed(Speed::x60);
  play(session, 60'000);
  CHECK_FALSE(session.is_playing());
  CHECK(session.world().end() == WorldEnd::at_rest);
  CHECK(session.timeline_end_ms() >= session.now_ms());
}

TEST_CASE("app/lab_session: a step plays one entry and pauses") {
  LabSession session;
  open(session);
  const std::uint64_t before = session.world().steps();
  session.step();
  CHECK(session.world().steps() == before + 1);
  CHECK_FALSE(session.is_playing());
}

TEST_CASE("app/lab_session: going back and forth shows the same moment again") {
  LabSession session;
  open(session);
  session.seek(9'000);
  const std::uint64_t early = session.world().digest();
  session.seek(25'000);
  const std::uint64_t late = session.world().digest();
  const std::size_t rows = rows_on(session);
  session.seek(9'000);
  CHECK(session.world().digest() == early);
  session.seek(25'000);
  CHECK(session.world().digest() == late);
  CHECK(rows_on(session) == rows);
  CHECK(session.now_ms() == 25'000);
}

TEST_CASE("app/lab_session: a moment before the start is the start") {
  LabSession session;
  open(session);
  session.seek(-5);
  CHECK(session.now_ms() == 0);
}

TEST_CASE("app/lab_session: every change that could be seen has a revision of its own") {
  LabSession session;
  open(session);
  std::uint64_t last = session.revision();
  const auto has_grown = [&] {
    const bool grown = session.revision() > last;
    last = session.revision();
    return grown;
  };
  session.tick(50);
  CHECK(has_grown());
  session.seek(2'000);
  CHECK(has_grown());
  session.set_offline(kPhone, true);
  CHECK(has_grown());
  REQUIRE(session.create_task(kPhone, titled("Buy bread")).ok());
  CHECK(has_grown());
  REQUIRE(session.set_preset(kReliablePreset).ok());
  CHECK(has_grown());
  session.restart();
  CHECK(has_grown());
}

TEST_CASE("app/lab_session: a gesture is seen at once on its device, by the number of its own") {
  LabSession session;
  open(session);
  session.seek(1'200);
  const std::size_t rows = rows_on(session);
  REQUIRE(session.create_task(kLaptop, titled("Buy bread")).ok());
  CHECK(rows_on(session) == rows);
  REQUIRE(rows_on(session, kLaptop) == 1);
  const RowView& row = shown_on(session, kLaptop).rows.begin()->second;
  CHECK(row.fields.title == "Buy bread");
  CHECK(row.created_by == session.world().history().gestures.size());

  REQUIRE(session.update_task(kLaptop, row.created_by, titled("Buy brown bread")).ok());
  REQUIRE(session.complete_task(kLaptop, row.created_by, true).ok());
  CHECK(row.fields.title == "Buy brown bread");
  CHECK(row.fields.completed);
  REQUIRE(session.delete_task(kLaptop, row.created_by).ok());
  CHECK(rows_on(session, kLaptop) == 0);
}

TEST_CASE("app/lab_session: what is typed is checked before anything happens") {
  LabSession session;
  open(session);
  const std::size_t gestures = session.world().history().gestures.size();
  const std::uint64_t revision = session.revision();
  CHECK(session.create_task(kPhone, titled("")).error().code == ErrorCode::bad_value);
  CHECK(session.create_task(kPhone, titled(std::string(kTitleBytesMax + 1, 'x'))).error().code ==
        ErrorCode::too_large);
  CHECK(session.update_task(kPhone, 1, titled("\xC0\xAF")).error().code == ErrorCode::bad_utf8);
  CHECK(session.world().history().gestures.size() == gestures);
  CHECK(session.revision() == revision);
}

TEST_CASE("app/lab_session: at the end of time a gesture is refused, and the link still opens") {
  // A phone alone, and offline till the last minute: seven days of polls would take long.
  Result<History> history = ::srl::open_scenario(kScenario);
  REQUIRE(history.ok());
  history->devices = {std::string(kPhone)};
  history->duration_ms = kRunTimeMax;
  REQUIRE(history->faults.front().fault == "offline");
  history->faults.front().until_ms = kRunTimeMax - kMinuteMs;
  const Result<std::string> link = link_from_history(*history);
  REQUIRE(link.ok());
  LabSession session;
  REQUIRE(session.open_link(*link).ok());
  session.seek(kRunTimeMax);
  CHECK(session.now_ms() == kRunTimeMax);
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = "Too late";
  CHECK(session.create_task("phone", patch).error().code == ErrorCode::not_possible);
  session.set_offline("phone", true);
  CHECK_FALSE(session.is_offline("phone"));
  LabSession other;
  CHECK(other.open_link(session.link()).ok());
}

TEST_CASE("app/lab_session: a gesture given in the past forgets the live future") {
  LabSession session;
  open(session);
  session.seek(10'000);
  const std::size_t scripted = session.world().history().gestures.size();
  REQUIRE(session.create_task(kLaptop, titled("Later")).ok());
  session.seek(20'000);
  CHECK(session.world().history().gestures.size() == scripted + 1);

  session.seek(5'000);
  const std::uint64_t future = session.future();
  REQUIRE(session.create_task(kLaptop, titled("Earlier")).ok());
  CHECK(session.future() > future);
  const std::vector<Gesture>& gestures = session.world().history().gestures;
  REQUIRE(gestures.size() == scripted + 1);
  CHECK(gestures.back().patch.values.title == "Earlier");
  session.seek(20'000);
  for (const auto& [handle, row] : shown_on(session, kLaptop).rows) {
    CHECK(row.fields.title != "Later");
  }
}

TEST_CASE("app/lab_session: each copy of a duplicated task answers to its own row") {
  LabSession session;
  open(session);
  session.seek(30'000);
  REQUIRE(rows_on(session) == 30);
  const auto completed_copies = [&] {
    std::vector<bool> copies;
    for (const auto& [handle, row] : shown_on(session).rows) {
      if (row.created_by == 1) copies.push_back(row.fields.completed);
    }
    return copies;
  };
  REQUIRE(session.complete_task(kPhone, {1, 2}, true).ok());
  CHECK(completed_copies() == std::vector<bool>{false, true});
  REQUIRE(session.delete_task(kPhone, {1, 1}).ok());
  CHECK(completed_copies() == std::vector<bool>{true});

  // Where the repeat made no second row, there is none to complete or to delete.
  REQUIRE(session.set_preset(kReliablePreset).ok());
  session.seek(31'000);
  REQUIRE(session.delete_task(kPhone, {2, 2}).ok());
  CHECK(completed_copies() == std::vector<bool>{});  // the gesture on copy 1 was for this row
  CHECK(rows_on(session) == 14);
}

TEST_CASE("app/lab_session: a history with a copy's number survives being written and read") {
  LabSession session;
  open(session);
  session.seek(30'000);
  REQUIRE(session.delete_task(kPhone, {1, 2}).ok());
  const Result<History> read = parse_history(session.history_json());
  REQUIRE(read.ok());
  CHECK(read->gestures.back().task == 1);
  CHECK(read->gestures.back().copy == 2);
  CHECK(read->gestures.front().copy == 1);
}

TEST_CASE("app/lab_session: another preset keeps the moment, and turns thirty rows into fifteen") {
  LabSession session;
  open(session);
  session.seek(25'000);
  CHECK(rows_on(session) == 30);
  CHECK(rows_on(session, kLaptop) == 30);
  REQUIRE(session.set_preset(kReliablePreset).ok());
  CHECK(session.now_ms() == 25'000);
  CHECK(session.preset() == kReliablePreset);
  CHECK(rows_on(session) == 15);
  CHECK(rows_on(session, kLaptop) == 15);
  REQUIRE(session.set_preset(kNaivePreset).ok());
  CHECK(rows_on(session) == 30);
}

TEST_CASE("app/lab_session: an unknown preset changes nothing") {
  LabSession session;
  open(session);
  session.seek(4'000);
  CHECK(session.set_preset("perfect").error().code == ErrorCode::unknown_name);
  CHECK(session.preset() == kNaivePreset);
  CHECK(session.now_ms() == 4'000);
}

TEST_CASE("app/lab_session: offline, the second device and faults are switched on and off") {
  LabSession session;
  open(session);
  session.seek(12'000);
  CHECK_FALSE(session.is_offline(kPhone));
  session.set_offline(kPhone, true);
  CHECK(session.is_offline(kPhone));
  CHECK_FALSE(session.is_offline(kLaptop));
  CHECK(session.is_fault_on("offline", kPhone));
  session.set_offline(kPhone, false);
  CHECK_FALSE(session.is_offline(kPhone));
  session.set_second_device(false);
  CHECK_FALSE(session.has_second_device());
  session.set_second_device(true);
  CHECK(session.has_second_device());
}

TEST_CASE("app/lab_session: restarting brings back the run as it was opened") {
  LabSession session;
  open(session);
  session.seek(2'000);
  const std::uint64_t untouched = session.world().digest();
  REQUIRE(session.create_task(kPhone, titled("Buy bread")).ok());
  session.restart();
  CHECK(session.now_ms() == 0);
  session.seek(2'000);
  CHECK(session.world().digest() == untouched);
}

TEST_CASE("app/lab_session: the short link of an untouched scenario restores the same moment") {
  LabSession session;
  open(session, kReliablePreset);
  session.seek(18'250);
  session.set_focus("g3");
  const std::string link = session.link();
  CHECK(link.find("scenario=offline-replay") != std::string::npos);
  CHECK(link.find("h=") == std::string::npos);

  LabSession reader;
  REQUIRE(reader.open_link(link).ok());
  CHECK(reader.now_ms() == 18'250);
  CHECK_FALSE(reader.is_playing());
  CHECK(reader.preset() == kReliablePreset);
  CHECK(reader.focus() == "g3");
  CHECK(reader.world().digest() == session.world().digest());
  CHECK(reader.link() == link);
}

TEST_CASE("app/lab_session: the link of a run that was played along carries all of it") {
  LabSession session;
  open(session);
  session.seek(9'000);
  REQUIRE(session.create_task(kLaptop, titled("Żółw 🐢 & <b>")).ok());
  session.set_offline(kLaptop, true);
  session.seek(26'000);
  LabSession reader;
  REQUIRE(reader.open_link(session.link()).ok());
  CHECK(reader.now_ms() == 26'000);
  CHECK(reader.world().digest() == session.world().digest());
  CHECK(reader.is_offline(kLaptop));
}

TEST_CASE("app/lab_session: a run that came by a link keeps its gestures in the next link") {
  LabSession session;
  open(session);
  session.seek(9'000);
  REQUIRE(session.create_task(kLaptop, titled("Mine")).ok());
  LabSession reader;
  REQUIRE(reader.open_link(session.link()).ok());
  CHECK(reader.link() == session.link());
  reader.restart();
  reader.seek(9'500);
  LabSession third;
  REQUIRE(third.open_link(reader.link()).ok());
  CHECK(third.world().history().gestures.size() == 16);
}

TEST_CASE("app/lab_session: a fault that a person switched on outlasts the scenario's end") {
  LabSession session;
  open(session);
  session.seek(24'000);
  session.set_offline(kPhone, true);
  session.seek(session.timeline_end_ms() + 60'000);
  CHECK(session.is_offline(kPhone));
  session.set_offline(kPhone, false);
  CHECK_FALSE(session.is_offline(kPhone));
}

TEST_CASE("app/lab_session: parts of a link that belong to a newer page are kept") {
  LabSession session;
  REQUIRE(session.open_link("#scenario=offline-replay&t=1000&hologram=on").ok());
  CHECK(session.link().find("hologram=on") != std::string::npos);
}

TEST_CASE("app/lab_session: an empty link opens the first scenario") {
  LabSession session;
  REQUIRE(session.open_link("").ok());
  CHECK(session.narrative().name == kScenario);
  CHECK(session.is_playing());
}

TEST_CASE("app/lab_session: a bad link leaves the open run alone") {
  LabSession session;
  open(session);
  session.seek(7'000);
  const std::uint64_t digest = session.world().digest();
  for (const char* link :
       {"#h=", "#h=%%%", "#h=AAAA", "#scenario=nope", "#scenario=offline-replay&preset=nope",
        "#scenario=offline-replay&t=soon", "#scenario=offline-replay&seed=-1"}) {
    CAPTURE(link);
    CHECK_FALSE(session.open_link(link).ok());
    CHECK(session.now_ms() == 7'000);
    CHECK(session.world().digest() == digest);
  }
}

TEST_CASE("app/lab_session: a safeguard switched on the way is part of the run") {
  LabSession session;
  open(session);
  session.seek(9'000);
  session.set_policy(Decision::idempotency, "idempotent_ops");
  CHECK(session.world().safeguards()[Decision::idempotency] == "idempotent_ops");
  session.seek(8'000);
  CHECK(session.world().safeguards()[Decision::idempotency] != "idempotent_ops");
}

}  // namespace srl::web
