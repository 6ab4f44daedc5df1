// SPDX-License-Identifier: MIT
#include "observe/export/jsonl.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "observe/export/sample_log.h"
#include "support/json_of.h"

namespace srl::test {

TEST_CASE("jsonl: a line is the event with sorted keys") {
  const std::vector<Event> events = {
      sample_event(10'010, EventKind::request_timed_out, kPhone, 10'000, "")};
  CHECK(to_jsonl(events, sample_names()) ==
        R"({"a":10000,"actor":"Phone","b":0,"category":"device","event":"request_timed_out",)"
        R"("intent":0,"sentence":"No reply within 10.0 s","step":1001,"text":"",)"
        R"("time_ms":10010})"
        "\n");
}

TEST_CASE("jsonl: there is a line per event, and each is what the core's own dump would write") {
  const std::vector<std::string> lines = split(to_jsonl(sample_log(), sample_names()), '\n');
  REQUIRE(lines.size() == sample_log().size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Json json = parsed(lines[i]);
    CHECK(dump_json(json) == lines[i]);
    CHECK(*json.find("text")->text() == sample_log()[i].text);
  }
}

TEST_CASE("jsonl: an actor without a name is called by its number") {
  const std::string line =
      to_jsonl(std::vector<Event>{sample_event(0, EventKind::gesture, 9, 0, "")}, sample_names());
  CHECK(line.find("\"actor\":\"actor 9\"") != std::string::npos);
}

}  // namespace srl::test
