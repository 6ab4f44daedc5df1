// SPDX-License-Identifier: MIT
#include "observe/export/perfetto.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "observe/export/sample_log.h"
#include "support/json_of.h"

namespace srl::test {
namespace {

Json::Array records_of(const std::vector<Event>& events) {
  return *parsed(to_perfetto(events, sample_names())).find("traceEvents")->array();
}

std::string text_of(const Json& record, std::string_view key) {
  const Json* member = record.find(key);
  return member == nullptr || member->text() == nullptr ? "" : *member->text();
}

std::int64_t number_of(const Json& record, std::string_view key) {
  const Json* member = record.find(key);
  return member == nullptr || member->integer() == nullptr ? -1 : *member->integer();
}

Json::Array with_phase(const Json::Array& records, std::string_view phase) {
  Json::Array found;
  for (const Json& record : records) {
    if (text_of(record, "ph") == phase) found.push_back(record);
  }
  return found;
}

}  // namespace

TEST_CASE("perfetto: each actor has a track with its name") {
  const Json::Array names = with_phase(records_of(sample_log()), "M");
  REQUIRE(names.size() == 4);  // the process and three actors
  CHECK(text_of(names[3], "name") == "thread_name");
  CHECK(number_of(names[3], "tid") == kPhone);
  CHECK(text_of(*names[3].find("args"), "name") == "Phone");
}

TEST_CASE("perfetto: a request is a slice until its reply, its time-out or the end of the log") {
  const Json::Array slices = with_phase(records_of(sample_log()), "X");
  REQUIRE(slices.size() == 4);
  CHECK(text_of(slices[0], "name") == "push");
  CHECK(number_of(slices[0], "ts") == 10'000);  // microseconds
  CHECK(number_of(slices[0], "dur") == 10'000'000);
  CHECK(text_of(*slices[0].find("args"), "ending") == "No reply within 10.0 s");
  CHECK(text_of(slices[1], "name") == "push again");
  CHECK(number_of(slices[1], "dur") == 40'000);
  CHECK(text_of(*slices[1].find("args"), "ending") == "receives the reply: 200, replayed");
  CHECK(text_of(*slices[2].find("args"), "ending") == "still waiting");
  CHECK(number_of(slices[2], "dur") == 950'000);
  CHECK(number_of(slices[3], "dur") == 0);
}

TEST_CASE("perfetto: everything else is an instant, and a broken promise goes through all tracks") {
  const Json::Array instants = with_phase(records_of(sample_log()), "i");
  // All but the four requests that were sent and the one reply that ended a slice.
  CHECK(instants.size() == sample_log().size() - 5);
  CHECK(text_of(instants.front(), "name") == kNastyTitle);
  CHECK(text_of(instants.front(), "s") == "t");
  CHECK(text_of(instants.back(), "cat") == "oracle");
  CHECK(text_of(instants.back(), "s") == "g");
}

TEST_CASE("perfetto: killing a device ends its requests, not another's") {
  const std::vector<Event> events = {
      sample_event(0, EventKind::request_sent, kPhone, 1, "push"),
      sample_event(1, EventKind::request_sent, kPhone + 1, 2, "push"),
      sample_event(10, EventKind::device_killed, kPhone, 0, ""),
      sample_event(20, EventKind::reply_arrived, kPhone + 1, 2, "200"),
  };
  const Json::Array slices = with_phase(records_of(events), "X");
  REQUIRE(slices.size() == 2);
  CHECK(number_of(slices[0], "tid") == kPhone);
  CHECK(number_of(slices[0], "dur") == 10'000);
  CHECK(number_of(slices[1], "dur") == 19'000);
}

TEST_CASE("perfetto: each gesture has a track on which its spans begin and end") {
  std::vector<Event> events = {
      sample_event(0, EventKind::gesture, kPhone, 0, "create_task"),
      sample_event(0, EventKind::operation_queued, kPhone, 0, "create_task"),
      sample_event(50, EventKind::operation_sent, kPhone, 1, "create_task"),
      sample_event(90, EventKind::operation_acknowledged, kPhone, 0, "create_task"),
  };
  for (Event& event : events) event.intent = 3;
  const Json::Array records = records_of(events);
  const Json::Array begins = with_phase(records, "b");
  REQUIRE(begins.size() == 3);
  CHECK(with_phase(records, "e").size() == 3);
  for (const Json& begin : begins) CHECK(text_of(begin, "id") == "g3");
  CHECK(text_of(begins[0], "name") == "g3");
  CHECK(text_of(*begins[0].find("args"), "fate") == "acknowledged");
  CHECK(text_of(begins[2], "name") == "Attempt 1");
  CHECK(number_of(begins[2], "ts") == 50'000);
}

TEST_CASE("perfetto: an empty log is a valid trace") {
  CHECK(with_phase(records_of({}), "M").size() == 1);
}

}  // namespace srl::test
