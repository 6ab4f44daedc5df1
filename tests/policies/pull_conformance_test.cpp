// SPDX-License-Identifier: MIT
// Every policy of `sync.pull`, on a real device: what all must do, and where the naive ones fail.
#include "support/bench_device.h"

namespace srl {
namespace {

void use_pull(test::BenchDevice& bench, const PullPolicy* policy) {
  bench.settings.policies.pull = policy;
}

// Answers the pull that the device has just sent, whichever listing it asked for.
void answer_pull(test::BenchDevice& bench, const std::vector<Task>& rows, std::int64_t seq) {
  if (std::holds_alternative<ListRequest>(bench.sent.back().request->body)) {
    bench.answer({200, ListResponse{rows, seq, 0}});
  } else {
    bench.answer_changes(rows, seq);
  }
}

}  // namespace

TEST_CASE("pull: under every policy new and changed rows arrive") {
  for (const PullPolicy* policy : all_pull_policies()) {
    CAPTURE(policy->info().name);
    test::BenchDevice bench(kReliablePreset);
    use_pull(bench, policy);
    bench.start();
    const TaskId task = make_uuid_v7(1, 1, 1);
    answer_pull(bench, {test::server_row(task, "One", 1)}, 1);
    CHECK(bench.titles() == std::vector<std::string>{"One"});
    bench.device->sync_now();
    answer_pull(bench, {test::server_row(task, "Two", 2)}, 2);
    CHECK(bench.titles() == std::vector<std::string>{"Two"});
  }
}

TEST_CASE("pull: an answer that lacks an unsent row deletes it under the naive policy only") {
  for (const PullPolicy* policy : all_pull_policies()) {
    CAPTURE(policy->info().name);
    test::BenchDevice bench(kReliablePreset);
    use_pull(bench, policy);
    bench.start();
    bench.create("Only here");
    answer_pull(bench, {}, 0);
    const bool survives = bench.titles().size() == 1;
    CHECK(survives == (policy->info().name != "absence_is_deletion"));
  }
}

TEST_CASE("pull: a list that was cut deletes rows, a page of changes does not") {
  for (const PullPolicy* policy : all_pull_policies()) {
    CAPTURE(policy->info().name);
    test::BenchDevice bench(kReliablePreset);
    use_pull(bench, policy);
    bench.start();
    const Task one = test::server_row(make_uuid_v7(1, 1, 1), "One", 1);
    const Task two = test::server_row(make_uuid_v7(2, 2, 2), "Two", 2);
    answer_pull(bench, {one, two}, 2);
    bench.device->sync_now();
    answer_pull(bench, {one}, 2);  // the second row did not fit
    const bool both = bench.titles().size() == 2;
    CHECK(both == (policy->info().name == "cursor_tombstones"));
  }
}

TEST_CASE("pull: an old row never replaces a newer one under the recommended policy") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  const TaskId task = make_uuid_v7(1, 1, 1);
  bench.answer_changes({test::server_row(task, "New", 5)}, 5);
  bench.device->sync_now();
  bench.answer_changes({test::server_row(task, "Old", 4)}, 5);
  CHECK(bench.titles() == std::vector<std::string>{"New"});
}

TEST_CASE("pull: a tombstone removes the row") {
  test::BenchDevice bench(kReliablePreset);
  bench.start();
  const TaskId task = make_uuid_v7(1, 1, 1);
  bench.answer_changes({test::server_row(task, "Here", 1)}, 1);
  bench.device->sync_now();
  bench.answer_changes({test::tombstone(task, 2)}, 2);
  CHECK(bench.titles().empty());
}

}  // namespace srl
