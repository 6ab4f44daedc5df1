// SPDX-License-Identifier: MIT
// The decision `sync`, part `pull`: how does the device learn what the service holds, and when may
// it say "all synced"? A policy asks for one of the service's listings and reconciles the answer
// with the local rows through PullTarget.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/limits.h"
#include "policies/policy_info.h"
#include "protocol/messages.h"

namespace srl {

// How far a pull has come; the cursor is stored with the rows that it covers.
struct PullState {
  std::string cursor;
  std::int64_t server_seq = 0;   // what the cursor stands for
  bool snapshot_wanted = false;  // the service refused the cursor
  std::string snapshot_page;     // the next page of the snapshot under way
  std::string snapshot_cursor;   // where changes continue after it
  std::int64_t snapshot_seq = 0;
  std::set<TaskId> snapshot_rows;           // the ids that it has shown so far
  std::set<ConflictId> snapshot_conflicts;  // likewise

  // The newest state of the account that the device has been told of, by an answer to a push or to
  // a pull, and the process that has told it. Goes with every request: a service that has gone back
  // to before it refuses (messages.h).
  std::string seen;
  std::int64_t seen_seq = 0;
  std::string seen_epoch;

  void note_seen(const std::string& state, std::int64_t seq, const std::string& epoch) {
    if (state.empty() || (!seen.empty() && seq < seen_seq)) return;
    seen = state;
    seen_seq = seq;
    seen_epoch = epoch;
  }
};

// The device's rows as a pull may touch them, inside one local transaction.
class PullTarget {
 public:
  virtual ~PullTarget() = default;

  // Takes over the service's row, and drops the acknowledged operations that it contains; those
  // still in the queue are applied on top again.
  virtual void put(const Task& task) = 0;

  // The version that the device holds of a row of the service; 0: none.
  virtual std::int64_t version_of(const TaskId& id) const = 0;

  // Every row on the device, by its id at the service or, when it has none yet, its own handle.
  virtual std::vector<TaskId> ids() const = 0;
  virtual bool has_queued_operations(const TaskId& id) const = 0;
  // The row does not stand in a complete listing of that version. False where an operation of it
  // tells that it is too new for that.
  virtual bool may_be_gone(const TaskId& id, std::int64_t listed_version) const = 0;

  // The row is gone at the service since `version`. Acknowledged operations on it are dropped,
  // those without an answer stay in the queue.
  virtual void remove(const TaskId& id, std::int64_t version) = 0;

  // Removes the row and the operations that wait for it, unsent ones too.
  virtual void remove_with_queue(const TaskId& id) = 0;

  // A conflict was opened, changed or closed. Comes after the rows of its page.
  virtual void put_conflict(const Conflict& conflict) = 0;

  // These are all that are open: others are closed.
  virtual void keep_conflicts(const std::set<ConflictId>& open) = 0;
  void replace_conflicts(const std::vector<Conflict>& open);

  // The service has gone back in time and shares only what was until `common_seq`. Versions after
  // it say nothing any more, and what was acknowledged after it is lost: the person decides about
  // it.
  virtual void service_went_back(std::int64_t common_seq) = 0;

  // Drops all operations acknowledged at or before a version: only once the device has all that
  // there was at that version, by a complete listing or by the last page of changes. A page before
  // it proves less: a row that has moved on is not in it. `listed` are rows of the listing that may
  // be newer and have not been put: on those, operations stay until they are.
  virtual void forget_acknowledged(std::int64_t up_to_version, const std::set<TaskId>& listed) = 0;
};

inline void PullTarget::replace_conflicts(const std::vector<Conflict>& open) {
  std::set<ConflictId> listed;
  for (const Conflict& conflict : open) {
    listed.insert(conflict.id);
    put_conflict(conflict);
  }
  keep_conflicts(listed);
}

// What a device knows when it decides on the words "all synced".
struct SyncFacts {
  std::int64_t queued_operations = 0;        // not yet acknowledged, parked ones too
  std::int64_t acknowledged_operations = 0;  // answered, what came of them not yet pulled
  std::int64_t operations_not_durable = 0;
  bool push_outstanding = false;  // a push waits for its reply
  bool pages_missing = false;     // the last page said that there are more
  bool last_request_succeeded = false;
};

class PullPolicy {
 public:
  virtual ~PullPolicy() = default;
  virtual const PolicyInfo& info() const = 0;

  virtual Request next_request(const PullState& state, const Limits& limits) const = 0;

  // The request for the page after this answer, where the answer alone says it: then it can go out
  // before the rows are taken in.
  virtual std::optional<Request> page_after(const Response&, const PullState&,
                                            const Limits&) const {
    return {};
  }

  // Does it notice that the service has gone back in time?
  virtual bool follows_history() const { return false; }

  // Reconciles an answer. Returns whether another request should follow at once. An answer that
  // does not fit the policy (it was switched meanwhile) is ignored.
  virtual bool reconcile(const Response& response, PullState& state, PullTarget& target) const = 0;

  // Is an answer that arrives after its time-out still reconciled?
  virtual bool accepts_late_answers() const = 0;

  // Is an acknowledged operation dropped at once, or kept until a pull delivers its effect?
  virtual bool forgets_at_acknowledgement() const = 0;

  virtual bool claims_synced(const SyncFacts& facts) const = 0;
};

// Every policy of the folder (generated at build time).
std::vector<const PullPolicy*> all_pull_policies();

}  // namespace srl
