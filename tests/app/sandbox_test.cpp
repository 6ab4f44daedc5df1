// SPDX-License-Identifier: MIT
#include "app/sandbox.h"

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

void open(Sandbox& sandbox, std::string_view preset = kNaivePreset) {
  REQUIRE(sandbox.open_scenario(kScenario).ok());
  REQUIRE(sandbox.set_preset(preset).ok());
}

TaskPatch titled(std::string title) {
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = std::move(title);
  return patch;
}

const DeviceView& shown_on(const Sandbox& sandbox, std::string_view device = kPhone) {
  const DeviceHost* host = sandbox.world().find_device(device);
  REQUIRE(host != nullptr);
  return host->view();
}

std::size_t rows_on(const Sandbox& sandbox, std::string_view device = kPhone) {
  return shown_on(sandbox, device).rows.size();
}

// Lets real time pass, frame by frame.
void play(Sandbox& sandbox, double real_ms) {
  for (double ms = 0; ms < real_ms; ms += kFrameMs) sandbox.tick(kFrameMs);
}

}  // namespace

TEST_CASE("app/sandbox: a scenario opens at its start, playing, with its narrative") {
  Sandbox sandbox;
  CHECK_FALSE(sandbox.is_open());
  REQUIRE(sandbox.open_scenario(kScenario).ok());
  CHECK(sandbox.is_open());
  CHECK(sandbox.is_playing());
  CHECK(sandbox.now_ms() == 0);
  CHECK(sandbox.narrative().name == kScenario);
  CHECK_FALSE(sandbox.caption().empty());
  CHECK(sandbox.has_second_device());
}

TEST_CASE("app/sandbox: a story of minutes plays fast, and every caption can be read") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("missed-cron").ok());
  CHECK(sandbox.speed() == Speed::x60);
  std::map<std::string, double, std::less<>> read_ms;
  double told_ms = 0;
  while (sandbox.is_playing() && sandbox.now_ms() < sandbox.world().history().duration_ms) {
    sandbox.tick(kFrameMs);
    read_ms[std::string(sandbox.caption())] += kFrameMs;
    told_ms += kFrameMs;
    REQUIRE(told_ms < 120'000);
  }
  CHECK(sandbox.is_playing());
  CHECK(read_ms.size() == sandbox.narrative().captions.size());
  for (const auto& read : read_ms) {
    CAPTURE(read.first);
    CHECK(read.second >= 25.0 * static_cast<double>(read.first.size()));
  }
  CHECK(told_ms < 80'000);
  // Nobody waits for the verdict on what takes longer.
  play(sandbox, 10'000);
  CHECK_FALSE(sandbox.is_playing());
}

TEST_CASE("app/sandbox: a speed that a person chooses is kept to, and a short story has its own") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("missed-cron").ok());
  REQUIRE(sandbox.open_scenario(kScenario).ok());
  CHECK(sandbox.speed() == Speed::x4);
  REQUIRE(sandbox.open_scenario("missed-cron").ok());
  sandbox.set_speed(Speed::x10);
  play(sandbox, 1'000);
  CHECK(sandbox.now_ms() == 10'000);
  REQUIRE(sandbox.open_scenario(kScenario).ok());
  CHECK(sandbox.speed() == Speed::x10);
}

TEST_CASE("app/sandbox: a run at rest plays on until a reminder has come") {
  Sandbox sandbox;
  open(sandbox, kReliablePreset);
  sandbox.seek(40'000);
  TaskPatch patch = titled("Water the plants");
  patch.mark(TaskField::remind_at);
  patch.values.remind_at = 100'000;
  REQUIRE(sandbox.create_task(kPhone, patch).ok());
  sandbox.set_speed(Speed::x60);
  play(sandbox, 10'000);
  CHECK_FALSE(sandbox.is_playing());
  CHECK(sandbox.now_ms() > 300'000);  // cron's first run
  CHECK(sandbox.world().find_device(kPhone)->notices().shown().size() == 1);
}

TEST_CASE("app/sandbox: who plays along in a long story is not rushed to its end") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("missed-cron").ok());
  sandbox.seek(100'000);
  REQUIRE(sandbox.create_task(kPhone, titled("Buy bread")).ok());
  play(sandbox, 5'000);
  CHECK(sandbox.now_ms() <= 100'000 + 5 * 60'000 + 60'000);
}

TEST_CASE("app/sandbox: an unknown scenario leaves the open run alone") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(3'000);
  const std::uint64_t digest = sandbox.world().digest();
  CHECK(sandbox.open_scenario("no-such-thing").error().code == ErrorCode::unknown_name);
  CHECK(sandbox.now_ms() == 3'000);
  CHECK(sandbox.world().digest() == digest);
}

TEST_CASE("app/sandbox: a tick moves virtual time by the speed, not at all when paused") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.set_speed(Speed::x1);
  CHECK(sandbox.tick(50));
  CHECK(sandbox.now_ms() == 50);
  sandbox.set_speed(Speed::x10);
  sandbox.tick(50);
  CHECK(sandbox.now_ms() == 550);
  sandbox.set_playing(false);
  CHECK_FALSE(sandbox.tick(50));
  CHECK(sandbox.now_ms() == 550);
}

TEST_CASE("app/sandbox: parts of a millisecond add up, and a tab that slept does not leap") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.set_speed(Speed::x1);
  for (int i = 0; i < 10; ++i) sandbox.tick(0.5);
  CHECK(sandbox.now_ms() == 5);
  sandbox.tick(60'000);
  CHECK(sandbox.now_ms() == 255);
}

TEST_CASE("app/sandbox: playing goes on to the run's end and stops there by itself") {
  Sandbox sandbox;
  open(sandbox, kReliablePreset);
  sandbox.set_speed(Speed::x60);
  play(sandbox, 60'000);
  CHECK_FALSE(sandbox.is_playing());
  CHECK(sandbox.world().end() == WorldEnd::at_rest);
  CHECK(sandbox.timeline_end_ms() >= sandbox.now_ms());
}

TEST_CASE("app/sandbox: a step plays one entry and pauses") {
  Sandbox sandbox;
  open(sandbox);
  const std::uint64_t before = sandbox.world().steps();
  sandbox.step();
  CHECK(sandbox.world().steps() == before + 1);
  CHECK_FALSE(sandbox.is_playing());
}

TEST_CASE("app/sandbox: going back and forth shows the same moment again") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(9'000);
  const std::uint64_t early = sandbox.world().digest();
  sandbox.seek(25'000);
  const std::uint64_t late = sandbox.world().digest();
  const std::size_t rows = rows_on(sandbox);
  sandbox.seek(9'000);
  CHECK(sandbox.world().digest() == early);
  sandbox.seek(25'000);
  CHECK(sandbox.world().digest() == late);
  CHECK(rows_on(sandbox) == rows);
  CHECK(sandbox.now_ms() == 25'000);
}

TEST_CASE("app/sandbox: a moment before the start is the start") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(-5);
  CHECK(sandbox.now_ms() == 0);
}

TEST_CASE("app/sandbox: every change that could be seen has a revision of its own") {
  Sandbox sandbox;
  open(sandbox);
  std::uint64_t last = sandbox.revision();
  const auto has_grown = [&] {
    const bool grown = sandbox.revision() > last;
    last = sandbox.revision();
    return grown;
  };
  sandbox.tick(50);
  CHECK(has_grown());
  sandbox.seek(2'000);
  CHECK(has_grown());
  sandbox.set_offline(kPhone, true);
  CHECK(has_grown());
  REQUIRE(sandbox.create_task(kPhone, titled("Buy bread")).ok());
  CHECK(has_grown());
  REQUIRE(sandbox.set_preset(kReliablePreset).ok());
  CHECK(has_grown());
  sandbox.restart();
  CHECK(has_grown());
}

TEST_CASE("app/sandbox: a gesture is seen at once on its device, by the number of its own") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(1'200);
  const std::size_t rows = rows_on(sandbox);
  REQUIRE(sandbox.create_task(kLaptop, titled("Buy bread")).ok());
  CHECK(rows_on(sandbox) == rows);
  REQUIRE(rows_on(sandbox, kLaptop) == 1);
  const RowView& row = shown_on(sandbox, kLaptop).rows.begin()->second;
  CHECK(row.fields.title == "Buy bread");
  CHECK(row.created_by == sandbox.world().history().gestures.size());

  REQUIRE(sandbox.update_task(kLaptop, row.created_by, titled("Buy brown bread")).ok());
  REQUIRE(sandbox.complete_task(kLaptop, row.created_by, true).ok());
  CHECK(row.fields.title == "Buy brown bread");
  CHECK(row.fields.completed);
  REQUIRE(sandbox.delete_task(kLaptop, row.created_by).ok());
  CHECK(rows_on(sandbox, kLaptop) == 0);
}

TEST_CASE("app/sandbox: what is typed is checked before anything happens") {
  Sandbox sandbox;
  open(sandbox);
  const std::size_t gestures = sandbox.world().history().gestures.size();
  const std::uint64_t revision = sandbox.revision();
  CHECK(sandbox.create_task(kPhone, titled("")).error().code == ErrorCode::bad_value);
  CHECK(sandbox.create_task(kPhone, titled(std::string(kTitleBytesMax + 1, 'x'))).error().code ==
        ErrorCode::too_large);
  CHECK(sandbox.update_task(kPhone, 1, titled("\xC0\xAF")).error().code == ErrorCode::bad_utf8);
  CHECK(sandbox.world().history().gestures.size() == gestures);
  CHECK(sandbox.revision() == revision);
}

TEST_CASE("app/sandbox: at the end of time a gesture is refused, and the link still opens") {
  // A phone alone, and offline till the last minute: seven days of polls would take long.
  Result<History> history = ::srl::open_scenario(kScenario);
  REQUIRE(history.ok());
  history->devices = {std::string(kPhone)};
  history->duration_ms = kRunTimeMax;
  REQUIRE(history->faults.front().fault == "offline");
  history->faults.front().until_ms = kRunTimeMax - kMinuteMs;
  const Result<std::string> link = link_from_history(*history);
  REQUIRE(link.ok());
  Sandbox sandbox;
  REQUIRE(sandbox.open_link(*link).ok());
  sandbox.seek(kRunTimeMax);
  CHECK(sandbox.now_ms() == kRunTimeMax);
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = "Too late";
  CHECK(sandbox.create_task("phone", patch).error().code == ErrorCode::not_possible);
  sandbox.set_offline("phone", true);
  CHECK_FALSE(sandbox.is_offline("phone"));
  Sandbox other;
  CHECK(other.open_link(sandbox.link()).ok());
}

TEST_CASE("app/sandbox: a gesture given in the past forgets the live future") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(10'000);
  const std::size_t scripted = sandbox.world().history().gestures.size();
  REQUIRE(sandbox.create_task(kLaptop, titled("Later")).ok());
  sandbox.seek(20'000);
  CHECK(sandbox.world().history().gestures.size() == scripted + 1);

  sandbox.seek(5'000);
  const std::uint64_t future = sandbox.future();
  REQUIRE(sandbox.create_task(kLaptop, titled("Earlier")).ok());
  CHECK(sandbox.future() > future);
  const std::vector<Gesture>& gestures = sandbox.world().history().gestures;
  REQUIRE(gestures.size() == scripted + 1);
  CHECK(gestures.back().patch.values.title == "Earlier");
  sandbox.seek(20'000);
  for (const auto& [handle, row] : shown_on(sandbox, kLaptop).rows) {
    CHECK(row.fields.title != "Later");
  }
}

TEST_CASE("app/sandbox: each copy of a duplicated task answers to its own row") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(30'000);
  REQUIRE(rows_on(sandbox) == 30);
  const auto completed_copies = [&] {
    std::vector<bool> copies;
    for (const auto& [handle, row] : shown_on(sandbox).rows) {
      if (row.created_by == 1) copies.push_back(row.fields.completed);
    }
    return copies;
  };
  REQUIRE(sandbox.complete_task(kPhone, {1, 2}, true).ok());
  CHECK(completed_copies() == std::vector<bool>{false, true});
  REQUIRE(sandbox.delete_task(kPhone, {1, 1}).ok());
  CHECK(completed_copies() == std::vector<bool>{true});

  // Where the repeat made no second row, there is none to complete or to delete.
  REQUIRE(sandbox.set_preset(kReliablePreset).ok());
  sandbox.seek(31'000);
  REQUIRE(sandbox.delete_task(kPhone, {2, 2}).ok());
  CHECK(completed_copies() == std::vector<bool>{});  // the gesture on copy 1 was for this row
  CHECK(rows_on(sandbox) == 14);
}

TEST_CASE("app/sandbox: a history with a copy's number survives being written and read") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(30'000);
  REQUIRE(sandbox.delete_task(kPhone, {1, 2}).ok());
  const Result<History> read = parse_history(sandbox.history_json());
  REQUIRE(read.ok());
  CHECK(read->gestures.back().task == 1);
  CHECK(read->gestures.back().copy == 2);
  CHECK(read->gestures.front().copy == 1);
}

TEST_CASE("app/sandbox: another preset keeps the moment, and turns thirty rows into fifteen") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(25'000);
  CHECK(rows_on(sandbox) == 30);
  CHECK(rows_on(sandbox, kLaptop) == 30);
  REQUIRE(sandbox.set_preset(kReliablePreset).ok());
  CHECK(sandbox.now_ms() == 25'000);
  CHECK(sandbox.preset() == kReliablePreset);
  CHECK(rows_on(sandbox) == 15);
  CHECK(rows_on(sandbox, kLaptop) == 15);
  REQUIRE(sandbox.set_preset(kNaivePreset).ok());
  CHECK(rows_on(sandbox) == 30);
}

TEST_CASE("app/sandbox: an unknown preset changes nothing") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(4'000);
  CHECK(sandbox.set_preset("perfect").error().code == ErrorCode::unknown_name);
  CHECK(sandbox.preset() == kNaivePreset);
  CHECK(sandbox.now_ms() == 4'000);
}

TEST_CASE("app/sandbox: offline, the second device and faults are switched on and off") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(12'000);
  CHECK_FALSE(sandbox.is_offline(kPhone));
  sandbox.set_offline(kPhone, true);
  CHECK(sandbox.is_offline(kPhone));
  CHECK_FALSE(sandbox.is_offline(kLaptop));
  CHECK(sandbox.is_fault_on("offline", kPhone));
  sandbox.set_offline(kPhone, false);
  CHECK_FALSE(sandbox.is_offline(kPhone));
  sandbox.set_second_device(false);
  CHECK_FALSE(sandbox.has_second_device());
  sandbox.set_second_device(true);
  CHECK(sandbox.has_second_device());
}

TEST_CASE("app/sandbox: restarting brings back the run as it was opened") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(2'000);
  const std::uint64_t untouched = sandbox.world().digest();
  REQUIRE(sandbox.create_task(kPhone, titled("Buy bread")).ok());
  sandbox.restart();
  CHECK(sandbox.now_ms() == 0);
  sandbox.seek(2'000);
  CHECK(sandbox.world().digest() == untouched);
}

TEST_CASE("app/sandbox: the short link of an untouched scenario restores the same moment") {
  Sandbox sandbox;
  open(sandbox, kReliablePreset);
  sandbox.seek(18'250);
  sandbox.set_focus("g3");
  const std::string link = sandbox.link();
  CHECK(link.find("scenario=offline-replay") != std::string::npos);
  CHECK(link.find("h=") == std::string::npos);

  Sandbox reader;
  REQUIRE(reader.open_link(link).ok());
  CHECK(reader.now_ms() == 18'250);
  CHECK_FALSE(reader.is_playing());
  CHECK(reader.preset() == kReliablePreset);
  CHECK(reader.focus() == "g3");
  CHECK(reader.world().digest() == sandbox.world().digest());
  CHECK(reader.link() == link);
}

TEST_CASE("app/sandbox: the link of a run that was played along carries all of it") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(9'000);
  REQUIRE(sandbox.create_task(kLaptop, titled("Żółw 🐢 & <b>")).ok());
  sandbox.set_offline(kLaptop, true);
  sandbox.seek(26'000);
  Sandbox reader;
  REQUIRE(reader.open_link(sandbox.link()).ok());
  CHECK(reader.now_ms() == 26'000);
  CHECK(reader.world().digest() == sandbox.world().digest());
  CHECK(reader.is_offline(kLaptop));
}

TEST_CASE("app/sandbox: a run that came by a link keeps its gestures in the next link") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(9'000);
  REQUIRE(sandbox.create_task(kLaptop, titled("Mine")).ok());
  Sandbox reader;
  REQUIRE(reader.open_link(sandbox.link()).ok());
  CHECK(reader.link() == sandbox.link());
  reader.restart();
  reader.seek(9'500);
  Sandbox third;
  REQUIRE(third.open_link(reader.link()).ok());
  CHECK(third.world().history().gestures.size() == 16);
}

TEST_CASE("app/sandbox: a fault that a person switched on outlasts the scenario's end") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(24'000);
  sandbox.set_offline(kPhone, true);
  sandbox.seek(sandbox.timeline_end_ms() + 60'000);
  CHECK(sandbox.is_offline(kPhone));
  sandbox.set_offline(kPhone, false);
  CHECK_FALSE(sandbox.is_offline(kPhone));
}

TEST_CASE("app/sandbox: parts of a link that belong to a newer page are kept") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_link("#scenario=offline-replay&t=1000&hologram=on").ok());
  CHECK(sandbox.link().find("hologram=on") != std::string::npos);
}

TEST_CASE("app/sandbox: an empty link opens the first scenario") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_link("").ok());
  CHECK(sandbox.narrative().name == kScenario);
  CHECK(sandbox.is_playing());
}

TEST_CASE("app/sandbox: a bad link leaves the open run alone") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(7'000);
  const std::uint64_t digest = sandbox.world().digest();
  for (const char* link :
       {"#h=", "#h=%%%", "#h=AAAA", "#scenario=nope", "#scenario=offline-replay&preset=nope",
        "#scenario=offline-replay&t=soon", "#scenario=offline-replay&seed=-1"}) {
    CAPTURE(link);
    CHECK_FALSE(sandbox.open_link(link).ok());
    CHECK(sandbox.now_ms() == 7'000);
    CHECK(sandbox.world().digest() == digest);
  }
}

TEST_CASE("app/sandbox: a safeguard switched on the way is part of the run") {
  Sandbox sandbox;
  open(sandbox);
  sandbox.seek(9'000);
  sandbox.set_policy(Decision::idempotency, "idempotent_ops");
  CHECK(sandbox.world().safeguards()[Decision::idempotency] == "idempotent_ops");
  sandbox.seek(8'000);
  CHECK(sandbox.world().safeguards()[Decision::idempotency] != "idempotent_ops");
}

}  // namespace srl::web
