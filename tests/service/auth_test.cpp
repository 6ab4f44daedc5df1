// SPDX-License-Identifier: MIT
#include "service/auth.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "service/job_store.h"
#include "support/sign_in_bench.h"

namespace srl::test {

// ------------------------------------------------------------------------------------------ codes

TEST_CASE("auth: a code from the inbox signs in, once") {
  BenchService service(reliable());
  const std::string code = mailed_code(service, kAda);
  CHECK(code.size() == 6);
  const Response response = typed(service, kAda, code);
  REQUIRE(response.status == 200);
  const Session& session = std::get<SessionResponse>(response.body).session;
  CHECK(session.email == kAda);
  CHECK(session.account > kFirstAccount);
  CHECK(session.tokens.access_token.substr(0, 7) == "srl_at_");
  CHECK(session.tokens.refresh_token.substr(0, 7) == "srl_rt_");
  CHECK(session.tokens.access_lifetime_ms == kAccessLifetimeMs);
  CHECK(asked(service, session) == ErrorCode::none);
  CHECK(code_of(typed(service, kAda, code, "laptop")) == ErrorCode::code_spent);
}

TEST_CASE(
    "auth: who lost the answer to a code gets the same session with it again, on the same device") {
  BenchService service(reliable());
  const std::string code = mailed_code(service, kAda);
  const Session first = session_of(typed(service, kAda, code));
  service.now_ms += kRepeatedSignInMax;
  const Session again = session_of(typed(service, kAda, code));
  CHECK(again.id == first.id);
  CHECK(again.tokens.refresh_token == first.tokens.refresh_token);
  CHECK(asked(service, again) == ErrorCode::none);
  CHECK(service.metrics.value(Metric::auth_sign_ins, "signed_in") == 1);
  CHECK(code_of(typed(service, kAda, code, "laptop")) == ErrorCode::code_spent);
  CHECK(code_of(typed(service, kAda, wrong(code))) == ErrorCode::code_spent);
}

TEST_CASE("auth: a code that was used up stands no more guesses than before") {
  BenchService service(reliable());
  const std::string code = mailed_code(service, kAda);
  REQUIRE(typed(service, kAda, code).status == 200);
  for (int i = 0; i < kCodeTriesMax; ++i) {
    CHECK(code_of(typed(service, kAda, wrong(code))) == ErrorCode::code_spent);
  }
  CHECK(code_of(typed(service, kAda, code)) == ErrorCode::code_spent);
}

TEST_CASE(
    "auth: a code signs in once more for two minutes, and not when its session has been "
    "refreshed") {
  BenchService service(reliable());
  const std::string code = mailed_code(service, kAda);
  const Session session = session_of(typed(service, kAda, code));
  service.now_ms += kRepeatedSignInMax + 1;
  CHECK(code_of(typed(service, kAda, code)) == ErrorCode::code_spent);
  service.now_ms += kMinuteMs;
  const std::string next = mailed_code(service, kAda);
  const Session other = session_of(typed(service, kAda, next));
  REQUIRE(service.run_with("", RefreshRequest{other.tokens.refresh_token}).response.status == 200);
  CHECK(code_of(typed(service, kAda, next)) == ErrorCode::code_spent);
}

TEST_CASE("auth: an address is the same in any case, and its second sign-in finds its account") {
  BenchService service(reliable());
  const Session phone = signed_in(service, kAda);
  service.now_ms += kMinuteMs;
  const Outcome mailed = service.run_with("", CodeRequest{"  Ada@Example.TEST "});
  REQUIRE(mailed.mails.size() == 1);
  CHECK(mailed.mails[0].to == kAda);
  const Response laptop = typed(service, "ADA@example.test", mailed.mails[0].code, "laptop");
  CHECK(std::get<SessionResponse>(laptop.body).session.account == phone.account);
  CHECK(signed_in(service, kBob).account != phone.account);
}

TEST_CASE("auth: the answer to asking for a code doesn't tell who has an account") {
  BenchService service(reliable());
  static_cast<void>(signed_in(service, kAda));
  service.now_ms += kMinuteMs;
  const Outcome known = service.run_with("", CodeRequest{kAda});
  const Outcome unknown = service.run_with("", CodeRequest{"nobody@example.test"});
  CHECK(known.response.status == unknown.response.status);
  CHECK(known.mails.size() == unknown.mails.size());
  CHECK(known.events.size() == unknown.events.size());
  const auto& one = std::get<CodeResponse>(known.response.body);
  const auto& other = std::get<CodeResponse>(unknown.response.body);
  CHECK(one.expires_in_ms == other.expires_in_ms);
  CHECK(one.resend_after_ms == other.resend_after_ms);
}

TEST_CASE("auth: a code stands five wrong tries, then the right one is refused too") {
  BenchService service(reliable());
  const std::string code = mailed_code(service, kAda);
  for (int i = 0; i < kCodeTriesMax; ++i) {
    CHECK(code_of(typed(service, kAda, wrong(code))) == ErrorCode::code_wrong);
  }
  CHECK(code_of(typed(service, kAda, code)) == ErrorCode::code_spent);
  CHECK(service.metrics.value(Metric::auth_sign_ins, "code_wrong") == kCodeTriesMax);
  CHECK(service.metrics.value(Metric::auth_sign_ins, "code_spent") == 1);
}

TEST_CASE("auth: a code is good for ten minutes, for its address, and until the next one") {
  BenchService service(reliable());
  const std::string code = mailed_code(service, kAda);
  CHECK(code_of(typed(service, kBob, code)) == ErrorCode::code_spent);
  service.now_ms += kCodeLifetimeMs - 1;
  const std::string next = mailed_code(service, kAda);
  REQUIRE(next != code);
  CHECK(code_of(typed(service, kAda, code)) == ErrorCode::code_wrong);
  service.now_ms += kCodeLifetimeMs;
  CHECK(code_of(typed(service, kAda, next)) == ErrorCode::code_spent);
}

TEST_CASE("auth: what is no address is refused before anything is done with it") {
  BenchService service(reliable());
  for (const char* email : {"",
                            "ada",
                            "@",
                            "a@",
                            "@b",
                            "a@b@c",
                            "a b@c.test",
                            "a\n@c.test",
                            "a@c.test\r\nBcc: all",
                            "<a@c.test>",
                            "a,b@c.test",
                            "\"a\"@c.test",
                            "'a@c.test'",
                            "a@c..test",
                            "a@.test",
                            ".a@c.test",
                            "a.@c.test",
                            "a..b@c.test",
                            "a@-c.test",
                            "a@c-.test",
                            "a@c.test..",
                            "a@[127.0.0.1]",
                            "a@c_d.test",
                            "a\xC2\xA0@c.test",
                            "a\xE2\x80\x8B"
                            "b@c.test",
                            "a@c.test\xC2\xAD.org"}) {
    CAPTURE(email);
    const Outcome outcome = service.run_with("", CodeRequest{email});
    CHECK(code_of(outcome.response) == ErrorCode::bad_value);
    CHECK(outcome.mails.empty());
    CHECK(code_of(typed(service, email, "123456")) == ErrorCode::bad_value);
  }
}

TEST_CASE("auth: a server without a way to an inbox says so") {
  BenchService service(reliable());
  service.sign_in.mails_codes = false;
  const Outcome outcome = service.run_with("", CodeRequest{kAda});
  CHECK(code_of(outcome.response) == ErrorCode::sign_in_not_set_up);
  CHECK(outcome.mails.empty());
}

// ----------------------------------------------------------------------------------------- tokens

TEST_CASE("auth: every route but signing in and refreshing needs an access token") {
  BenchService service(reliable());
  const std::vector<RequestBody> bodies = {
      PushRequest{"phone", {operation(OpKind::create_task, 1, 2, "Milk")}},
      ChangesRequest{},
      SnapshotRequest{},
      ListRequest{},
      OpFateRequest{},
      TaskRequest{},
      TaskWriteRequest{operation(OpKind::create_task, 1, 2, "Milk"), {}},
      LogoutRequest{},
      SessionsRequest{},
      SessionDeleteRequest{service.session.id}};
  for (const RequestBody& body : bodies) {
    CAPTURE(name_of(route_of(Request{body})));
    CHECK(code_of(service.run_with("", body).response) == ErrorCode::unauthenticated);
  }
  CHECK(service.rows().empty());
  CHECK(asked(service, service.session) == ErrorCode::none);
  CHECK(service.metrics.value(Metric::auth_rejections, "missing") ==
        static_cast<std::int64_t>(bodies.size()));
}

TEST_CASE("auth: a token that was changed anywhere is none") {
  BenchService service(reliable());
  const std::string token = service.session.tokens.access_token;
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK(code_of(service.run_with(changed, SessionsRequest{}).response) ==
          ErrorCode::unauthenticated);
  }
  for (const std::string& text :
       {token + "A", token.substr(0, token.size() - 1), std::string("srl_at_"), std::string("x"),
        service.session.tokens.refresh_token}) {
    CHECK(code_of(service.run_with(text, SessionsRequest{}).response) ==
          ErrorCode::unauthenticated);
  }
}

TEST_CASE("auth: an access token is no refresh token, also not under the other's name") {
  BenchService service(reliable());
  const std::string token = service.session.tokens.access_token;
  for (const std::string& text : {token, "srl_rt_" + token.substr(7)}) {
    const Response response = service.run_with("", RefreshRequest{text}).response;
    CHECK(code_of(response) == ErrorCode::session_ended);
  }
  CHECK(refreshes(service, "invalid") == 2);
  CHECK(asked(service, service.session) == ErrorCode::none);
}

TEST_CASE("auth: an access token lives as long as it was said, and a refresh brings the next") {
  BenchService service(reliable());
  service.now_ms += kAccessLifetimeMs - 1;
  CHECK(asked(service, service.session) == ErrorCode::none);
  service.now_ms += 1;
  CHECK(asked(service, service.session) == ErrorCode::token_expired);
  const Session next = renewed(service, service.session);
  CHECK(next.id == service.session.id);
  CHECK(asked(service, next) == ErrorCode::none);
  CHECK(asked(service, service.session) == ErrorCode::token_expired);
}

TEST_CASE("auth: a push under an expired token has done nothing") {
  BenchService service(reliable());
  service.now_ms += kAccessLifetimeMs;
  const Outcome outcome =
      service.run(PushRequest{"phone", {operation(OpKind::create_task, 1, 2, "Milk")}});
  CHECK(outcome.response.status == 401);
  CHECK(outcome.effects.empty());
  CHECK(service.rows().empty());
}

TEST_CASE("auth: access tokens can be made to expire at once, and later ones are good") {
  BenchService service(reliable());
  const Session laptop = service.sign_in_on("laptop");
  REQUIRE(expire_access_tokens(service.database(), "phone").ok());
  CHECK(asked(service, service.session) == ErrorCode::token_expired);
  CHECK(asked(service, laptop) == ErrorCode::none);
  CHECK(asked(service, renewed(service, service.session)) == ErrorCode::none);
  REQUIRE(expire_access_tokens(service.database(), "").ok());
  CHECK(asked(service, laptop) == ErrorCode::token_expired);
}

// ---------------------------------------------------------------------------------------- refresh

TEST_CASE("auth: the refresh token rotates") {
  BenchService service(reliable());
  Session session = service.session;
  std::set<std::string> seen{session.tokens.refresh_token};
  for (int i = 0; i < 5; ++i) {
    session = renewed(service, session);
    CHECK(seen.insert(session.tokens.refresh_token).second);
  }
  CHECK(refreshes(service, "rotated") == 5);
}

TEST_CASE("auth: who lost the reply of a refresh gets the same refresh token again") {
  BenchService service(reliable());
  const Session lost = renewed(service, service.session);
  service.now_ms += kDayMs;
  const Session again = renewed(service, service.session);
  CHECK(again.tokens.refresh_token == lost.tokens.refresh_token);
  CHECK(asked(service, again) == ErrorCode::none);
  CHECK(refreshes(service, "reissued_unsaved") == 1);
  CHECK(renewed(service, again).tokens.refresh_token != again.tokens.refresh_token);
}

TEST_CASE("auth: tabs that refresh at the same moment end with the same refresh token") {
  BenchService service(reliable());
  const Session first = renewed(service, service.session);
  const Session second = renewed(service, first);
  service.now_ms += kConcurrentRefreshMax;
  CHECK(renewed(service, service.session).tokens.refresh_token == second.tokens.refresh_token);
  CHECK(refreshes(service, "reissued_concurrent") == 1);
}

TEST_CASE("auth: an old refresh token that comes again ends the session") {
  BenchService service(reliable());
  const Session current = renewed(service, renewed(service, service.session));
  service.now_ms += kConcurrentRefreshMax + 1;
  CHECK(code_of(refreshed(service, service.session)) == ErrorCode::session_ended);
  CHECK(refreshes(service, "replay_revoked") == 1);
  CHECK(asked(service, current) == ErrorCode::session_ended);
  CHECK(code_of(refreshed(service, current)) == ErrorCode::session_ended);
  CHECK(service.metrics.value(Metric::auth_sessions) == 0);
}

TEST_CASE("auth: under strict rotation one lost reply ends the session") {
  BenchService service(reliable());
  service.sign_in.refresh_is_idempotent = false;
  const Session lost = renewed(service, service.session);
  CHECK(code_of(refreshed(service, service.session)) == ErrorCode::session_ended);
  CHECK(asked(service, lost) == ErrorCode::session_ended);
}

TEST_CASE("auth: a session ends when it lies idle for 30 days, or is 180 days old") {
  BenchService service(reliable());
  const Session idle = service.sign_in_on("idle");
  Session used = service.session;
  const TimeMs began_ms = service.now_ms;
  for (int day = 30; day <= 180; day += 30) {
    service.now_ms = began_ms + day * kDayMs;
    used = renewed(service, used);
  }
  service.now_ms += 1;
  CHECK(code_of(refreshed(service, idle)) == ErrorCode::session_ended);
  CHECK(code_of(refreshed(service, used)) == ErrorCode::session_ended);
  CHECK(refreshes(service, "expired") == 2);
}

TEST_CASE("auth: a session that has lain idle for too long is not listed, and is cleaned away") {
  BenchService service(reliable());
  static_cast<void>(service.sign_in_on("idle"));
  service.now_ms += kRefreshIdleMax + 1;
  const Session fresh = service.sign_in_on("fresh");
  CHECK(asked(service, service.session) == ErrorCode::session_ended);  // the phone's
  const Outcome listed = service.run_with(fresh.tokens.access_token, SessionsRequest{});
  const auto& sessions = std::get<SessionsResponse>(listed.response.body).sessions;
  REQUIRE(sessions.size() == 1);
  CHECK(sessions[0].device_id == "fresh");
  REQUIRE(subscriptions_of(service.database(), 1, service.now_ms)->size() == 1);
  service.clean_up();
  CHECK(service.metrics.value(Metric::auth_sessions) == 1);
}

TEST_CASE("auth: a refresh token that is ahead of a restored database is taken") {
  BenchService service(reliable());
  const PageStore::State backup = service.pages->state();
  const Session ahead = renewed(service, service.session);
  REQUIRE(service.pages->restore(backup).ok());
  const Session next = renewed(service, ahead);
  CHECK(next.tokens.refresh_token != ahead.tokens.refresh_token);
  CHECK(renewed(service, ahead).tokens.refresh_token == next.tokens.refresh_token);
}

// --------------------------------------------------------------------------------------- sessions

TEST_CASE("auth: signing out ends this session with the next request, and no other") {
  BenchService service(reliable());
  const Session laptop = service.sign_in_on("laptop");
  CHECK(service.run(LogoutRequest{}).response.status == 204);
  CHECK(asked(service, service.session) == ErrorCode::session_ended);
  CHECK(code_of(refreshed(service, service.session)) == ErrorCode::session_ended);
  CHECK(asked(service, laptop) == ErrorCode::none);
}

TEST_CASE(
    "auth: the list of sessions shows all devices of the account and marks the one that asks") {
  BenchService service(reliable());
  const Session phone = signed_in(service, kAda, "phone");
  const Session laptop = signed_in(service, kAda, "laptop");
  static_cast<void>(signed_in(service, kBob, "tablet"));
  const Outcome outcome = service.run_with(phone.tokens.access_token, SessionsRequest{});
  const auto& sessions = std::get<SessionsResponse>(outcome.response.body).sessions;
  REQUIRE(sessions.size() == 2);
  CHECK(sessions[0].device_id == "laptop");
  CHECK_FALSE(sessions[0].is_current);
  CHECK(sessions[1].device_id == "phone");
  CHECK(sessions[1].is_current);
  CHECK(sessions[0].id == laptop.id);
}

TEST_CASE("auth: a device ends another one's session, of its own account only") {
  BenchService service(reliable());
  const Session phone = signed_in(service, kAda, "phone");
  const Session laptop = signed_in(service, kAda, "laptop");
  const Session bob = signed_in(service, kBob, "tablet");
  const auto end = [&](const Session& who, const Session& whose) {
    return service.run_with(who.tokens.access_token, SessionDeleteRequest{whose.id}).response;
  };
  CHECK(code_of(end(bob, laptop)) == ErrorCode::not_found);
  CHECK(asked(service, laptop) == ErrorCode::none);
  CHECK(end(phone, laptop).status == 204);
  CHECK(asked(service, laptop) == ErrorCode::session_ended);
  CHECK(code_of(end(phone, laptop)) == ErrorCode::not_found);
  CHECK(asked(service, phone) == ErrorCode::none);
}

TEST_CASE("auth: an account has a hundred sessions, and the one used least lately ends first") {
  BenchService service(reliable());
  const Session idle = service.sign_in_on("idle");
  for (int i = 2; i < kSessionsPerAccountMax; ++i) {
    service.now_ms += 1;
    static_cast<void>(service.sign_in_on("d" + std::to_string(i)));
  }
  service.session = renewed(service, service.session);
  CHECK(service.metrics.value(Metric::auth_sessions) == kSessionsPerAccountMax);
  service.now_ms += 1;
  const Session last = service.sign_in_on("last");
  CHECK(service.metrics.value(Metric::auth_sessions) == kSessionsPerAccountMax);
  CHECK(asked(service, idle) == ErrorCode::session_ended);
  CHECK(asked(service, service.session) == ErrorCode::none);
  CHECK(asked(service, last) == ErrorCode::none);
}

// -------------------------------------------------------------------------------------- isolation

TEST_CASE("auth: what one account holds, another can neither see nor change, by any route") {
  BenchService service(reliable());
  const Session ada = signed_in(service, kAda);
  const Session bob = signed_in(service, kBob);
  const WireOperation milk = operation(OpKind::create_task, 1, 2, "Milk");
  static_cast<void>(service.run_with(ada.tokens.access_token, PushRequest{"phone", {milk}}));
  const auto as_bob = [&](RequestBody body) {
    return service.run_with(bob.tokens.access_token, std::move(body)).response;
  };
  CHECK(std::get<ChangesResponse>(as_bob(ChangesRequest{}).body).changes.empty());
  CHECK(std::get<SnapshotResponse>(as_bob(SnapshotRequest{}).body).rows.empty());
  CHECK(std::get<ListResponse>(as_bob(ListRequest{}).body).rows.empty());
  CHECK(code_of(as_bob(OpFateRequest{*milk.op_id})) == ErrorCode::not_found);
  CHECK(code_of(as_bob(TaskRequest{*milk.task})) == ErrorCode::not_found);
  const WireOperation rename = operation(OpKind::update_task, 3, 2, "Mine");
  const Response pushed = as_bob(PushRequest{"phone", {rename}});
  CHECK(std::get<PushResponse>(pushed.body).results[0].code == ErrorCode::not_found);
  TaskWriteRequest remove{operation(OpKind::delete_task, 4, 2, ""), VersionCondition{true, {}}};
  CHECK(code_of(as_bob(remove)) == ErrorCode::not_found);
  // The same id and key are Bob's own affair.
  const Response own = as_bob(PushRequest{"phone", {operation(OpKind::create_task, 1, 2, "Bob")}});
  CHECK(std::get<PushResponse>(own.body).results[0].status == OpStatus::applied);
  CHECK_FALSE(std::get<PushResponse>(own.body).results[0].replayed);

  const Outcome list = service.run_with(ada.tokens.access_token, ListRequest{});
  const auto& rows = std::get<ListResponse>(list.response.body).rows;
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].fields.title == "Milk");
}

// ---------------------------------------------------------------------------------------- secrets

TEST_CASE("auth: nothing that is stored lets its reader sign in") {
  BenchService service(reliable());
  const Session session = renewed(service, signed_in(service, kAda));
  const std::string code = mailed_code(service, kBob);
  std::string stored;
  for (const Sql sql : {Sql{"SELECT session_id || device_id || created_at || refreshed_at || "
                            "refresh_number || access_number FROM sessions"},
                        Sql{"SELECT email || ' ' || mac || ' ' || made_at FROM sign_in_codes"},
                        Sql{"SELECT name || ' ' || count || ' ' || expires_at FROM rate_limits"},
                        Sql{"SELECT account_id || email FROM users"}}) {
    Query query(service.database(), sql);
    while (query.next()) stored.append(query.text(0)).append("\n");
    REQUIRE(query.status().ok());
  }
  CHECK(stored.find(kBob) != std::string::npos);
  CHECK(stored.find("srl_") == std::string::npos);
  CHECK(stored.find(session.tokens.access_token.substr(40)) == std::string::npos);
  CHECK(stored.find(session.tokens.refresh_token.substr(40)) == std::string::npos);
  CHECK(stored.find(code) == std::string::npos);
}

TEST_CASE("auth: no event carries a token, a code or an address") {
  BenchService service(reliable());
  std::vector<Outcome> outcomes;
  outcomes.push_back(service.run_with("", CodeRequest{kAda}));
  const std::string code = outcomes[0].mails.at(0).code;
  outcomes.push_back(service.run_with("", VerifyRequest{kAda, code, "phone"}));
  const Session ada = std::get<SessionResponse>(outcomes[1].response.body).session;
  outcomes.push_back(service.run_with("", RefreshRequest{ada.tokens.refresh_token}));
  outcomes.push_back(service.run_with("bad", SessionsRequest{}));
  outcomes.push_back(service.run_with(ada.tokens.access_token, LogoutRequest{}));
  for (const Outcome& outcome : outcomes) {
    REQUIRE(outcome.events.size() == 1);
    for (const std::string& secret : {code, std::string("srl_"), std::string("ada")}) {
      CHECK(outcome.events[0].text.find(secret) == std::string::npos);
    }
  }
}

}  // namespace srl::test
