// SPDX-License-Identifier: MIT
// The decision `idempotency`: what makes a write safe to repeat? The device hook says which ids go
// on the wire, the service hook recognises a repeat, in the same transaction as the effect.
#pragma once

#include <optional>
#include <vector>

#include "model/session.h"
#include "policies/policy_info.h"
#include "ports/database.h"
#include "protocol/messages.h"

namespace srl {

class IdempotencyPolicy {
 public:
  virtual ~IdempotencyPolicy() = default;
  virtual const PolicyInfo& info() const = 0;

  // Device: puts the ids on the wire that this policy sends. `server_id` is the row's id at the
  // service, if the device has been told one.
  virtual void address(WireOperation& wire, const Operation& operation,
                       const std::optional<TaskId>& server_id) const = 0;

  // Device: must an edit wait until the reply to the row's creation has named the row?
  virtual bool dependents_wait_for_reply() const = 0;

  // Device: does a repeat get the first answer? Then an acknowledgement costs no write to the disk:
  // a device that dies before a pull has brought the effect asks again.
  virtual bool repeats_get_first_answer() const = 0;

  // Service: the stored answer when the operation was applied before, a rejection when its key
  // belongs to another operation, nothing when it is new.
  virtual Result<std::optional<OpResult>> admit(Database& database, AccountId account,
                                                const WireOperation& operation) const = 0;

  // Service: remembers the answer to an operation that `admit` called new.
  virtual Status record(Database& database, AccountId account, const WireOperation& operation,
                        const OpResult& result) const = 0;

  // Service: by how much the handler moves the account's count of open tasks.
  virtual std::int64_t open_count_change(const WireOperation& operation, bool was_open,
                                         bool is_open) const = 0;
};

// Every policy of the folder (generated at build time).
std::vector<const IdempotencyPolicy*> all_idempotency_policies();

// The count moves with the request, not with the row: what a handler does that never expects to
// see the same request twice. Shared by the two naive policies.
std::int64_t open_count_change_per_request(const WireOperation& operation, bool was_open);

}  // namespace srl
