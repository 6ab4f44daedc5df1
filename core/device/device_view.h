// SPDX-License-Identifier: MIT
// What a device shows, and all that it shows: the user interface draws nothing else, and the oracle
// takes it for what the person was told.
//
// Durability has three words: in memory → saved on device → acknowledged by the server.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_names.h"
#include "base/error.h"
#include "model/conflict.h"
#include "model/operation.h"
#include "model/session.h"
#include "model/task.h"

namespace srl {

enum class RowStatus : std::uint8_t {
  in_memory,        // the gesture is committed, the disk does not have it yet
  saved_on_device,  // on the device's disk, not yet at the service
  sending,
  waiting_retry,
  parked,
  acknowledged,  // the service holds everything that is shown
  blocked_auth,  // waits for a new access token, or for the person to sign in
  lost,          // the service had it, and has gone back to before it: the person decides
};
std::string_view row_status_name(RowStatus status);

struct RowView {
  TaskFields fields;
  std::int64_t version = 0;  // of the service's row underneath; 0: the service has none yet
  RowStatus status = RowStatus::acknowledged;
  Intent created_by = kNoIntent;
};

// A write that the service refused, kept until the person has seen it.
struct RejectedView {
  Intent intent = kNoIntent;
  OpKind kind = OpKind::create_task;
  std::string title;
  ErrorCode code = ErrorCode::none;
};

// Two versions of a task, of which a person has to choose.
struct ConflictView {
  Conflict conflict;
  TaskId row;             // the handle; the row itself may be gone
  bool deciding = false;  // a decision about the row is on its way: one at a time
};

// Writes that were called acknowledged and are not at the service any more, for it has gone back in
// time: they are still shown, and wait for the person to send them again or to drop them.
struct LostWork {
  std::int64_t count = 0;
  TimeMs first_ms = 0;  // when they were made, by the device's clock
  TimeMs last_ms = 0;
};

enum class SyncClaim : std::uint8_t {
  offline,
  unsynced,
  syncing,
  waiting_retry,
  synced,
  signed_out,
  sign_in_needed
};
std::string_view sync_claim_name(SyncClaim claim);

enum class SessionState : std::uint8_t {
  signed_out,
  signed_in,
  refreshing,      // signed in; nothing is sent until there are new tokens
  sign_in_needed,  // the service has ended the session: rows and queue are kept
  code_sent,       // signed out or in need of signing in, and a code is on its way
};

struct SessionView {
  SessionState state = SessionState::signed_out;
  SessionId id;
  AccountId account = kNobody;  // whose rows are shown, kept while sign-in is needed
  std::string email;
  std::string code_email;               // where the last code was sent
  ErrorCode problem = ErrorCode::none;  // why the last code was refused, or could not be sent
  std::int64_t blocked_auth = 0;        // operations of the account that wait for tokens
  std::int64_t blocked_review = 0;      // done before signing in: hidden until kept or discarded
  std::int64_t of_others = 0;           // operations of other users: kept, hidden

  bool is_signed_in() const {
    return state == SessionState::signed_in || state == SessionState::refreshing;
  }
  bool belongs_to_guest() const { return is_guest(account, email); }
};

struct DeviceView {
  SessionView session;
  std::map<TaskId, RowView> rows;  // by the device's handle, which sorts by creation
  std::vector<RejectedView> rejected;
  std::map<ConflictId, ConflictView> conflicts;  // open ones, those being decided included
  SyncClaim claim = SyncClaim::unsynced;
  bool online = true;
  std::int64_t queued = 0;  // operations not acknowledged, parked ones included
  std::int64_t parked = 0;
  std::int64_t parked_for_size = 0;     // of these: too large for the way to the service
  ErrorCode trouble = ErrorCode::none;  // why the last request failed; none since one has succeeded
  LostWork lost;
  std::int64_t not_durable = 0;
  bool disk_failing = false;    // a batch could not be written
  std::int64_t open_count = 0;  // the account's counter as the service last stated it
  std::int64_t server_seq = 0;  // how far the rows follow the service
  TimeMs next_attempt_ms = 0;   // 0: none is waiting
};

// What the person is told about one operation. `vanished` is never said: the operation has left the
// queue without an answer. `hidden`: it is kept, for another user or until the person has decided.
// `lost`: see LostWork.
enum class Told : std::uint8_t {
  in_memory,
  saved,
  acknowledged,
  rejected,
  discarded,
  vanished,
  conflict,
  hidden,
  lost
};

struct OperationTold {
  Intent intent = kNoIntent;
  Told told = Told::in_memory;
};

// What changed in the view since it was last looked at.
struct ViewChanges {
  std::vector<TaskId> rows;               // changed, new or gone
  std::vector<OperationTold> operations;  // after a restart: everything that is in the queue
  bool restarted = false;                 // the app or its user is new: draw everything
  bool any = false;
};

}  // namespace srl
