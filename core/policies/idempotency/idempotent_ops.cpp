// SPDX-License-Identifier: MIT
// The cure: every operation carries its own id, and the service writes that id into a ledger in the
// transaction of the effect. A repeat finds the id and gets the first answer again. Two attempts at
// once meet on the ledger's key, or before that on the account's counter: one of them is rolled
// back. The ledger never forgets an id: a device may be offline for months.
// After brandur.org/idempotency-keys and the IETF draft idempotency-key-header.
#include "base/digest.h"
#include "policies/idempotency/idempotency_policy.h"

namespace srl {
namespace {

constexpr Sql kStoreAnswer{
    "INSERT INTO ledger (account_id, op_id, fingerprint, intent, status, code, task_id, version, "
    "conflict_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr Sql kReadAnswer{
    "SELECT fingerprint, status, code, task_id, version, conflict_version FROM ledger "
    "WHERE account_id = $1 AND op_id = $2"};

// What the operation asks for, without how it travelled: the same key with another fingerprint is a
// client's mistake, not a repeat. What its author had seen is no part of it: after the service has
// gone back in time that is less than it was. Older builds stored it all the same.
std::string fingerprint_of(const WireOperation& operation, bool with_base = false) {
  Digest digest;
  digest.add(static_cast<std::uint64_t>(operation.kind));
  const TaskId task = operation.task.value_or(TaskId{});
  digest.add(task.high);
  digest.add(task.low);
  if (with_base) digest.add_signed(operation.base_version);
  if (operation.conflict) {
    digest.add(operation.conflict->high);
    digest.add(operation.conflict->low);
    digest.add(static_cast<std::uint64_t>(operation.resolution));
  }
  std::string scratch;
  for_each_field([&](TaskField field) {
    if (!operation.patch.has(field)) return;
    digest.add(static_cast<std::uint64_t>(field));
    digest.add_text(field_view(operation.patch.values, field, scratch));
  });
  return format_digest(digest.value());
}

class IdempotentOps final : public IdempotencyPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "idempotent_ops", "Idempotent operations",
        "Every operation has an id that the server remembers: a repeat gets the first answer.", 2};
    return kInfo;
  }

  void address(WireOperation& wire, const Operation& operation,
               const std::optional<TaskId>& server_id) const override {
    wire.op_id = operation.id;
    wire.task = server_id.value_or(operation.task);
  }

  bool dependents_wait_for_reply() const override { return false; }
  bool repeats_get_first_answer() const override { return true; }

  Result<std::optional<OpResult>> admit(Database& database, AccountId account,
                                        const WireOperation& operation) const override {
    if (!operation.op_id) return std::optional<OpResult>();  // queued under another policy
    Query stored(database, kReadAnswer, account, *operation.op_id);
    if (!stored.next()) {
      if (!stored.status().ok()) return stored.status().error();
      return std::optional<OpResult>();
    }
    OpResult result;
    result.op_id = operation.op_id;
    const bool is_repeat = stored.text(0) == fingerprint_of(operation) ||
                           stored.text(0) == fingerprint_of(operation, true);
    if (!is_repeat) {
      result.status = OpStatus::rejected;
      result.code = ErrorCode::key_reused;
      return std::optional<OpResult>(result);
    }
    result.replayed = true;
    result.status = static_cast<OpStatus>(stored.integer(1));
    result.code = static_cast<ErrorCode>(stored.integer(2));
    result.task = stored.id(3);
    result.version = stored.integer(4);
    result.conflict_version = stored.integer(5);
    if (!stored.status().ok()) return stored.status().error();
    return std::optional<OpResult>(result);
  }

  Status record(Database& database, AccountId account, const WireOperation& operation,
                const OpResult& result) const override {
    if (!operation.op_id) return {};
    return execute(database, kStoreAnswer, account, *operation.op_id, fingerprint_of(operation),
                   operation.intent, static_cast<int>(result.status), static_cast<int>(result.code),
                   result.task, result.version, result.conflict_version);
  }

  std::int64_t open_count_change(const WireOperation&, bool was_open, bool is_open) const override {
    return (is_open ? 1 : 0) - (was_open ? 1 : 0);
  }
};

}  // namespace

const IdempotencyPolicy& idempotency_idempotent_ops() {
  static const IdempotentOps kPolicy;
  return kPolicy;
}

}  // namespace srl
