// SPDX-License-Identifier: MIT
#include "app/accessible_view.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/run_report.h"

namespace srl::web {
namespace {

void open_after_failure(LabSession& session) {
  REQUIRE(session.open_scenario("offline-replay").ok());
  session.seek(22'000);
}

bool says(LabSession& session, std::string_view text) {
  return accessible_view(session).find(text) != std::string::npos;
}

std::size_t phone_rows(const LabSession& session) {
  return session.world().find_device(kPhone)->view().rows.size();
}

}  // namespace

TEST_CASE(
    "app/accessible_view: it says in words which promise broke, and that tasks are there twice") {
  LabSession session;
  open_after_failure(session);
  CHECK(says(session, R"("verdict":"Promise broken: Everything you do happens exactly once")"));
  CHECK(says(session, R"("word":"Broken")"));
  CHECK(says(session, R"("duplicates":"15 duplicates")"));
  CHECK(says(session, "Duplicate, 2 of 2"));
}

TEST_CASE("app/accessible_view: the preset's switch cures the run") {
  LabSession session;
  open_after_failure(session);
  REQUIRE(perform(session, {.name = "preset", .value = "reliable"}).ok());
  CHECK(says(session, R"("broken":false)"));
  CHECK_FALSE(says(session, R"("word":"Broken")"));
  CHECK(phone_rows(session) == 15);
}

TEST_CASE("app/accessible_view: a task is added, completed and deleted by its gesture") {
  LabSession session;
  open_after_failure(session);
  REQUIRE(perform(session, {.name = "add", .device = kPhone, .value = "Thank the oracle"}).ok());
  const auto gesture = static_cast<Intent>(session.world().history().gestures.size());
  CHECK(says(session, R"("title":"Thank the oracle","done":false)"));
  REQUIRE(perform(session, {"complete", kPhone, "on", gesture, 1}).ok());
  CHECK(says(session, R"("title":"Thank the oracle","done":true)"));
  REQUIRE(perform(session, {"delete", kPhone, "", gesture, 1}).ok());
  CHECK_FALSE(says(session, "Thank the oracle"));
}

TEST_CASE("app/accessible_view: offline and the second device are switches") {
  LabSession session;
  open_after_failure(session);
  REQUIRE(perform(session, {.name = "offline", .device = kPhone, .value = "on"}).ok());
  session.seek(session.now_ms() + 10);
  CHECK(session.is_offline(kPhone));
  CHECK(says(session, R"("claim":"Offline")"));
  const bool had = session.has_second_device();
  REQUIRE(perform(session, {.name = "second_device", .value = had ? "off" : "on"}).ok());
  session.seek(session.now_ms() + 10);
  CHECK(session.has_second_device() != had);
}

TEST_CASE("app/accessible_view: the session is told, and signing out and in are commands") {
  LabSession session;
  open_after_failure(session);
  CHECK(says(session, R"("user":"ada@example.test","state":"Signed in")"));
  REQUIRE(perform(session, {.name = "sign_out", .device = kPhone}).ok());
  CHECK(says(session, R"("state":"Signed out")"));
  REQUIRE(perform(session, {.name = "request_code", .device = kPhone, .value = "a@b.test"}).ok());
  session.seek(session.now_ms() + 3'000);
  CHECK(says(session, R"("code_email":"a@b.test")"));
  const Inbox& inbox = session.world().inbox();
  REQUIRE_FALSE(inbox.empty());
  const std::string code = inbox.back().code;
  CHECK(says(session, "\"mailed_code\":\"" + code));
  REQUIRE(perform(session, {.name = "enter_code", .device = kPhone, .value = code}).ok());
  session.seek(session.now_ms() + 2'000);
  CHECK(says(session, R"("user":"a@b.test","state":"Signed in")"));
  REQUIRE(perform(session, {.name = "expiry", .value = "on"}).ok());
  CHECK(says(session, R"("expiry":true)"));
}

TEST_CASE("app/accessible_view: a task is given a reminder, and what was shown is told") {
  LabSession session;
  REQUIRE(session.open_scenario("offline-replay").ok());
  session.seek(4'000);
  REQUIRE(perform(session, {.name = "remind", .device = kPhone, .value = "2", .gesture = 1}).ok());
  CHECK(says(session, R"("notes":"Reminder at 05:04)"));
  CHECK(says(session, R"("label":"In 5 minutes")"));
  CHECK_FALSE(
      perform(session, {.name = "remind", .device = kPhone, .value = "9", .gesture = 1}).ok());
  session.seek(310'000);
  CHECK(says(session, "Reminder: “Buy milk”, 05:04, on time · the app's own timer"));
}

TEST_CASE(
    "app/accessible_view: an empty title and an unknown command are refused, and nothing happens") {
  LabSession session;
  open_after_failure(session);
  const std::uint64_t before = session.revision();
  CHECK_FALSE(perform(session, {.name = "add", .device = kPhone, .value = ""}).ok());
  CHECK_FALSE(perform(session, {.name = "explode"}).ok());
  CHECK(session.revision() == before);
}

TEST_CASE("app/run_report: it names scenario, seed and link, and ends with the last events") {
  LabSession session;
  open_after_failure(session);
  const std::string report = run_report(session);
  CHECK(report.find("scenario: offline-replay") != std::string::npos);
  CHECK(report.find("preset: naive") != std::string::npos);
  CHECK(report.find("seed: ") != std::string::npos);
  CHECK(report.find("link: " + session.link()) != std::string::npos);
  CHECK(report.find("phone: ") != std::string::npos);
  const auto lines = static_cast<std::size_t>(std::count(report.begin(), report.end(), '\n'));
  CHECK(lines == session.world().log().events().size() + 6);
}

TEST_CASE("app/run_report: of a long run the last 200 events are told") {
  LabSession session;
  open_after_failure(session);
  session.seek(120'000);
  REQUIRE(session.world().log().events().size() > kReportEventsMax);
  const std::string report = run_report(session);
  CHECK(report.find("last 200 events:") != std::string::npos);
  CHECK(report.find(describe(session.world().log().events().back()) + "\n") != std::string::npos);
}

}  // namespace srl::web
