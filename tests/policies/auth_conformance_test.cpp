// SPDX-License-Identifier: MIT
// Every policy of the decision `auth`, on the same device: what all must do, and what sets the
// recommended one apart.
#include "support/bench_device.h"

namespace srl {
namespace {

using test::BenchDevice;

const AuthPolicy& recommended_auth() { return *resolve(preset(kReliablePreset).value())->auth; }

struct AuthBench : BenchDevice {
  explicit AuthBench(const AuthPolicy* policy) : BenchDevice(kReliablePreset) {
    settings.policies.auth = policy;
  }

  // Nobody touches the app: the push goes out when the network is there again.
  void send_one_in_the_background() {
    start(false);
    create("Buy milk");
    settle_disk();
    device->on_online(true);
    let_wait_pass();
    REQUIRE(sent.back().is_push());
  }
};

}  // namespace

TEST_CASE("auth: under every policy no request goes out without a token") {
  for (const AuthPolicy* policy : all_auth_policies()) {
    CAPTURE(policy->info().name);
    AuthBench bench(policy);
    bench.secrets = Session{};
    bench.start();
    bench.create("Before");
    bench.settle_disk();
    CHECK(bench.sent.empty());
  }
}

TEST_CASE("auth: under every policy an answered queue survives the expiry of its token") {
  for (const AuthPolicy* policy : all_auth_policies()) {
    CAPTURE(policy->info().name);
    AuthBench bench(policy);
    bench.send_one_in_the_background();
    bench.acknowledge(1);
    bench.refuse(ErrorCode::token_expired);
    CHECK(bench.titles() == std::vector<std::string>{"Buy milk"});
  }
}

TEST_CASE("auth: a 401 loses the operation under the naive policy only") {
  for (const AuthPolicy* policy : all_auth_policies()) {
    CAPTURE(policy->info().name);
    AuthBench bench(policy);
    bench.send_one_in_the_background();
    bench.refuse(ErrorCode::token_expired);
    const bool is_kept = bench.device->view().queued == 1;
    CHECK(is_kept == (policy->on_unauthorized() != OnUnauthorized::drop));
  }
}

TEST_CASE("auth: in the background the queue goes on under those that refresh there") {
  for (const AuthPolicy* policy : all_auth_policies()) {
    CAPTURE(policy->info().name);
    AuthBench bench(policy);
    bench.send_one_in_the_background();
    const std::vector<OpId> first = bench.last_pushed();
    bench.refuse(ErrorCode::token_expired);
    const bool refreshes = bench.count<RefreshRequest>() == 1;
    CHECK(refreshes == policy->may_refresh(false));
    if (!refreshes || policy->on_unauthorized() == OnUnauthorized::drop) continue;
    bench.answer_session(BenchDevice::session_of(1, "ada@example.test", 2));
    REQUIRE(bench.sent.back().is_push());
    CHECK(bench.last_pushed() == first);
    bench.acknowledge(1);
    CHECK(bench.device->view().queued == 0);
  }
}

TEST_CASE("auth: a person who acts gets the queue going again, but not with the same token") {
  for (const AuthPolicy* policy : all_auth_policies()) {
    CAPTURE(policy->info().name);
    AuthBench bench(policy);
    bench.send_one_in_the_background();
    bench.refuse(ErrorCode::token_expired);
    bench.device->sync_now();
    CHECK((bench.count<RefreshRequest>() == 1) == policy->may_refresh(true));
  }
}

TEST_CASE("auth: the next user sees nothing of the one before where the queue is bound") {
  for (const AuthPolicy* policy : all_auth_policies()) {
    CAPTURE(policy->info().name);
    AuthBench bench(policy);
    bench.send_one_in_the_background();
    REQUIRE(bench.device->sign_out(Device::Unsent::keep).ok());
    bench.sign_in(BenchDevice::session_of(2, "bob@example.test"));
    const bool shares = bench.device->view().queued == 1;
    CHECK(shares == (!policy->binds_queue_to_user() && !policy->wipes_at_sign_out()));
  }
}

TEST_CASE("auth: the recommended policy keeps, refreshes, binds, and repeats a refresh") {
  const AuthPolicy& policy = recommended_auth();
  CHECK(policy.on_unauthorized() == OnUnauthorized::pause);
  CHECK(policy.may_refresh(false));
  CHECK(policy.refreshes_ahead());
  CHECK(policy.rereads_stored_tokens());
  CHECK(policy.binds_queue_to_user());
  CHECK(policy.refresh_is_idempotent());
  CHECK(!policy.wipes_at_sign_out());
  for (const AuthPolicy* other : all_auth_policies()) {
    if (other == &policy) continue;
    const bool is_as_good = other->on_unauthorized() == OnUnauthorized::pause &&
                            other->may_refresh(false) && other->binds_queue_to_user() &&
                            other->refresh_is_idempotent();
    CHECK_MESSAGE(!is_as_good, other->info().name);
  }
}

}  // namespace srl
