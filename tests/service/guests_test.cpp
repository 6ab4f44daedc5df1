// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "service/account_store.h"
#include "support/sign_in_bench.h"

namespace srl::test {

TEST_CASE("guests: each guest has an account of their own, where guests are allowed") {
  BenchService service(reliable());
  const Session one = service.sign_in_as_guest("one");
  const Session other = service.sign_in_as_guest("other");
  CHECK(one.email.empty());
  CHECK(one.account != other.account);
  CHECK(one.account > kFirstAccount);
  CHECK(one.account < AccountId{1} << 53);  // JavaScript counts it exactly
  static_cast<void>(service.run_with(
      one.tokens.access_token, PushRequest{"", {operation(OpKind::create_task, 1, 1, "Mine")}}));
  const Outcome seen = service.run_with(other.tokens.access_token, ListRequest{});
  CHECK(std::get<ListResponse>(seen.response.body).rows.empty());
  service.sign_in.allows_guests = false;
  CHECK(code_of(service.run_with("", GuestRequest{"laptop"}).response) == ErrorCode::forbidden);
}

TEST_CASE("guests: a device joins a guest's account by the refresh token of a session of it") {
  BenchService service(reliable());
  const Session tab = service.sign_in_as_guest("tab");
  const auto joined = [&](const std::string& token) {
    return service.run_with("", GuestRequest{"second tab", token, ""}).response;
  };
  const Response second = joined(tab.tokens.refresh_token);
  REQUIRE(second.status == 200);
  CHECK(std::get<SessionResponse>(second.body).session.account == tab.account);
  CHECK(renewed(service, tab).account == tab.account);    // the token is as good as before
  CHECK(joined(tab.tokens.refresh_token).status == 200);  // one behind
  const Session ada = signed_in(service, kAda);
  CHECK(code_of(joined(ada.tokens.refresh_token)) ==
        ErrorCode::session_ended);  // a person signs in
  CHECK(code_of(joined("srl_rt_none")) == ErrorCode::session_ended);
  CHECK(code_of(joined(tab.tokens.access_token)) == ErrorCode::session_ended);
  static_cast<void>(service.run_with(tab.tokens.access_token, LogoutRequest{}));
  CHECK(code_of(joined(tab.tokens.refresh_token)) == ErrorCode::session_ended);
}

TEST_CASE(
    "guests: a device elsewhere joins a guest's account by a code, once and for ten minutes") {
  BenchService service(reliable());
  const Session phone = service.sign_in_as_guest("phone");
  const auto code_from = [&](const Session& session) {
    const Outcome outcome = service.run_with(session.tokens.access_token, JoinCodeRequest{});
    return std::get<JoinCodeResponse>(outcome.response.body).code;
  };
  const auto joined = [&](const std::string& code) {
    return service.run_with("", GuestRequest{"laptop", "", code}).response;
  };
  const std::string code = code_from(phone);
  CHECK(code.size() == 11);
  std::string typed_badly = " ";
  for (const char c : code) {
    typed_badly.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c == '0' ? 'o' : c);
  }
  const Response laptop = joined(typed_badly);
  REQUIRE(laptop.status == 200);
  CHECK(std::get<SessionResponse>(laptop.body).session.account == phone.account);
  CHECK(code_of(joined(code)) == ErrorCode::code_wrong);  // used up
  const std::string first = code_from(phone);
  const std::string second = code_from(phone);
  CHECK(code_of(joined(first)) == ErrorCode::code_wrong);  // the newest is the only one
  service.now_ms += kJoinCodeLifetimeMs;
  CHECK(code_of(joined(second)) == ErrorCode::code_wrong);
  CHECK(code_of(joined("K7QF2")) == ErrorCode::bad_value);
  const Session ada = signed_in(service, kAda);
  const Outcome persons = service.run_with(ada.tokens.access_token, JoinCodeRequest{});
  CHECK(code_of(persons.response) == ErrorCode::not_possible);
}

TEST_CASE("guests: codes to join cannot be guessed, and who tries makes nobody else wait") {
  BenchService service(reliable());
  const Session phone = service.sign_in_as_guest("phone");
  const std::string code =
      std::get<JoinCodeResponse>(
          service.run_with(phone.tokens.access_token, JoinCodeRequest{}).response.body)
          .code;
  service.client = "203.0.113.66";
  for (int i = 0; i < kJoinTriesPerClientLimit.free_times; ++i) {
    CHECK(code_of(service.run_with("", GuestRequest{"x", "", "00000-00000"}).response) ==
          ErrorCode::code_wrong);
  }
  CHECK(code_of(service.run_with("", GuestRequest{"x", "", code}).response) ==
        ErrorCode::too_many_requests);
  service.client = "192.0.2.1";
  CHECK(service.run_with("", GuestRequest{"x", "", code}).response.status == 200);
}

TEST_CASE("guests: a hundred guests from one place leave all others signed in, and let others in") {
  BenchService service(reliable());
  const Session first = service.sign_in_as_guest("first");
  service.client = "203.0.113.66";
  int taken = 0;
  for (int i = 0; i < 100; ++i) {
    if (service.run_with("", GuestRequest{"x"}).response.status == 200) ++taken;
  }
  CHECK(taken == kGuestsPerClientLimit.free_times);
  CHECK(asked(service, first) == ErrorCode::none);
  service.client = "192.0.2.2";
  CHECK(service.run_with("", GuestRequest{"y"}).response.status == 200);
}

TEST_CASE(
    "guests: a guest's account ends with all that is in it when it was not used for 30 days") {
  BenchService service(reliable());
  const Session idle = service.sign_in_as_guest("idle");
  Session used = service.sign_in_as_guest("used");
  const auto push = [&](const Session& session) {
    std::vector<WireOperation> operations;
    for (std::uint64_t i = 1; i <= 1'500; ++i) {
      operations.push_back(operation(OpKind::create_task, i, i, "Milk"));
      if (operations.size() < 500) continue;
      static_cast<void>(
          service.run_with(session.tokens.access_token, PushRequest{"", std::move(operations)}));
      operations.clear();
    }
  };
  push(idle);
  push(used);
  service.now_ms += kGuestIdleMax;
  used = renewed(service, used);
  service.now_ms += 1;
  const auto rows_of = [&](AccountId account, const char* table) {
    const std::string sql = "SELECT COUNT(*) FROM " + std::string(table) + " WHERE account_id = $1";
    Query query(service.database(), Sql{sql.c_str()}, account);
    REQUIRE(query.next());
    return query.integer(0);
  };
  service.clean_up();
  CHECK(rows_of(idle.account, "tasks") == 500);  // a bounded part at once
  for (int i = 0; i < 3; ++i) service.clean_up();
  for (const char* table :
       {"tasks", "ledger", "effects", "sessions", "subscriptions", "guests", "accounts"}) {
    CAPTURE(table);
    CHECK(rows_of(idle.account, table) == 0);
    CHECK(rows_of(used.account, table) > 0);
  }
  CHECK(service.metrics.value(Metric::open_tasks) == 1'500);
  CHECK(read_account(service.database(), kFirstAccount).ok());  // of before there were guests' own
}

}  // namespace srl::test
