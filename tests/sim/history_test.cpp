// SPDX-License-Identifier: MIT
#include "sim/history.h"

#include "support/runs.h"

namespace srl {
namespace {

std::string wrapped(std::string_view members) {
  return "{\"format\":1," + std::string(members) + "}";
}

std::string repeated(std::string_view text, std::size_t times, std::string_view separator) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) {
    if (i > 0) all.append(separator);
    all.append(text);
  }
  return all;
}

struct Bad {
  const char* what;
  std::string json;
  ErrorCode code;
  const char* mentions;
};

}  // namespace

TEST_CASE("sim/history: what is wrong is said with its place") {
  const std::string create = R"({"at":1,"actor":"phone","do":"create_task","args":{"title":"A"}})";
  const Bad kBad[] = {
      {"no JSON", "{", ErrorCode::bad_request, "line 1"},
      {"no object", "[]", ErrorCode::bad_value, "object"},
      {"no format", "{}", ErrorCode::bad_value, "/format"},
      {"another format", "{\"format\":2}", ErrorCode::bad_value, "/format"},
      {"a misspelt member", wrapped(R"("gesture":[])"), ErrorCode::unknown_name, "gestures"},
      {"an unknown preset", wrapped(R"("preset":"best")"), ErrorCode::unknown_name, "naive"},
      {"an unknown policy", wrapped(R"("safeguards":{"conflict":"magic"})"),
       ErrorCode::unknown_name, "last_arrival"},
      {"an unknown fault", wrapped(R"("faults":[{"fault":"gremlins"}])"), ErrorCode::unknown_name,
       "/faults/0/fault"},
      {"a fault that ends before it begins",
       wrapped(R"("faults":[{"fault":"offline","from":5,"until":4}])"), ErrorCode::bad_value,
       "/faults/0/until"},
      {"a probability above one",
       wrapped(R"("faults":[{"fault":"offline","probability_ppm":1000001}])"), ErrorCode::bad_value,
       "probability_ppm"},
      {"an unknown gesture", wrapped(R"("gestures":[{"at":1,"actor":"phone","do":"dance"}])"),
       ErrorCode::unknown_name, "/gestures/0/do"},
      {"an unknown gesture, answered with those there are",
       wrapped(R"("gestures":[{"at":1,"actor":"phone","do":"dance"}])"), ErrorCode::unknown_name,
       "create_task, update_task, delete_task, sync_now"},
      {"a copy before the first",
       wrapped("\"gestures\":[" + create +
               R"(,{"at":2,"actor":"phone","do":"delete_task","args":{"task":"g1","copy":0}}])"),
       ErrorCode::bad_value, "/gestures/1/args/copy"},
      {"a copy where none is meant",
       wrapped(R"("gestures":[{"at":1,"actor":"phone","do":"create_task",)"
               R"("args":{"title":"A","copy":2}}])"),
       ErrorCode::unknown_name, "copy"},
      {"a gesture without a device", wrapped(R"("gestures":[{"at":1,"do":"sync_now"}])"),
       ErrorCode::bad_value, "/gestures/0/actor"},
      {"a task that is no gesture",
       wrapped(R"("gestures":[{"at":1,"actor":"phone","do":"delete_task","args":{"task":"x"}}])"),
       ErrorCode::bad_value, "g3"},
      {"a task of a gesture that creates none",
       wrapped("\"gestures\":[" + create +
               R"(,{"at":2,"actor":"phone","do":"delete_task","args":{"task":"g2"}}])"),
       ErrorCode::bad_value, "/gestures/1/args/task"},
      {"an empty title",
       wrapped(R"("gestures":[{"at":1,"actor":"phone","do":"create_task","args":{"title":""}}])"),
       ErrorCode::bad_value, "title"},
      {"a title over its limit",
       wrapped(R"("gestures":[{"at":1,"actor":"phone","do":"create_task","args":{"title":")" +
               std::string(kTitleBytesMax + 1, 'x') + "\"}}]"),
       ErrorCode::bad_value, "title"},
      {"a time below zero", wrapped(R"("gestures":[{"at":-1,"actor":"phone","do":"sync_now"}])"),
       ErrorCode::bad_value, "/gestures/0/at"},
      {"a number that is none", wrapped(R"("seed":1.5)"), ErrorCode::bad_value, ""},
      {"too many gestures",
       wrapped("\"gestures\":[" + repeated(create, kGesturesMax + 1, ",") + "]"),
       ErrorCode::bad_value, "5000"},
      {"too deep", wrapped("\"narrative\":" + std::string(40, '[') + std::string(40, ']')),
       ErrorCode::too_deep, ""},
      {"bad UTF-8", wrapped("\"preset\":\"\xC0\xAF\""), ErrorCode::bad_utf8, ""},
      {"too large", wrapped("\"preset\":\"" + std::string(kHistoryBytesMax, 'x') + "\""),
       ErrorCode::too_large, ""},
      {"an unknown promise", wrapped(R"("narrative":{"broken_when_naive":["world_peace"]})"),
       ErrorCode::bad_value, "world_peace"},
      {"a device's name from elsewhere", wrapped(R"("devices":["../etc"])"), ErrorCode::bad_value,
       "devices"},
      {"a limit above the standard", wrapped(R"("limits":{"push_operations":501})"),
       ErrorCode::bad_value, "/limits/push_operations"},
  };
  for (const Bad& bad : kBad) {
    CAPTURE(bad.what);
    const Result<History> history = parse_history(bad.json);
    REQUIRE(!history.ok());
    CHECK(history.error().code == bad.code);
    CHECK_MESSAGE(history.error().detail.find(bad.mentions) != std::string::npos,
                  history.error().detail);
  }
}

TEST_CASE("sim/history: what was written is read again as it was") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Result<History> history = make_history(seed, kNaivePreset, "");
    REQUIRE(history.ok());
    const std::string text = dump_history(*history);
    const Result<History> again = parse_history(text);
    REQUIRE_MESSAGE(again.ok(), (again.ok() ? "" : again.error().detail));
    CHECK(dump_history(*again) == text);
  }
}

TEST_CASE("sim/history: single safeguards stand beside the preset") {
  History history = test::quiet_history(kReliablePreset);
  history.safeguards[Decision::sync_retry] = "fixed";
  const Result<History> again = parse_history(dump_history(history));
  REQUIRE(again.ok());
  CHECK(again->safeguards == history.safeguards);
}

TEST_CASE("sim/history: a gesture on a task that is not there is logged, and the run goes on") {
  History history = test::quiet_history(kReliablePreset, true);
  history.gestures.push_back(create_gesture(1'000, kPhone, "Only on the phone yet"));
  history.gestures.push_back(delete_gesture(1'001, kLaptop, 1));
  const std::unique_ptr<World> world = test::run_world(history);
  bool logged = false;
  for (const Event& event : world->log().events()) {
    logged = logged || event.kind == EventKind::gesture_not_possible;
  }
  CHECK(logged);
  CHECK(world->service_rows()->size() == 1);
}

// The phone creates a task, the reply is lost, and naive sends it again: two rows of one gesture.
History duplicated_task() {
  History history = test::quiet_history(kNaivePreset);
  history.gestures.push_back(create_gesture(1'000, kPhone, "Twice"));
  FaultSpec lost = test::fault_between("drop_reply", 500, 15'000);
  lost.op = 1;
  lost.count = 1;
  history.faults.push_back(lost);
  return history;
}

TEST_CASE("sim/history: a gesture may name one of the copies that a gesture has made") {
  History history = duplicated_task();
  REQUIRE(test::run_world(history)->service_rows()->size() == 2);
  for (const int copy : {1, 2, 3}) {
    CAPTURE(copy);
    Gesture gesture = delete_gesture(25'000, kPhone, 1);
    gesture.copy = copy;
    history.gestures.resize(1);
    history.gestures.push_back(gesture);
    const Result<History> read = parse_history(dump_history(history));
    REQUIRE(read.ok());
    CHECK(read->gestures.back().copy == copy);
    CHECK(test::run_world(*read)->service_rows()->size() == (copy <= 2 ? 1 : 2));
  }
}

}  // namespace srl
