// SPDX-License-Identifier: MIT
#include "live/accessible_live.h"

#include <doctest/doctest.h>

#include "live/live_bench.h"
#include "live/live_text.h"

namespace srl::web {
namespace {

struct AccessibleBench {
  FakeStorage storage;
  FakeServer server;
};

bool says(const Tab& tab, std::string_view text) {
  return accessible_live_view(tab.live).find(text) != std::string::npos;
}

Status act(Tab& tab, const AccessibleCommand& command) {
  const Status done = perform_live(tab.live, command);
  tab.settle();
  return done;
}

std::string only_handle(const Tab& tab) {
  REQUIRE(tab.view().rows.size() == 1);
  return to_string(tab.view().rows.begin()->first);
}

// How the page names the notice that it shows.
std::string kind_of(const Tab& tab) {
  const std::string view = accessible_live_view(tab.live);
  const std::string key = R"("kind":")";
  const std::size_t at = view.find(key);
  REQUIRE(at != std::string::npos);
  return view.substr(at + key.size(), 1);
}

}  // namespace

TEST_CASE("live/accessible: a task is added, completed and deleted by its handle") {
  AccessibleBench bench;
  Tab tab(bench.storage, bench.server);
  REQUIRE(act(tab, {.name = "add", .value = "Buy milk"}).ok());
  CHECK(says(tab, R"("title":"Buy milk","done":false)"));
  const std::string handle = only_handle(tab);
  REQUIRE(act(tab, {.name = "complete", .value = "on", .handle = handle}).ok());
  CHECK(says(tab, R"("title":"Buy milk","done":true)"));
  tab.wait(kMinuteMs);
  CHECK(bench.server.service.rows().front().fields.completed);
  REQUIRE(act(tab, {.name = "delete", .handle = handle}).ok());
  CHECK_FALSE(says(tab, "Buy milk"));
}

TEST_CASE("live/accessible: a task is in memory, then saved on the device, then synced, in words") {
  AccessibleBench bench;
  Tab tab(bench.storage, bench.server);
  REQUIRE(act(tab, {.name = "offline", .value = "on"}).ok());
  CHECK(says(tab, R"("offline":true)"));
  CHECK(says(tab, R"("claim":"Offline")"));
  tab.disk_answers = false;
  REQUIRE(act(tab, {.name = "add", .value = "Buy milk"}).ok());
  CHECK(says(tab, R"("notes":"In memory")"));
  CHECK(says(tab, "1 change waiting to be sent, 1 not yet on disk"));
  tab.disk_answers = true;
  tab.settle();
  CHECK(says(tab, R"("notes":"Saved on device")"));
  REQUIRE(act(tab, {.name = "offline", .value = "off"}).ok());
  tab.wait(kMinuteMs);
  CHECK(says(tab, R"("notes":"Synced")"));
  CHECK(says(tab, R"("queue":"Nothing waiting to be sent")"));
}

TEST_CASE("live/accessible: a server that is away is said, with what becomes of the work") {
  AccessibleBench bench;
  Tab tab(bench.storage, bench.server);
  CHECK(says(tab, R"("server":"The server answers")"));
  CHECK_FALSE(says(tab, R"("notice")"));
  bench.server.is_down = true;
  tab.wait(kMinuteMs);
  CHECK(says(tab, "Server unreachable for "));
  CHECK(says(tab, "what you do is saved here and sent when the server is back"));
  tab.live.on_network(false);
  CHECK(says(tab, kNoNetwork));
}

TEST_CASE("live/accessible: parked changes are tried again by a command") {
  AccessibleBench bench;
  Tab tab(bench.storage, bench.server);
  bench.server.is_down = true;
  REQUIRE(act(tab, {.name = "add", .value = "Buy milk"}).ok());
  tab.wait(kHourMs);
  CHECK(says(tab, R"("parked":true)"));
  CHECK(says(tab, R"("notes":"Parked")"));
  REQUIRE(act(tab, {.name = "retry_parked"}).ok());
  CHECK(says(tab, R"("parked":false)"));
}

TEST_CASE(
    "live/accessible: a held device has two ways on, and the first makes this tab another one") {
  AccessibleBench bench;
  Tab first(bench.storage, bench.server);
  Tab copy(bench.storage, bench.server, first.live.device_id());
  CHECK(says(copy, R"("waiting":"Opening the device)"));
  copy.wait(2 * kLockPatienceMs);
  CHECK(says(copy, R"("title":"Another tab has this device")"));
  CHECK(says(copy, R"("other":"Try again")"));
  CHECK_FALSE(perform_live(copy.live, {.name = "add", .value = "Too early"}).ok());
  const std::string kind = kind_of(copy);
  REQUIRE(act(copy, {.name = "notice", .value = kind}).ok());
  CHECK(copy.live.stage() == LiveStage::running);
  CHECK(copy.live.device_id() != first.live.device_id());
  // The notice has gone: its button, pressed once more, does nothing.
  REQUIRE(act(copy, {.name = "notice", .value = kind}).ok());
  CHECK(copy.live.stage() == LiveStage::running);
}

TEST_CASE("live/accessible: on a full disk the way on is offered, and nothing is called saved") {
  AccessibleBench bench;
  Tab tab(bench.storage, bench.server);
  bench.storage.is_full = true;
  REQUIRE(act(tab, {.name = "add", .value = "No room"}).ok());
  CHECK(says(tab, R"("action":"Send without saving")"));
  CHECK(says(tab, R"("bad":true)"));
  REQUIRE(act(tab, {.name = "offline", .value = "on"}).ok());
  REQUIRE(act(tab, {.name = "notice", .value = kind_of(tab)}).ok());
  CHECK(says(tab, "Not saved: this browser refuses storage"));
  CHECK(says(tab, R"("storage":"In memory only")"));
  CHECK_FALSE(says(tab, "Saved on device"));
}

TEST_CASE("live/accessible: what is no command, no task and no title is refused in words") {
  AccessibleBench bench;
  Tab tab(bench.storage, bench.server);
  CHECK_FALSE(perform_live(tab.live, {.name = "explode"}).ok());
  CHECK_FALSE(perform_live(tab.live, {.name = "add", .value = ""}).ok());
  CHECK_FALSE(perform_live(tab.live, {.name = "delete", .handle = "no handle"}).ok());
  CHECK(tab.view().rows.empty());
}

}  // namespace srl::web
