// SPDX-License-Identifier: MIT
// Empties the outbox and follows the service, as a rule one request at a time. While a long queue
// drains, device and service work at the same time: two more pushes are on their way beside a full
// one, and the next page is asked for before this one is taken in. Pushes may overtake each other,
// so no two hold operations of the same task.
//
//   idle ──(something to send)──▶ pushing ──(reply)──▶ pulling ──(last page)──▶ idle
//     ▲                              │ (error, time-out: the retry policy says when)    │
//     └──────────────────────────────┴─────────────────────(poll timer)────────────────┘
//
// It never asks what time-outs, lost replies or repeats mean for a write: that is the idempotency
// policy's business, and the service's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "device/local_store.h"
#include "device/ports.h"
#include "device/session_keeper.h"
#include "protocol/messages.h"

namespace srl {

class SyncEngine {
 public:
  // A request that is on its way, or was given up and may still be answered.
  struct Outstanding {
    RequestId id = 0;  // 0: none
    Route route = Route::push;
    std::string access_token;
    std::string seen;                      // what it said that the device had been told
    std::string page;                      // of a snapshot, that it asked for
    std::vector<std::int64_t> operations;  // client_seq of what a push carries, in order
    TimeMs deadline_ms = 0;                // it is given up then
    std::int64_t bytes = 0;                // of a push, at most
    bool is_full = false;                  // more would not have fitted
  };

  // Plain data: a checkpoint copies it.
  struct Memory {
    bool online = true;
    std::vector<Outstanding>
        outstanding;  // one pull, or as many as kPushesAtOnce pushes; oldest first
    std::map<RequestId, Outstanding> given_up;
    RequestId next_request = 1;
    RetryState retry;
    RequestId trouble_before = 0;  // what was sent earlier says nothing about whether it is over
    bool pull_wanted = true;
    bool last_request_succeeded = false;
    ErrorCode trouble = ErrorCode::none;  // why the last one failed; none since one has succeeded
    bool pages_missing = false;           // the last page of a pull said that there are more
    bool draining = false;                // the queue held something since it was last empty
    std::int64_t push_bytes_max =
        0;  // what the way has taken for too large is more; 0: nothing yet
    bool pushed_before_failure = false;
    std::string refused_token;  // of the last 401; empty since a request was accepted
  };

  SyncEngine(DevicePorts& ports, const DeviceSettings& settings, LocalStore& store,
             SessionKeeper& session)
      : ports_(ports), settings_(settings), store_(store), session_(session) {}

  const Memory& memory() const { return memory_; }
  void restore(const Memory& memory) { memory_ = memory; }

  // `first_request` must be larger than any request id of this device's earlier runs, so that an
  // answer to a run that was killed is not taken for ours.
  void start(bool online, RequestId first_request);
  void set_online(bool online);
  void trigger(RetryTrigger trigger);   // something happened: look at the queue again
  void want_pull();                     // and ask the service as well
  void wake(bool person_acts = false);  // looks whether something may go out
  void forget_requests();  // another user's answers are none of the next one's business
  void on_timer(TimerKind kind);
  void on_response(RequestId id, const Result<Response>& response);

  bool is_synced() const;
  bool is_busy() const { return !memory_.outstanding.empty(); }
  bool awaits(RequestId id) const;  // sent, not answered, not given up

 private:
  bool may_send_more() const;
  bool send_next(bool person_acts);  // false: there is nothing that may go out now
  void send_push(const std::vector<std::int64_t>& candidates);
  std::int64_t push_bytes_max() const;
  void send_pull();
  bool ask_ahead(const Response& response);
  void send(RequestBody body, Outstanding outstanding);
  void pause_queue();
  void unpause_queue();
  std::vector<std::int64_t> sendable() const;
  bool is_sendable(const PendingOperation& pending) const;
  bool waits_for_row_name(const PendingOperation& pending) const;
  WireOperation to_wire(const PendingOperation& pending) const;

  void take_notification_reply(const Outstanding& request, const PushResponse& reply);
  ErrorCode take_results(const Outstanding& request, const PushResponse& reply,
                         std::vector<std::int64_t>& unanswered);
  ErrorCode return_unanswered(const std::vector<std::int64_t>& operations);
  void note_unreadable(std::size_t operations);
  ErrorCode take_result(const PendingOperation& pending, const OpResult& result);
  KeptUntilPull kept_until_pull() const;
  void note_pull_answered();
  void take_pull(const Outstanding& request, const Response& response);
  void take_pull_reply(const Response& response, bool ahead);
  void take_reset(const Outstanding& request, const Response& response);
  bool is_of_this_time(const Outstanding& request, const std::string& epoch) const;
  void take_unauthorized(const Outstanding& request, ErrorCode code);
  void take_too_large(const Outstanding& request, ErrorCode code);
  void drop(const std::vector<std::int64_t>& operations);
  void reject_all(const Outstanding& request, ErrorCode code);
  std::optional<Outstanding> take_outstanding(RequestId id);
  void arm_timeout();
  void give_up_oldest();
  void fail(const std::vector<Outstanding>& requests, const FailedAttempt& failed);
  // Those of the operations that an answer to an earlier attempt has not settled meanwhile.
  std::vector<std::int64_t> still_sending(const std::vector<std::int64_t>& operations) const;
  void await_retry(const std::vector<std::int64_t>& operations);
  void after_failure(const FailedAttempt& failed, const std::vector<std::int64_t>& operations);
  void note_wait(const FailedAttempt& failed);
  void park_spent(const std::vector<std::int64_t>& operations);
  void park(const std::vector<std::int64_t>& operations, ErrorCode why);
  void take_late_reply(const Outstanding& request, const Result<Response>& response);
  void note_drained();

  const Policies& policies() const { return settings_.policies; }
  TimeMs now_ms() const { return ports_.clock.monotonic_ms(); }
  // Since the gesture, by the wall clock that stamped it; 0 when that has been set back meanwhile.
  DurationMs age_ms(const Operation& operation) const;
  void watch_breaker(BreakerState before);

  DevicePorts& ports_;
  const DeviceSettings& settings_;
  LocalStore& store_;
  SessionKeeper& session_;
  Memory memory_;
};

}  // namespace srl
