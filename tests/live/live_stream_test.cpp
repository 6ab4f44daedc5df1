// SPDX-License-Identifier: MIT
// The event stream of a live device: when there is one, what it brings, how it comes back.
#include "live/live_stream.h"

#include <doctest/doctest.h>

#include "live/live_bench.h"

namespace srl::web {
namespace {

constexpr DurationMs kLookMs = kServerLookMs;

struct StreamBench {
  FakeStorage storage;
  FakeServer server;
};

std::string reminder(const std::string& id, const std::string& topic) {
  return "id: " + id +
         "\nevent: reminder\ndata: {\"due_at\":5,\"kind\":\"reminder\",\"task\":"
         "\"018bcfe5-6800-7007-8000-000000000001\",\"title\":\"Milk\",\"topic\":\"" +
         topic + "\"}\n\n";
}

std::string poke(std::int64_t seq) {
  return "event: change\ndata: {\"seq\":" + std::to_string(seq) + "}\n\n";
}

std::size_t shown(const Tab& tab) { return tab.live.device()->notices().shown().size(); }

}  // namespace

TEST_CASE("live/stream: events are read out of text that arrives in pieces") {
  StreamReader reader;
  CHECK(reader.take("retry: 3000\n\n:\n\nevent: cha").empty());
  const std::vector<StreamEvent> events = reader.take("nge\ndata: {}\n\nid: 7\nevent: x\n\n:");
  REQUIRE(events.size() == 2);
  CHECK(events[0].name == "change");
  CHECK(events[0].data == "{}");
  CHECK(events[1].id == "7");
  CHECK(reader.take("\n\n" + std::string(kStreamEventBytesMax + 1, 'x')).empty());
  CHECK(reader.take("\n\nevent: after\n\n").size() == 1);
}

TEST_CASE("live/stream: a device that is signed in has one, with its token") {
  StreamBench bench;
  Tab tab(bench.storage, bench.server);
  CHECK(tab.browser.stream.is_open);
  CHECK(tab.browser.stream.times_opened == 1);
  CHECK(tab.browser.stream.authorization == "Bearer " + tab.browser.secret.tokens.access_token);
  CHECK(tab.browser.stream.last_id.empty());
  tab.wait(kLookMs);
  CHECK(tab.browser.stream.times_opened == 1);
}

TEST_CASE("live/stream: there is none in offline mode, after signing out, and while nobody looks") {
  StreamBench bench;
  Tab tab(bench.storage, bench.server);
  tab.live.device()->set_online(false);
  CHECK_FALSE(tab.browser.stream.is_open);
  tab.live.device()->set_online(true);
  tab.settle();
  CHECK(tab.browser.stream.is_open);
  tab.browser.visible = false;
  tab.wait(2 * kLookMs);
  CHECK_FALSE(tab.browser.stream.is_open);
  tab.browser.visible = true;
  tab.wait(2 * kLookMs);
  CHECK(tab.browser.stream.is_open);
  REQUIRE(tab.live.device()->sign_out(Device::Unsent::discard).ok());
  tab.settle();
  CHECK_FALSE(tab.browser.stream.is_open);
}

TEST_CASE("live/stream: a poke makes the device pull at once, unless it knows already") {
  StreamBench bench;
  Tab tab(bench.storage, bench.server);
  const WireOperation other = test::operation(OpKind::create_task, 7, 7, "Elsewhere");
  test::BenchService& service = bench.server.service;
  service.session = service.sign_in_on("elsewhere");  // another device of the same guest
  const std::int64_t seq = service.push({other})[0].version;
  tab.live.on_stream_text(poke(seq));
  tab.settle();
  CHECK(tab.view().rows.size() == 1);
  tab.live.on_stream_text(poke(seq));
  CHECK(tab.browser.sent.empty());
}

TEST_CASE(
    "live/stream: a reminder is shown once, also when it is sent again or the page reloaded") {
  StreamBench bench;
  std::string own;
  {
    Tab tab(bench.storage, bench.server);
    own = tab.browser.own;
    const std::uint64_t before = tab.live.revision();
    tab.live.on_stream_text(reminder("41", "a"));
    CHECK(tab.live.revision() > before);
    REQUIRE(shown(tab) == 1);
    const Notice& notice = tab.live.device()->notices().shown()[0].notice;
    CHECK(notice.title == "Milk");
    CHECK(notice.due_at == 5);
    tab.live.on_stream_text(reminder("41", "a"));
    CHECK(shown(tab) == 1);
    tab.live.on_stream_text(reminder("42", "b"));
    CHECK(shown(tab) == 2);
    tab.settle();
  }
  Tab again(bench.storage, bench.server, own);
  CHECK(again.browser.stream.last_id == "42");
}

TEST_CASE("live/stream: what it cannot read it leaves alone") {
  StreamBench bench;
  Tab tab(bench.storage, bench.server);
  for (const char* text : {"event: reminder\ndata: {}\n\n", "event: reminder\ndata: nonsense\n\n",
                           "event: change\ndata: []\n\n", "event: later\ndata: {}\n\n"}) {
    tab.live.on_stream_text(text);
  }
  CHECK(shown(tab) == 0);
  CHECK(tab.browser.stream.is_open);
}

TEST_CASE(
    "live/stream: one that ends is opened again, later with each failure, and on from the last "
    "id") {
  StreamBench bench;
  Tab tab(bench.storage, bench.server);
  tab.live.on_stream_text(reminder("9", "a"));
  DurationMs bound_ms = kStreamRetryMs;
  for (int failures = 1; failures < 4; ++failures, bound_ms *= 2) {
    tab.live.on_stream_end(0);
    const TimeMs opens_at = tab.browser.alarms.at(Alarm::stream);
    CHECK(opens_at - tab.browser.time_ms >= bound_ms / 2);
    CHECK(opens_at - tab.browser.time_ms <= bound_ms);
    tab.wait(bound_ms);
    CHECK(tab.browser.stream.times_opened == 1 + failures);
    CHECK(tab.browser.stream.last_id == "9");
  }
  tab.live.on_stream_text(":\n\n");
  tab.live.on_stream_end(0);
  CHECK(tab.browser.alarms.at(Alarm::stream) - tab.browser.time_ms <= kStreamRetryMs);
}

TEST_CASE("live/stream: one that is silent for too long is given up for another") {
  StreamBench bench;
  Tab tab(bench.storage, bench.server);
  tab.wait(kStreamSilenceMaxMs - kSecondMs);
  tab.live.on_stream_text(":\n\n");
  tab.wait(kStreamSilenceMaxMs - kSecondMs);
  CHECK(tab.browser.stream.times_opened == 1);
  tab.wait(2 * kSecondMs);
  CHECK(tab.browser.stream.times_opened == 2);
}

TEST_CASE(
    "live/stream: whose session has ended elsewhere is told at once, a guest signs in unseen") {
  StreamBench bench;
  Tab tab(bench.storage, bench.server);
  const auto revoke = [&] {
    Database& database = bench.server.service.database();
    REQUIRE(delete_sessions_of_device(database, tab.browser.own).ok());
    tab.live.on_stream_text("event: revoked\ndata: {}\n\n");
    tab.browser.stream.is_open = false;
    tab.live.on_stream_end(0);
  };
  revoke();
  CHECK(tab.browser.sent.empty());
  tab.wait(2 * kPollIntervalMs);
  CHECK(tab.view().session.is_signed_in());
  CHECK(tab.browser.stream.is_open);

  LiveDevice& device = *tab.live.device();
  REQUIRE(device.sign_out(Device::Unsent::discard).ok());
  tab.settle();
  REQUIRE(device.request_code("ada@example.org").ok());
  tab.settle();
  REQUIRE(device.enter_code(bench.server.mailed_code).ok());
  tab.settle();
  REQUIRE(tab.view().session.email == "ada@example.org");
  revoke();
  tab.settle();
  CHECK(tab.view().session.state == SessionState::sign_in_needed);
  CHECK_FALSE(tab.browser.stream.is_open);
}

}  // namespace srl::web
