// SPDX-License-Identifier: MIT
// What a device knows, in memory: its rows, its operations and how far it follows the service.
// Plain data: a checkpoint copies it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "device/device_view.h"
#include "model/operation.h"
#include "model/session.h"
#include "model/task.h"
#include "policies/sync/pull/pull_policy.h"
#include "ports/database.h"

namespace srl {

struct PendingOperation {
  Operation operation;
  OpState state = OpState::queued;
  int attempts = 0;  // since the app started: a restart is a fresh try
  bool durable = false;
  std::int64_t acknowledged_version = 0;  // the row's after it, acknowledged or in conflict
  std::int64_t conflict_version = 0;      // of the conflict that a pull is still to bring; 0: none
  // The newest change that its answer has named. A decision that leaves the row as it is has made
  // no version of it, but it has ended a conflict.
  std::int64_t answered_seq = 0;
  ErrorCode rejection = ErrorCode::none;

  // The service has answered, by yes or by a conflict. The operation stays until a pull has brought
  // the outcome.
  bool is_answered() const { return state == OpState::acknowledged || state == OpState::conflict; }
  std::int64_t newest_change() const {
    return std::max({answered_seq, acknowledged_version, conflict_version});
  }
};

// An operation that the disk may not have yet, of whichever principal.
struct UnsavedOperation {
  std::int64_t client_seq = 0;
  BatchId batch = 0;  // the batch of pages that holds it
};

// An unanswered operation of another principal: kept, and not shown.
struct HiddenOperation {
  std::int64_t client_seq = 0;
  AccountId account = kNobody;
  Intent intent = kNoIntent;
};

// The version of a row that the service has stated and does not know any more, since it has gone
// back in time: older than all that it will state.
inline constexpr std::int64_t kVersionOfALostTime = -1;

struct LocalRow {
  std::optional<TaskId> server_id;
  TaskFields visible;
  bool is_visible = false;
  TaskFields confirmed;
  std::int64_t version = 0;  // of `confirmed`; 0: the service has stated nothing
  bool is_deleted = false;   // what it stated is a tombstone; kept while operations wait
  Intent created_by = kNoIntent;
  std::vector<std::int64_t> pending;  // client_seq of its operations, rejected ones excluded

  bool exists_at_service() const { return version != 0 && !is_deleted; }
  // The version that a person sees here, in the service's present history.
  std::int64_t version_seen() const { return std::max<std::int64_t>(0, version); }
};

struct TouchedRow {
  TaskId handle;
  bool in_its_fields = false;  // else only in how far its operations are
};

struct LocalMemory {
  AccountId principal = kNobody;                    // whose rows and operations these are
  std::map<TaskId, LocalRow> rows;                  // by handle
  std::map<TaskId, TaskId> handle_by_server_id;     // where the two differ
  std::map<std::int64_t, PendingOperation> outbox;  // by client_seq
  std::deque<UnsavedOperation> not_durable;         // in the order of their batches
  std::vector<HiddenOperation> hidden;
  std::int64_t last_client_seq = 0;
  std::int64_t done_below = 0;  // every operation with a smaller client_seq is done
  PullState pull;
  std::int64_t remembered = 0;  // operations that are done with and stay on the disk for a while
  std::int64_t open_count = 0;
  Hlc hlc = 0;                               // the latest that the service has told of
  std::map<ConflictId, Conflict> conflicts;  // those that are open, as last pulled
  std::array<std::int64_t, kCountOf<OpState>> count_by_state{};

  std::vector<TouchedRow> touched_rows;  // some twice; since the view was last published
  bool conflicts_changed = false;        // likewise
  std::vector<OperationTold> told;       // likewise
};

}  // namespace srl
