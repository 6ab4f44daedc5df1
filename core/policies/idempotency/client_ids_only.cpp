// SPDX-License-Identifier: MIT
// Half the cure: the device names its rows, so a repeated creation meets the row that is there.
// The handler still runs again, and with it everything that it does besides: counters, histories,
// later edits overwritten by the old values.
#include "policies/idempotency/idempotency_policy.h"

namespace srl {
namespace {

class ClientIdsOnly final : public IdempotencyPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "client_ids_only", "Client ids, no operation ids",
        "The device names its rows: no duplicates, but a repeated request runs again.", 1};
    return kInfo;
  }

  void address(WireOperation& wire, const Operation& operation,
               const std::optional<TaskId>& server_id) const override {
    wire.task = server_id.value_or(operation.task);
  }

  bool dependents_wait_for_reply() const override { return false; }
  bool repeats_get_first_answer() const override { return false; }

  Result<std::optional<OpResult>> admit(Database&, AccountId, const WireOperation&) const override {
    return std::optional<OpResult>();
  }

  Status record(Database&, AccountId, const WireOperation&, const OpResult&) const override {
    return {};
  }

  std::int64_t open_count_change(const WireOperation& operation, bool was_open,
                                 bool) const override {
    return open_count_change_per_request(operation, was_open);
  }
};

}  // namespace

const IdempotencyPolicy& idempotency_client_ids_only() {
  static const ClientIdsOnly kPolicy;
  return kPolicy;
}

}  // namespace srl
