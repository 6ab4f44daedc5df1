// SPDX-License-Identifier: MIT
#include "live/live_mode.h"

#include <doctest/doctest.h>

#include "live/live_bench.h"
#include "live/live_text.h"

namespace srl::web {
namespace {

struct SessionBench {
  FakeStorage storage;
  FakeServer server;
};

std::vector<std::string> titles(const DeviceView& view) {
  std::vector<std::string> all;
  for (const auto& [handle, row] : view.rows) all.push_back(row.fields.title);
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<std::string> titles(FakeServer& server) {
  std::vector<std::string> all;
  for (const Task& task : server.service.rows()) all.push_back(task.fields.title);
  std::sort(all.begin(), all.end());
  return all;
}

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("live/session: a task is saved, sent and acknowledged, and a reload finds it again") {
  SessionBench bench;
  std::string own;
  {
    Tab tab(bench.storage, bench.server);
    REQUIRE(tab.live.stage() == LiveStage::running);
    REQUIRE(tab.add("Buy milk").ok());
    tab.wait(kMinuteMs);
    CHECK(tab.view().claim == SyncClaim::synced);
    CHECK(titles(bench.server) == Titles{"Buy milk"});
    own = tab.browser.own;
  }
  Tab again(bench.storage, bench.server, own);
  CHECK(again.live.device_id() == own);
  CHECK(titles(again.view()) == Titles{"Buy milk"});
}

TEST_CASE("live/session: a page that has just been opened did not go offline") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.wait(kMinuteMs);
  const Metrics& metrics = tab.live.device()->device_metrics();
  CHECK(metrics.total(Metric::device_offline) == 0);
  tab.live.device()->set_online(false);
  CHECK(metrics.total(Metric::device_offline) == 1);
}

TEST_CASE("live/session: what the view called saved is there after a kill, sent or not") {
  SessionBench bench;
  {
    Tab tab(bench.storage, bench.server);
    tab.live.device()->set_online(false);
    REQUIRE(tab.add("Saved").ok());
    tab.settle();
    CHECK(tab.view().not_durable == 0);
    tab.disk_answers = false;
    REQUIRE(tab.add("In memory").ok());
    tab.settle();
    CHECK(tab.view().not_durable == 1);
  }
  Tab again(bench.storage, bench.server);
  CHECK(titles(again.view()) == Titles{"Saved"});
  again.live.device()->set_online(true);
  again.wait(kMinuteMs);
  CHECK(titles(bench.server) == Titles{"Saved"});
}

// What a write costs is mostly what the disk is given: the file's head, the outbox, the row.
TEST_CASE("live/session: a new task writes three pages") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.live.device()->set_online(false);
  for (const char* title : {"First", "Second", "Third"}) {
    REQUIRE(tab.add(title).ok());
    tab.settle();
  }
  tab.disk_answers = false;
  REQUIRE(tab.add("Fourth").ok());
  REQUIRE_FALSE(tab.browser.writes.empty());
  CHECK(tab.browser.writes.back().pages->pages.size() == 3);
}

TEST_CASE("live/session: nothing is sent before the disk has it") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.wait(kMinuteMs);
  tab.disk_answers = false;
  REQUIRE(tab.add("Not yet").ok());
  tab.wait(kMinuteMs);
  CHECK(titles(bench.server).empty());
  tab.disk_answers = true;
  tab.wait(kMinuteMs);
  CHECK(titles(bench.server) == Titles{"Not yet"});
}

TEST_CASE(
    "live/session: every request carries trace context, and a push that of its first change") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.wait(kMinuteMs);
  REQUIRE(!bench.server.traceparents.empty());
  for (const std::string& one : bench.server.traceparents) CHECK(parse_traceparent(one));
  const std::set<std::string> all(bench.server.traceparents.begin(),
                                  bench.server.traceparents.end());
  CHECK(all.size() == bench.server.traceparents.size());
  bench.server.traceparents.clear();
  REQUIRE(tab.add("Milk").ok());
  tab.settle();
  REQUIRE(!bench.server.traceparents.empty());
  REQUIRE(bench.server.pushed_trace);
  CHECK(parse_traceparent(bench.server.traceparents[0])->trace == bench.server.pushed_trace->trace);
}

TEST_CASE("live/session: tasks made while the server is down drain as soon as it is seen again") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.wait(2 * kSecondMs);
  bench.server.is_down = true;
  REQUIRE(tab.add("While down").ok());
  tab.wait(kHourMs);  // long enough for every attempt to be spent
  CHECK(tab.view().parked == 1);
  CHECK(server_text(tab.live).rfind("Server unreachable for ", 0) == 0);
  CHECK(notice_of(tab.live)->kind == NoticeKind::unreachable);
  bench.server.is_down = false;
  tab.wait(2 * kServerLookMs);
  CHECK(titles(bench.server) == Titles{"While down"});
  CHECK(tab.view().queued == 0);
  CHECK_FALSE(notice_of(tab.live).has_value());
}

TEST_CASE("live/session: offline means that nothing is sent, and online drains it") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.live.device()->set_online(false);
  REQUIRE(tab.add("Offline").ok());
  tab.wait(kMinuteMs);
  CHECK(tab.view().claim == SyncClaim::offline);
  CHECK(titles(bench.server).empty());
  tab.live.device()->set_online(true);
  tab.wait(kMinuteMs);
  CHECK(titles(bench.server) == Titles{"Offline"});
}

TEST_CASE("live/session: offline mode is its person's choice, and a reload keeps it") {
  SessionBench bench;
  std::string own;
  {
    Tab tab(bench.storage, bench.server);
    own = tab.live.device_id();
    tab.live.device()->set_online(false);
    REQUIRE(tab.add("Offline").ok());
    tab.settle();
  }
  {
    Tab again(bench.storage, bench.server, own);
    again.wait(kMinuteMs);
    CHECK_FALSE(again.live.device()->wants_online());
    CHECK(again.view().claim == SyncClaim::offline);
    CHECK(titles(bench.server).empty());
    const Tab other(bench.storage, bench.server);
    CHECK(other.live.device()->wants_online());
    again.live.device()->set_online(true);
    again.wait(kMinuteMs);
    CHECK(titles(bench.server) == Titles{"Offline"});
  }
  const Tab third(bench.storage, bench.server, own);
  CHECK(third.live.device()->wants_online());
}

TEST_CASE("live/session: where databases are not listed, a device left behind is found by a note") {
  SessionBench bench;
  bench.storage.lists_databases = false;
  std::string left;
  {
    Tab tab(bench.storage, bench.server);
    left = tab.live.device_id();
    tab.live.device()->set_online(false);
    REQUIRE(tab.add("Left behind").ok());
    tab.settle();
  }
  const Tab next(bench.storage, bench.server);
  CHECK(next.live.device_id() == left);
  CHECK(titles(next.view()) == Titles{"Left behind"});
  CHECK(next.browser.noted == Titles{left});
}

TEST_CASE("live/session: where databases are listed, a note of one that is gone is not believed") {
  SessionBench bench;
  bench.storage.noted = {"gone"};
  const Tab tab(bench.storage, bench.server);
  CHECK(tab.live.device_id() != "gone");
}

TEST_CASE("live/session: a browser without network is offline until it is back") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.live.on_network(false);
  CHECK_FALSE(tab.view().online);
  tab.live.on_network(true);
  CHECK(tab.view().online);
}

TEST_CASE("live/session: two tabs are two devices, and agree") {
  SessionBench bench;
  Tab one(bench.storage, bench.server);
  Tab two(bench.storage, bench.server);
  REQUIRE(two.live.stage() == LiveStage::running);
  CHECK(one.live.device_id() != two.live.device_id());
  REQUIRE(one.add("From one").ok());
  REQUIRE(two.add("From two").ok());
  one.wait(kMinuteMs);
  two.wait(kMinuteMs);
  one.wait(kMinuteMs);
  CHECK(titles(one.view()) == Titles{"From one", "From two"});
  CHECK(titles(two.view()) == titles(one.view()));
}

TEST_CASE("live/session: a device that another tab holds is said, with a way on") {
  SessionBench bench;
  Tab one(bench.storage, bench.server);
  Tab copy(bench.storage, bench.server, one.live.device_id());  // "duplicate this tab"
  CHECK(copy.live.stage() == LiveStage::opening);
  copy.wait(2 * kLockPatienceMs);
  REQUIRE(copy.live.stage() == LiveStage::held);
  const LiveNotice notice = *notice_of(copy.live);
  CHECK(notice.title == "Another tab has this device");
  act_on(copy.live, notice.kind);
  copy.settle();
  CHECK(copy.live.stage() == LiveStage::running);
  CHECK(copy.live.device_id() != one.live.device_id());
  CHECK(copy.browser.own == copy.live.device_id());
}

TEST_CASE("live/session: where storage is refused it works in memory, and says so") {
  SessionBench bench;
  FakeBrowser browser;
  LiveMode live(browser.ports());
  live.show();
  live.on_reply(HttpChannel::watch, browser.sent.front().id,
                HttpResponseForm{200, "text/plain", "srl_open_tasks 0\n"});
  live.on_devices(Titles{});
  live.on_lock(LockAnswer::refused, "access is denied for this document");
  REQUIRE(live.stage() == LiveStage::running);
  CHECK_FALSE(live.device()->keeps_what_it_saves());
  CHECK(storage_text(live) == "In memory only");
  CHECK(notice_of(live)->text.find("access is denied") != std::string::npos);
  CHECK(browser.own.empty());
  CHECK(browser.loaded.empty());
}

TEST_CASE("live/session: a full disk is said, nothing unsaved is sent, and room lets it go on") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.wait(kMinuteMs);
  bench.storage.is_full = true;
  REQUIRE(tab.add("No room").ok());
  REQUIRE(tab.add("No room either").ok());
  tab.wait(kMinuteMs);
  CHECK(tab.view().disk_failing);
  CHECK(notice_of(tab.live)->kind == NoticeKind::disk_refuses);
  CHECK(titles(bench.server).empty());
  bench.storage.is_full = false;
  tab.wait(kMinuteMs);
  CHECK_FALSE(tab.view().disk_failing);
  CHECK(titles(bench.server) == Titles{"No room", "No room either"});
  CHECK_FALSE(notice_of(tab.live).has_value());
}

TEST_CASE("live/session: on a full disk the person may send without saving") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  bench.storage.is_full = true;
  REQUIRE(tab.add("Send it").ok());
  tab.wait(kMinuteMs);
  act_on(tab.live, NoticeKind::disk_refuses);
  tab.wait(kMinuteMs);
  CHECK(titles(bench.server) == Titles{"Send it"});
  CHECK_FALSE(tab.live.device()->keeps_what_it_saves());
  CHECK(notice_of(tab.live)->kind == NoticeKind::not_kept);
}

TEST_CASE("live/session: a damaged database is said, kept aside, and begun again from the server") {
  SessionBench bench;
  std::string own;
  {
    Tab tab(bench.storage, bench.server);
    REQUIRE(tab.add("On the server").ok());
    tab.wait(kMinuteMs);
    own = tab.live.device_id();
  }
  StoredPages& disk = bench.storage.devices[own];
  disk.image.set(1, make_page({}));  // a page of zeros in the middle
  Tab tab(bench.storage, bench.server, own);
  REQUIRE(tab.live.stage() == LiveStage::unreadable);
  const LiveNotice notice = *notice_of(tab.live);
  CHECK(notice.is_bad);
  act_otherwise_on(tab.live, notice.kind);
  CHECK(tab.browser.downloaded.find(own) != std::string::npos);
  act_on(tab.live, notice.kind);
  tab.wait(kMinuteMs);
  REQUIRE(tab.live.stage() == LiveStage::running);
  CHECK(titles(tab.view()) == Titles{"On the server"});
  CHECK(tab.browser.left_out == Titles{own});
  CHECK(bench.storage.devices.count(own) == 1);
}

TEST_CASE("live/session: another host is told from srl serve, and can be looked at again") {
  FakeBrowser browser;
  LiveMode live(browser.ports());
  live.show();
  live.on_reply(HttpChannel::watch, browser.sent.back().id,
                HttpResponseForm{200, "text/html", "<!doctype html>"});
  CHECK(live.stage() == LiveStage::no_server);
  CHECK(notice_of(live)->title == "Live needs srl serve");
  CHECK(browser.locked.empty());
  CHECK(browser.alarms.empty());
  act_on(live, NoticeKind::no_server);
  live.on_reply(HttpChannel::watch, browser.sent.back().id,
                HttpResponseForm{200, "text/plain", "srl_open_tasks 0\n"});
  CHECK(live.stage() == LiveStage::opening);
}

TEST_CASE(
    "live/session: a page in front of a server that has been seen is trouble on the way, not "
    "another host") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.wait(kMinuteMs);
  tab.live.on_alarm(Alarm::look_at_server);
  const FakeBrowser::Sent look = tab.browser.sent.back();
  REQUIRE(look.channel == HttpChannel::watch);
  tab.browser.sent.clear();
  tab.live.on_reply(look.channel, look.id, HttpResponseForm{200, "text/html", "<!doctype html>"});
  CHECK(tab.live.stage() == LiveStage::running);
  CHECK(tab.live.server().state() == ServerWatch::State::unreachable);
}

TEST_CASE("live/session: in the background nobody asks for signals, while the device goes on") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.wait(kMinuteMs);
  tab.browser.visible = false;
  tab.browser.sent.clear();
  tab.live.on_alarm(Alarm::look_at_server);
  CHECK(tab.browser.sent.empty());
  CHECK(tab.browser.alarms.count(Alarm::look_at_server) == 1);
}

TEST_CASE(
    "live/session: a batch names the one it builds on, so that no torn database can be kept") {
  SessionBench bench;
  Tab tab(bench.storage, bench.server);
  tab.wait(kMinuteMs);
  tab.live.device()->set_online(false);
  tab.settle();
  tab.disk_answers = false;
  const BatchId before = tab.live.device()->durable_batch();
  REQUIRE(tab.add("First").ok());
  REQUIRE(tab.add("Second").ok());
  REQUIRE(tab.browser.writes.size() == 2);
  CHECK(tab.browser.writes[0].after == before);
  CHECK(tab.browser.writes[1].after == tab.browser.writes[0].batch);
  tab.live.on_batch_written(tab.browser.writes[0].batch, false, "full");
  tab.live.on_batch_written(tab.browser.writes[1].batch, false, "full");
  tab.browser.writes.clear();
  tab.wait(2 * kDiskRetryDelayMs);
  REQUIRE(tab.browser.writes.size() == 1);
  CHECK(tab.browser.writes[0].after == before);
}

}  // namespace srl::web
