// SPDX-License-Identifier: MIT
// The first design of most products: the database numbers the rows, so the device learns a row's id
// from the reply. When the reply is lost, the retry makes a second row.
#include "policies/idempotency/idempotency_policy.h"

namespace srl {
namespace {

class ServerAssignedIds final : public IdempotencyPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "server_assigned_ids", "Server assigns ids",
        "The server numbers new rows. A retry after a lost reply creates the row again.", 0};
    return kInfo;
  }

  void address(WireOperation& wire, const Operation&,
               const std::optional<TaskId>& server_id) const override {
    wire.task = server_id;
  }

  bool dependents_wait_for_reply() const override { return true; }
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

const IdempotencyPolicy& idempotency_server_assigned_ids() {
  static const ServerAssignedIds kPolicy;
  return kPolicy;
}

}  // namespace srl
