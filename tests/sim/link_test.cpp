// SPDX-License-Identifier: MIT
#include "sim/link.h"

#include <doctest/doctest.h>

#include "base/base64url.h"
#include "protocol/deflate.h"
#include "sim/scenarios.h"
#include "sim/sweep.h"
#include "sim/workloads/workload.h"

namespace srl {
namespace {

std::string packed(std::string_view json) {
  return "#h=" + encode_base64url(deflate_raw(json).value());
}

struct BadLink {
  const char* link;
  const char* mentions;
};

}  // namespace

TEST_CASE("sim/link: a link holds the whole history") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const History history = make_history(seed, seed % 2 == 0 ? "naive" : "reliable", "").value();
    const Result<std::string> link = link_from_history(history);
    REQUIRE(link.ok());
    CHECK(link->substr(0, 3) == "#h=");
    for (const std::string& form :
         {*link, "https://lab.example/?a=b" + *link, *link + "&t=5", "#t=5&" + link->substr(1)}) {
      const Result<History> read = history_from_link(form);
      REQUIRE(read.ok());
      CHECK(dump_history(*read) == dump_history(history));
      CHECK(has_history(form));
    }
  }
}

TEST_CASE("sim/link: the same history gives the same link") {
  const History history = open_scenario("offline-replay").value();
  CHECK(*link_from_history(history) == *link_from_history(history));
}

TEST_CASE("sim/link: a run too large for a link is not cut, but refused with a way out") {
  History history = open_scenario("offline-replay").value();
  RandomStream random{1, purpose_of("test"), 0, 0};
  while (history.gestures.size() < kGesturesMax) {
    std::string title;  // that does not pack
    for (int i = 0; i < 40; ++i) title.push_back(static_cast<char>('!' + random.below(90)));
    history.gestures.push_back(create_gesture(1, kPhone, title));
  }
  const Result<std::string> link = link_from_history(history);
  REQUIRE_FALSE(link.ok());
  CHECK(link.error().code == ErrorCode::too_large);
  CHECK(link.error().detail.find("as a file") != std::string::npos);
}

TEST_CASE("sim/link: the limits hold at their boundaries") {
  const std::string longest = "#h=" + std::string(kLinkBytesMax, 'A');
  CHECK(history_from_link(longest + "A").error().code == ErrorCode::too_large);
  CHECK(history_from_link(longest + "&t=5").error().code == ErrorCode::bad_value);
  CHECK(parse_short_link(longest + "&t=5").ok());
  CHECK(parse_short_link(longest + "&t=5&x=" + std::string(5'000, 'A')).error().code ==
        ErrorCode::too_large);

  const std::string json = R"({"format":1})";
  const auto padded = [&](std::size_t size) { return json + std::string(size - json.size(), ' '); };
  CHECK(history_from_link(packed(padded(kHistoryBytesMax))).ok());
  CHECK(history_from_link(packed(padded(kHistoryBytesMax + 1))).error().code ==
        ErrorCode::too_large);
}

TEST_CASE("sim/link: an error in the history says that it is inside the link, and where") {
  const Result<History> read = history_from_link(packed(R"({"format":1,"preset":"best"})"));
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().detail.find("#h: /preset") == 0);
}

TEST_CASE("sim/link: a short link keeps what it does not know") {
  const std::string text =
      "#scenario=offline-replay&seed=7&preset=naive&t=12500&focus=g3&panel=queue&flag&h=QUJD";
  const Result<ShortLink> link = parse_short_link(text);
  REQUIRE(link.ok());
  CHECK(link->scenario == "offline-replay");
  CHECK(link->seed == 7U);
  CHECK(link->preset == "naive");
  CHECK(link->t_ms == 12'500);
  CHECK(link->focus == "g3");
  REQUIRE(link->others.size() == 3);
  CHECK(link->others[1].first == "flag");
  CHECK(format_short_link(*link) == text);
  CHECK(*parse_short_link(format_short_link(*link)) == *link);
}

TEST_CASE("sim/link: what a short link leaves out stays unset") {
  for (const char* text : {"", "#", "https://lab.example/", "#&&"}) {
    const Result<ShortLink> link = parse_short_link(text);
    REQUIRE(link.ok());
    CHECK(*link == ShortLink());
    CHECK(format_short_link(*link).empty());
  }
  const Result<ShortLink> zero = parse_short_link("#seed=0&t=0");
  REQUIRE(zero.ok());
  CHECK(zero->seed == 0U);
  CHECK(zero->t_ms == 0);
}

TEST_CASE("sim/link: a bad key of a short link is named") {
  const BadLink kBad[] = {
      {"#seed=", "#seed"},
      {"#seed=-1", "#seed"},
      {"#seed=+1", "#seed"},
      {"#seed=9223372036854775808", "#seed"},
      {"#seed=1&seed=1", "#seed: stands in the link twice"},
      {"#t=604800001", "#t: must be a whole number from 0 to 604800000"},
      {"#t=1e3", "#t"},
      {"#scenario=", "#scenario"},
      {"#scenario=Offline", "#scenario"},
      {"#scenario=../x", "#scenario"},
      {"#scenario=a&scenario=b", "#scenario: stands in the link twice"},
      {"#preset=%20", "#preset"},
      {"#focus=<b>", "#focus"},
      {"#other=\xFF", "UTF-8"},
  };
  for (const BadLink& bad : kBad) {
    const Result<ShortLink> link = parse_short_link(bad.link);
    REQUIRE_MESSAGE(!link.ok(), bad.link);
    CHECK_MESSAGE(link.error().detail.find(bad.mentions) != std::string::npos,
                  bad.link << ": " << link.error().detail);
  }
  CHECK(parse_short_link("#seed=9223372036854775807").ok());
  CHECK(parse_short_link("#t=604800000").ok());
}

}  // namespace srl
