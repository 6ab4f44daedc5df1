// SPDX-License-Identifier: MIT
#include "live/guest_session.h"

#include <doctest/doctest.h>

#include "live/fake_browser.h"
#include "live/live_bench.h"
#include "protocol/http_auth.h"

namespace srl::web {
namespace {

HttpResponseForm refusal(ErrorCode code) { return to_http(problem_response({code, ""})); }

HttpResponseForm tokens(int number) {
  Session session;
  session.id = make_uuid_v7(1, 2, 3);
  session.account = kFirstAccount;
  session.tokens = {"srl_at_" + std::to_string(number), kMinuteMs,
                    "srl_rt_" + std::to_string(number)};
  return to_http(Response{200, SessionResponse{session}});
}

struct Bench {
  FakeBrowser browser;
  GuestSession guest{browser, browser, "phone"};

  void send(std::uint64_t id) { guest.send(id, {"GET", "/v1/sync/changes", {}}); }
  std::vector<std::uint64_t> answer_session(const Result<HttpResponseForm>& reply) {
    const FakeBrowser::Sent last = browser.sent.back();
    REQUIRE(last.channel == HttpChannel::session);
    return guest.on_session_reply(last.id, reply);
  }
  const HttpRequestForm& last() const { return browser.sent.back().form; }
};

}  // namespace

TEST_CASE("live/guest: the first request waits for a sign-in, and each carries its token") {
  Bench bench;
  bench.send(1);
  bench.send(2);
  REQUIRE(bench.browser.sent.size() == 1);
  CHECK(bench.last().target == "/v1/auth/guest");
  CHECK(bench.answer_session(tokens(1)).empty());
  REQUIRE(bench.browser.sent.size() == 3);
  CHECK(bench.last().authorization == "Bearer srl_at_1");
  CHECK(bench.browser.secret.tokens.refresh_token == "srl_rt_1");
}

TEST_CASE("live/guest: two requests that meet a 401 make one refresh, and go out again") {
  Bench bench;
  bench.send(1);
  bench.send(2);
  bench.answer_session(tokens(1));
  CHECK_FALSE(bench.guest.on_reply(1, refusal(ErrorCode::token_expired)).has_value());
  CHECK_FALSE(bench.guest.on_reply(2, refusal(ErrorCode::token_expired)).has_value());
  REQUIRE(bench.browser.sent.size() == 4);
  CHECK(bench.last().target == "/v1/auth/refresh");
  bench.send(3);  // waits as well
  CHECK(bench.answer_session(tokens(2)).empty());
  REQUIRE(bench.browser.sent.size() == 7);
  for (std::size_t i = 4; i < 7; ++i) {
    CHECK(bench.browser.sent[i].form.authorization == "Bearer srl_at_2");
  }
}

TEST_CASE("live/guest: a late 401 of an older token goes out again without another refresh") {
  Bench bench;
  bench.send(1);
  bench.send(2);
  bench.answer_session(tokens(1));
  CHECK_FALSE(bench.guest.on_reply(1, refusal(ErrorCode::token_expired)).has_value());
  bench.answer_session(tokens(2));
  CHECK_FALSE(bench.guest.on_reply(2, refusal(ErrorCode::token_expired)).has_value());
  CHECK(bench.last().target == "/v1/sync/changes");
  CHECK(bench.last().authorization == "Bearer srl_at_2");
}

TEST_CASE("live/guest: a second 401 is the device's to hear: there is no loop") {
  Bench bench;
  bench.send(1);
  bench.answer_session(tokens(1));
  CHECK_FALSE(bench.guest.on_reply(1, refusal(ErrorCode::token_expired)).has_value());
  bench.answer_session(tokens(2));
  const auto heard = bench.guest.on_reply(1, refusal(ErrorCode::token_expired));
  REQUIRE(heard.has_value());
  CHECK((*heard)->status == 401);
}

TEST_CASE("live/guest: without an answer to the refresh the request fails, and the session stays") {
  Bench bench;
  bench.send(1);
  bench.answer_session(tokens(1));
  CHECK_FALSE(bench.guest.on_reply(1, refusal(ErrorCode::token_expired)).has_value());
  const auto failed = bench.answer_session(make_error(ErrorCode::unreachable, "no network"));
  CHECK(failed == std::vector<std::uint64_t>{1});
  CHECK(bench.browser.secret.tokens.refresh_token == "srl_rt_1");
}

TEST_CASE("live/guest: a session that has ended is begun anew") {
  Bench bench;
  bench.send(1);
  bench.answer_session(tokens(1));
  CHECK_FALSE(bench.guest.on_reply(1, refusal(ErrorCode::session_ended)).has_value());
  CHECK(bench.answer_session(refusal(ErrorCode::session_ended)).empty());
  CHECK(bench.last().target == "/v1/auth/guest");
  bench.answer_session(tokens(2));
  CHECK(bench.last().authorization == "Bearer srl_at_2");
}

TEST_CASE("live/guest: a stored session is used, and no other is begun") {
  Bench bench;
  bench.browser.secret.tokens = {"srl_at_7", kMinuteMs, "srl_rt_7"};
  bench.send(1);
  REQUIRE(bench.browser.sent.size() == 1);
  CHECK(bench.last().authorization == "Bearer srl_at_7");
}

TEST_CASE(
    "live/guest: a live device drains its queue through an expiry and through an ended session") {
  FakeStorage storage;
  FakeServer server;
  Tab tab(storage, server);
  tab.wait(2 * kSecondMs);
  REQUIRE(tab.add("Milk").ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  REQUIRE(server.service.rows().size() == 1);
  REQUIRE(expire_access_tokens(server.service.database(), "").ok());
  REQUIRE(tab.add("Tea").ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  CHECK(server.service.rows().size() == 2);
  REQUIRE(delete_sessions_of_device(server.service.database(), "").ok());
  REQUIRE(tab.add("Bread").ok());
  tab.settle();
  tab.wait(2 * kSecondMs);
  CHECK(server.service.rows().size() == 3);
  CHECK(tab.view().claim == SyncClaim::synced);
}

}  // namespace srl::web
