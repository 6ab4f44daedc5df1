// SPDX-License-Identifier: MIT
// Every policy of the decision `idempotency`, on the same service: what all must do, and what sets
// the recommended one apart.
#include "support/bench_service.h"

namespace srl {
namespace {

Policies with_idempotency(const IdempotencyPolicy* policy) {
  Policies policies = test::policies_of_preset(kReliablePreset);
  policies.idempotency = policy;
  return policies;
}

// What a device would put on the wire for a new task, under the policy.
WireOperation addressed_create(const IdempotencyPolicy& policy, std::uint64_t op) {
  WireOperation wire = test::operation(OpKind::create_task, op, op, "Task");
  Operation operation;
  operation.id = *wire.op_id;
  operation.task = *wire.task;
  wire.op_id.reset();
  wire.task.reset();
  policy.address(wire, operation, std::nullopt);
  return wire;
}

const IdempotencyPolicy& recommended_idempotency() {
  return *policies_of_preset(kReliablePreset)->idempotency;
}

}  // namespace

TEST_CASE("idempotency: under every policy a first delivery creates one row and counts it") {
  for (const IdempotencyPolicy* policy : all_idempotency_policies()) {
    CAPTURE(policy->info().name);
    test::BenchService service(with_idempotency(policy));
    const std::vector<OpResult> results = service.push({addressed_create(*policy, 1)});
    REQUIRE(results.size() == 1);
    CHECK(results[0].status == OpStatus::applied);
    CHECK(!results[0].replayed);
    CHECK(!results[0].task.is_nil());
    CHECK(service.rows().size() == 1);
    CHECK(service.account().open_count == 1);
  }
}

TEST_CASE("idempotency: a second delivery does harm under every policy but the recommended one") {
  for (const IdempotencyPolicy* policy : all_idempotency_policies()) {
    CAPTURE(policy->info().name);
    test::BenchService service(with_idempotency(policy));
    service.push({addressed_create(*policy, 1)});
    service.push({addressed_create(*policy, 1)});
    const bool harmless = service.rows().size() == 1 && service.account().open_count == 1 &&
                          service.account().seq == 1;
    CHECK(harmless == (policy == &recommended_idempotency()));
  }
}

TEST_CASE("idempotency: a replay returns the first answer, also when it was a rejection") {
  test::BenchService service(with_idempotency(&recommended_idempotency()));
  const WireOperation create = test::operation(OpKind::create_task, 1, 1, "Task");
  const WireOperation remove = test::operation(OpKind::delete_task, 2, 1, "");
  WireOperation late = test::operation(OpKind::update_task, 3, 1, "Too late");
  late.base_version = 2;  // it has seen the deletion
  const std::vector<OpResult> first = service.push({create, remove, late});
  const std::vector<OpResult> again = service.push({create, remove, late});
  CHECK(first[2].status == OpStatus::rejected);
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(again[i].replayed);
    CHECK(again[i].status == first[i].status);
    CHECK(again[i].code == first[i].code);
    CHECK(again[i].version == first[i].version);
    CHECK(again[i].task == first[i].task);
  }
}

TEST_CASE("idempotency: the same key for another operation is refused and changes nothing") {
  test::BenchService service(with_idempotency(&recommended_idempotency()));
  service.push({test::operation(OpKind::create_task, 1, 1, "Task")});
  const std::vector<OpResult> reused =
      service.push({test::operation(OpKind::create_task, 1, 1, "Another title")});
  CHECK(reused[0].status == OpStatus::rejected);
  CHECK(reused[0].code == ErrorCode::key_reused);
  CHECK(service.rows()[0].fields.title == "Task");
}

TEST_CASE("idempotency: the count of open tasks follows the rows, whatever is repeated") {
  test::BenchService service(with_idempotency(&recommended_idempotency()));
  WireOperation complete = test::operation(OpKind::update_task, 2, 1, "Task");
  complete.patch.values.completed = true;
  for (int i = 0; i < 3; ++i) {
    service.push({test::operation(OpKind::create_task, 1, 1, "Task"), complete});
    CHECK(service.account().open_count == service.recount());
  }
  service.push({test::operation(OpKind::delete_task, 3, 1, "")});
  CHECK(service.account().open_count == 0);
  CHECK(service.recount() == 0);
}

}  // namespace srl
