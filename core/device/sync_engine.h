// SPDX-License-Identifier: MIT
// Empties the outbox and follows the service, one request at a time. The next push goes out before the
// answer to the last one is taken in, so that device and service work at the same time.
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
    std::vector<std::int64_t> operations;  // client_seq of what a push carries, in order
  };

  // Plain data: a checkpoint copies it.
  struct Memory {
    bool online = true;
    Outstanding current;
    std::map<RequestId, Outstanding> given_up;
    RequestId next_request = 1;
    RetryState retry;
    bool pull_wanted = true;
    bool last_request_succeeded = false;
    bool pages_missing = false;  // the last page of a pull said that there are more
    bool draining = false;  // the queue held something since it was last empty
    bool pushed_before_failure = false;
    int refused_in_a_row = 0;  // answers 401 since the last request that was accepted
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
  void trigger(RetryTrigger trigger);  // something happened: look at the queue again
  void want_pull();                    // and ask the service as well
  void wake(bool person_acts = false);  // looks whether something may go out
  void forget_requests();              // another user's answers are none of the next one's business
  void on_timer(TimerKind kind);
  void on_response(RequestId id, const Result<Response>& response);

  bool is_synced() const;
  bool is_busy() const { return memory_.current.id != 0; }

 private:
  void send_push(const std::vector<std::int64_t>& operations);
  void send_pull();
  void send(RequestBody body, std::vector<std::int64_t> operations);
  void pause_queue();
  void unpause_queue();
  // `ahead`: what is `sending` has just got its final answer, which is taken in afterwards.
  std::vector<std::int64_t> sendable(bool ahead = false) const;
  bool may_send_ahead(const Outstanding& request, const PushResponse& reply) const;
  void send_ahead();
  bool is_sendable(const PendingOperation& pending) const;
  bool waits_for_row_name(const PendingOperation& pending) const;
  WireOperation to_wire(const PendingOperation& pending) const;

  void take_push_reply(const Outstanding& request, const PushResponse& reply);
  ErrorCode take_results(const Outstanding& request, const PushResponse& reply);
  ErrorCode take_result(std::int64_t client_seq, const OpResult& result);
  void take_pull_reply(const Response& response);
  void take_unauthorized(const Outstanding& request, ErrorCode code);
  void drop(const std::vector<std::int64_t>& operations);
  void reject_all(const Outstanding& request, ErrorCode code);
  void fail(const Outstanding& request, const FailedAttempt& failed);
  void after_failure(const FailedAttempt& failed, const std::vector<std::int64_t>& operations);
  void note_wait(const FailedAttempt& failed);
  void park_spent(const std::vector<std::int64_t>& operations);
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
