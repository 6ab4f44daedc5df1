// SPDX-License-Identifier: MIT
#include "app/accessible_view.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/run_report.h"

namespace srl::web {
namespace {

void open_after_failure(Sandbox& sandbox) {
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  sandbox.seek(22'000);
}

bool says(Sandbox& sandbox, std::string_view text) {
  return accessible_view(sandbox).find(text) != std::string::npos;
}

std::size_t phone_rows(const Sandbox& sandbox) {
  return sandbox.world().find_device(kPhone)->view().rows.size();
}

}  // namespace

TEST_CASE(
    "app/accessible_view: it says in words which promise broke, and that tasks are there twice") {
  Sandbox sandbox;
  open_after_failure(sandbox);
  CHECK(says(sandbox, R"("verdict":"Promise broken: Everything you do happens exactly once")"));
  CHECK(says(sandbox, R"("word":"Broken")"));
  CHECK(says(sandbox, R"("duplicates":"15 duplicates")"));
  CHECK(says(sandbox, "Duplicate, 2 of 2"));
}

TEST_CASE("app/accessible_view: the preset's switch cures the run") {
  Sandbox sandbox;
  open_after_failure(sandbox);
  REQUIRE(perform(sandbox, {.name = "preset", .value = "reliable"}).ok());
  CHECK(says(sandbox, R"("broken":false)"));
  CHECK_FALSE(says(sandbox, R"("word":"Broken")"));
  CHECK(phone_rows(sandbox) == 15);
}

TEST_CASE("app/accessible_view: a task is added, completed and deleted by its gesture") {
  Sandbox sandbox;
  open_after_failure(sandbox);
  REQUIRE(perform(sandbox, {.name = "add", .device = kPhone, .value = "Thank the oracle"}).ok());
  const auto gesture = static_cast<Intent>(sandbox.world().history().gestures.size());
  CHECK(says(sandbox, R"("title":"Thank the oracle","done":false)"));
  REQUIRE(perform(sandbox, {"complete", kPhone, "on", gesture, 1}).ok());
  CHECK(says(sandbox, R"("title":"Thank the oracle","done":true)"));
  REQUIRE(perform(sandbox, {"delete", kPhone, "", gesture, 1}).ok());
  CHECK_FALSE(says(sandbox, "Thank the oracle"));
}

TEST_CASE("app/accessible_view: offline and the second device are switches") {
  Sandbox sandbox;
  open_after_failure(sandbox);
  REQUIRE(perform(sandbox, {.name = "offline", .device = kPhone, .value = "on"}).ok());
  sandbox.seek(sandbox.now_ms() + 10);
  CHECK(sandbox.is_offline(kPhone));
  CHECK(says(sandbox, R"("claim":"Offline")"));
  const bool had = sandbox.has_second_device();
  REQUIRE(perform(sandbox, {.name = "second_device", .value = had ? "off" : "on"}).ok());
  sandbox.seek(sandbox.now_ms() + 10);
  CHECK(sandbox.has_second_device() != had);
}

TEST_CASE("app/accessible_view: the session is told, and signing out and in are commands") {
  Sandbox sandbox;
  open_after_failure(sandbox);
  CHECK(says(sandbox, R"("user":"ada@example.test","state":"Signed in")"));
  REQUIRE(perform(sandbox, {.name = "sign_out", .device = kPhone}).ok());
  CHECK(says(sandbox, R"("state":"Signed out")"));
  REQUIRE(perform(sandbox, {.name = "request_code", .device = kPhone, .value = "a@b.test"}).ok());
  sandbox.seek(sandbox.now_ms() + 3'000);
  CHECK(says(sandbox, R"("code_email":"a@b.test")"));
  const Mailbox& mailbox = sandbox.world().mailbox();
  REQUIRE_FALSE(mailbox.empty());
  const std::string code = mailbox.back().code;
  CHECK(says(sandbox, "\"mailed_code\":\"" + code));
  REQUIRE(perform(sandbox, {.name = "enter_code", .device = kPhone, .value = code}).ok());
  sandbox.seek(sandbox.now_ms() + 2'000);
  CHECK(says(sandbox, R"("user":"a@b.test","state":"Signed in")"));
  REQUIRE(perform(sandbox, {.name = "expiry", .value = "on"}).ok());
  CHECK(says(sandbox, R"("expiry":true)"));
}

TEST_CASE("app/accessible_view: a task is given a reminder, and what was shown is told") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  sandbox.seek(4'000);
  REQUIRE(perform(sandbox, {.name = "remind", .device = kPhone, .value = "2", .gesture = 1}).ok());
  CHECK(says(sandbox, R"("notes":"Reminder at 05:04)"));
  CHECK(says(sandbox, R"("label":"In 5 minutes")"));
  CHECK_FALSE(
      perform(sandbox, {.name = "remind", .device = kPhone, .value = "9", .gesture = 1}).ok());
  sandbox.seek(310'000);
  CHECK(says(sandbox, "Reminder: “Buy milk”, 05:04, on time · the app's own timer"));
}

TEST_CASE(
    "app/accessible_view: an empty title and an unknown command are refused, and nothing happens") {
  Sandbox sandbox;
  open_after_failure(sandbox);
  const std::uint64_t before = sandbox.revision();
  CHECK_FALSE(perform(sandbox, {.name = "add", .device = kPhone, .value = ""}).ok());
  CHECK_FALSE(perform(sandbox, {.name = "explode"}).ok());
  CHECK(sandbox.revision() == before);
}

TEST_CASE("app/run_report: it names scenario, seed and link, and ends with the last events") {
  Sandbox sandbox;
  open_after_failure(sandbox);
  const std::string report = run_report(sandbox);
  CHECK(report.find("scenario: offline-replay") != std::string::npos);
  CHECK(report.find("preset: naive") != std::string::npos);
  CHECK(report.find("seed: ") != std::string::npos);
  CHECK(report.find("link: " + sandbox.link()) != std::string::npos);
  CHECK(report.find("phone: ") != std::string::npos);
  const auto lines = static_cast<std::size_t>(std::count(report.begin(), report.end(), '\n'));
  CHECK(lines == sandbox.world().log().events().size() + 6);
}

TEST_CASE("app/run_report: of a long run the last 200 events are told") {
  Sandbox sandbox;
  open_after_failure(sandbox);
  sandbox.seek(120'000);
  REQUIRE(sandbox.world().log().events().size() > kReportEventsMax);
  const std::string report = run_report(sandbox);
  CHECK(report.find("last 200 events:") != std::string::npos);
  CHECK(report.find(describe(sandbox.world().log().events().back()) + "\n") != std::string::npos);
}

}  // namespace srl::web
