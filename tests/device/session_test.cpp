// SPDX-License-Identifier: MIT
// Tokens and people: what a device does when a token expires, a session ends, or another person
// signs in. Under the reliable preset; what the other policies do, auth_conformance_test says.
#include "support/bench_device.h"

namespace srl {
namespace {

using test::BenchDevice;

const Session kAda = BenchDevice::session_of(1, "ada@example.test");
const Session kAdaNew = BenchDevice::session_of(1, "ada@example.test", 2);
const Session kBob = BenchDevice::session_of(2, "bob@example.test");

// A device whose first pull has been answered, with one task saved and on its way.
struct SendingOne : BenchDevice {
  SendingOne() : BenchDevice(kReliablePreset) {
    start();
    answer_changes({}, 0);
    create("Buy milk");
    settle_disk();
    REQUIRE(sent.back().is_push());
  }
};

}  // namespace

TEST_CASE("session: every request carries the access token, and a refresh the refresh token") {
  SendingOne bench;
  for (const BenchDevice::Sent& one : bench.sent) {
    CHECK(one.request->access_token == kAda.tokens.access_token);
  }
  bench.refuse(ErrorCode::token_expired);
  REQUIRE(bench.sent.back().is<RefreshRequest>());
  CHECK(std::get<RefreshRequest>(bench.sent.back().request->body).refresh_token ==
        kAda.tokens.refresh_token);
}

TEST_CASE("session: a 401 pauses the queue, one refresh is sent, and the same operations go on") {
  SendingOne bench;
  const std::vector<OpId> first = bench.last_pushed();
  bench.refuse(ErrorCode::token_expired);
  CHECK(bench.device->view().session.state == SessionState::refreshing);
  CHECK(bench.device->view().session.blocked_auth == 1);
  bench.create("Call the plumber");
  bench.settle_disk();
  CHECK(bench.count<RefreshRequest>() == 1);

  bench.answer_session(kAdaNew);
  CHECK(bench.secrets == kAdaNew);
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().request->access_token == kAdaNew.tokens.access_token);
  CHECK(bench.last_pushed().size() == 2);
  CHECK(bench.last_pushed()[0] == first[0]);
  bench.acknowledge(1);
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.count<RefreshRequest>() == 1);
}

TEST_CASE("session: a late 401 of an older request refreshes nothing") {
  SendingOne bench;
  const RequestId slow = bench.sent.back().id;
  bench.device->on_timer(TimerKind::request_timeout);
  bench.device->on_response(slow, problem_response({ErrorCode::token_expired, ""}));
  CHECK(bench.count<RefreshRequest>() == 0);
  CHECK(bench.device->view().session.state == SessionState::signed_in);
}

TEST_CASE("session: a refresh that gets no answer is tried again, and nobody is signed out") {
  SendingOne bench;
  bench.refuse(ErrorCode::token_expired);
  bench.fail(ErrorCode::unreachable);
  CHECK(bench.device->view().session.state != SessionState::sign_in_needed);
  CHECK(bench.device->view().queued == 1);
  bench.time_ms += kMinuteMs;
  bench.device->on_timer(TimerKind::session_retry);
  CHECK(bench.count<RefreshRequest>() == 2);
  bench.device->on_timer(TimerKind::session_timeout);
  bench.refuse(ErrorCode::unavailable);
  CHECK(bench.secrets == kAda);
}

TEST_CASE("session: a reply to a refresh that was given up still counts") {
  SendingOne bench;
  bench.refuse(ErrorCode::token_expired);
  const RequestId slow = bench.sent.back().id;
  bench.device->on_timer(TimerKind::session_timeout);
  bench.device->on_response(slow, Response{200, SessionResponse{kAdaNew}});
  CHECK(bench.secrets == kAdaNew);
  CHECK(bench.device->view().session.state == SessionState::signed_in);
}

TEST_CASE("session: when the service ends it, rows and queue stay, and go on after signing in") {
  SendingOne bench;
  const std::vector<OpId> first = bench.last_pushed();
  bench.refuse(ErrorCode::token_expired);
  bench.refuse(ErrorCode::session_ended);
  CHECK(bench.device->view().session.state == SessionState::sign_in_needed);
  CHECK(bench.device->view().claim == SyncClaim::sign_in_needed);
  CHECK(bench.device->view().session.blocked_auth == 1);
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk"});

  bench.kill_and_start();
  CHECK(bench.device->view().session.state == SessionState::sign_in_needed);
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk"});
  bench.sign_in(kAdaNew);
  bench.let_wait_pass();
  CHECK(bench.last_pushed() == first);
}

TEST_CASE("session: new tokens that are refused too are not asked for in a loop") {
  SendingOne bench;
  for (int i = 2; i < 30; ++i) {
    if (bench.sent.back().is_push()) bench.refuse(ErrorCode::token_expired);
    if (bench.sent.back().is<RefreshRequest>()) {
      bench.answer_session(BenchDevice::session_of(1, "ada@example.test", i));
    }
  }
  CHECK(bench.count<RefreshRequest>() <= 2);
  CHECK(bench.device->view().next_attempt_ms > bench.time_ms);
}

TEST_CASE("session: tokens are refreshed at 80 % of their lifetime, before anything is sent") {
  SendingOne bench;
  bench.acknowledge(1);
  bench.answer_changes({}, 1);
  const std::size_t before = bench.sent.size();
  bench.time_ms += 25 * kDayMs;
  bench.device->on_timer(TimerKind::poll);
  REQUIRE(bench.sent.size() == before + 1);
  CHECK(bench.sent.back().is<RefreshRequest>());
  bench.answer_session(kAdaNew);
  CHECK(bench.sent.back().request->access_token == kAdaNew.tokens.access_token);
}

TEST_CASE(
    "session: tokens that another tab has got are taken from the store, not asked for again") {
  SendingOne bench;
  bench.secrets = kAdaNew;
  bench.refuse(ErrorCode::token_expired);
  CHECK(bench.count<RefreshRequest>() == 0);
  REQUIRE(bench.sent.back().is_push());
  CHECK(bench.sent.back().request->access_token == kAdaNew.tokens.access_token);
}

TEST_CASE("session: another tab's refresh that came first does not sign this one out") {
  SendingOne bench;
  bench.refuse(ErrorCode::token_expired);
  bench.secrets = kAdaNew;
  bench.refuse(ErrorCode::session_ended);
  CHECK(bench.device->view().session.state == SessionState::signed_in);
  CHECK(bench.secrets == kAdaNew);
}

TEST_CASE("session: an operation that the user may not do is rejected, the others go on") {
  SendingOne bench;
  bench.refuse(ErrorCode::forbidden);
  REQUIRE(bench.device->view().rejected.size() == 1);
  CHECK(bench.device->view().rejected[0].code == ErrorCode::forbidden);
  bench.create("Allowed");
  bench.settle_disk();
  bench.answer_changes({}, 0);
  REQUIRE(bench.sent.back().is_push());
  bench.acknowledge(1);
  CHECK(bench.device->view().queued == 0);
}

TEST_CASE("session: signing out with unsent work is refused until the person has answered") {
  SendingOne bench;
  const Status refused = bench.device->sign_out(Device::Unsent::ask);
  REQUIRE(!refused.ok());
  CHECK(refused.error().code == ErrorCode::not_possible);
  CHECK(refused.error().detail ==
        "1 change is not sent yet: send first, keep on this device, or discard");
  CHECK(bench.device->view().session.state == SessionState::signed_in);
}

TEST_CASE("session: what is kept at signing out is hidden from the next user and found again") {
  SendingOne bench;
  const std::vector<OpId> first = bench.last_pushed();
  REQUIRE(bench.device->sign_out(Device::Unsent::keep).ok());
  CHECK(bench.sent.back().is<LogoutRequest>());
  CHECK(bench.secrets.account == kNobody);
  CHECK(bench.device->view().rows.empty());
  CHECK(bench.device->view().claim == SyncClaim::signed_out);

  bench.sign_in(kBob);
  CHECK(bench.device->view().rows.empty());
  CHECK(bench.device->view().session.of_others == 1);
  CHECK(bench.device->view().queued == 0);
  bench.let_wait_pass();
  bench.answer_changes({}, 0);
  REQUIRE(bench.device->sign_out(Device::Unsent::ask).ok());

  bench.sign_in(kAdaNew);
  CHECK(bench.titles() == std::vector<std::string>{"Buy milk"});
  bench.let_wait_pass();
  CHECK(bench.last_pushed() == first);
}

TEST_CASE("session: what is discarded at signing out is gone, on disk too") {
  SendingOne bench;
  bench.device->take_changes();
  REQUIRE(bench.device->sign_out(Device::Unsent::discard).ok());
  const ViewChanges changes = bench.device->take_changes();
  REQUIRE(changes.operations.size() == 1);
  CHECK(changes.operations[0].told == Told::discarded);
  bench.settle_disk();
  bench.kill_and_start();
  bench.sign_in(kAdaNew);
  CHECK(bench.device->view().rows.empty());
  CHECK(bench.device->view().queued == 0);
  CHECK(bench.device->view().session.of_others == 0);
}

TEST_CASE(
    "session: nothing is sent before signing in, and the work waits for a decision after it") {
  BenchDevice bench(kReliablePreset);
  bench.secrets = Session{};
  bench.start();
  bench.create("Before");
  bench.settle_disk();
  CHECK(bench.sent.empty());
  CHECK(bench.device->view().claim == SyncClaim::signed_out);
  CHECK(bench.titles() == std::vector<std::string>{"Before"});

  bench.sign_in(kAda);
  CHECK(bench.device->view().rows.empty());
  CHECK(bench.device->view().session.blocked_review == 1);
  bench.let_wait_pass();
  bench.answer_changes({}, 0);
  CHECK(bench.count<PushRequest>() == 0);

  SUBCASE("kept, it is the user's") {
    REQUIRE(bench.device->keep_work().ok());
    CHECK(bench.titles() == std::vector<std::string>{"Before"});
    bench.settle_disk();
    bench.let_wait_pass();
    CHECK(bench.count<PushRequest>() == 1);
    CHECK(bench.device->view().session.blocked_review == 0);
  }
  SUBCASE("discarded, it is gone") {
    REQUIRE(bench.device->discard_work().ok());
    bench.let_wait_pass();
    CHECK(bench.count<PushRequest>() == 0);
    CHECK(bench.device->view().session.blocked_review == 0);
  }
  CHECK(!bench.device->keep_work().ok());
}

TEST_CASE("session: work that the disk does not have yet stays unsaved over a change of user") {
  BenchDevice bench(kReliablePreset);
  bench.secrets = Session{};
  bench.start();
  bench.create("Before");
  bench.sign_in(kAda);
  REQUIRE(bench.device->keep_work().ok());
  bench.let_wait_pass();
  CHECK(bench.device->view().rows.begin()->second.status == RowStatus::in_memory);
  CHECK(bench.count<PushRequest>() == 0);
  bench.settle_disk();
  bench.answer_changes({}, 0);
  CHECK(bench.count<PushRequest>() == 1);
}

TEST_CASE("session: a code is checked once, however often it is entered") {
  BenchDevice bench(kReliablePreset);
  bench.secrets = Session{};
  bench.start();
  CHECK(!bench.device->enter_code("123456").ok());
  CHECK(!bench.device->request_code("nobody").ok());
  REQUIRE(bench.device->request_code("ada@example.test").ok());
  CHECK(bench.device->view().session.state == SessionState::code_sent);
  bench.answer({202, CodeResponse{10 * kMinuteMs, kMinuteMs}});
  REQUIRE(bench.device->enter_code("123456").ok());
  CHECK(!bench.device->enter_code("123456").ok());
  CHECK(bench.count<VerifyRequest>() == 1);
  bench.refuse(ErrorCode::code_wrong);
  CHECK(bench.device->view().session.problem == ErrorCode::code_wrong);
  REQUIRE(bench.device->enter_code("654321").ok());
  bench.answer_session(kAda);
  CHECK(bench.device->view().session.problem == ErrorCode::none);
  CHECK(bench.device->view().session.email == "ada@example.test");
}

TEST_CASE("session: the database holds no token") {
  SendingOne bench;
  bench.refuse(ErrorCode::token_expired);
  bench.answer_session(kAdaNew);
  bench.settle_disk();
  std::string bytes;
  const PageImage image = bench.database->state().live;
  for (PageIndex page = 0; page < image.page_count(); ++page) {
    bytes.append(reinterpret_cast<const char*>(image.page(page)), kPageBytes);
  }
  CHECK(bytes.find("Buy milk") != std::string::npos);
  CHECK(bytes.find("srl_rt_") == std::string::npos);
  CHECK(bytes.find("srl_at_") == std::string::npos);
}

TEST_CASE("session: one queue for all becomes the user's own when the policy is switched") {
  BenchDevice bench(kReliablePreset);
  bench.settings.policies = resolve([] {
                              Safeguards safeguards = preset(kReliablePreset).value();
                              safeguards[Decision::auth] = "unbound_queue";
                              return safeguards;
                            }())
                                .value();
  bench.start();
  bench.create("Shared");
  bench.settle_disk();
  bench.settings.policies = resolve(preset(kReliablePreset).value()).value();
  bench.device->on_policies_switched();
  CHECK(bench.titles() == std::vector<std::string>{"Shared"});
  CHECK(bench.device->store().memory().principal == 1);
  CHECK(bench.device->view().session.blocked_review == 0);
}

TEST_CASE("session: another device of the user is signed out by its session") {
  BenchDevice bench(kReliablePreset);
  bench.start();
  bench.answer_changes({}, 0);
  REQUIRE(bench.device->revoke_session("laptop").ok());
  SessionInfo own{kAda.id, "phone", 1, 1, true};
  SessionInfo other{make_uuid_v7(9, 9, 9), "laptop", 1, 1, false};
  bench.answer({200, SessionsResponse{{own, other}}});
  REQUIRE(bench.sent.back().is<SessionDeleteRequest>());
  CHECK(std::get<SessionDeleteRequest>(bench.sent.back().request->body).session == other.id);
  CHECK(!bench.device->revoke_session("phone").ok());
}

}  // namespace srl
