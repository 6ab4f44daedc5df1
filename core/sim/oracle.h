// SPDX-License-Identifier: MIT
// Watches a run and says which promise broke, when, and by which event. It lives beside the world,
// not in it: nothing that it knows flows back.
#pragma once

#include <set>
#include <vector>

#include "base/enum_names.h"
#include "ports/notification_provider.h"
#include "sim/oracle_model.h"
#include "sim/promises/promise.h"

namespace srl {

enum class PromiseStatus : std::uint8_t { kept, not_yet_due, broken };
std::string_view promise_status_name(PromiseStatus status);

struct PromiseVerdict {
  PromiseStatus status = PromiseStatus::kept;
  TimeMs at_ms = 0;  // of the first violation
  std::uint64_t step = 0;
  std::size_t event_index = 0;  // its place in the event log
  std::int64_t violations = 0;
  Finding finding;  // the first
};

// What the service's database holds of an account.
struct ServiceRecord {
  AccountId account = kNobody;
  std::int64_t seq = 0;
  std::int64_t open_count = 0;
  std::vector<Effect> effects;   // in the order in which they were written
  std::set<Intent> in_conflict;  // whose writes are kept in a conflict
};

class Oracle {
 public:
  struct Memory {
    OracleModel model;
    std::vector<PromiseVerdict> verdicts;  // in the order of promises_in_order()
  };

  Oracle();

  const Memory& memory() const { return memory_; }
  Memory& memory() { return memory_; }
  const OracleModel& model() const { return memory_.model; }
  const std::vector<PromiseVerdict>& verdicts() const { return memory_.verdicts; }

  // What the world reports while it dispatches one queue entry.
  struct Gestured {
    Intent intent;
    ActorId device;
    OpKind kind;
    Intent task;  // the gesture that created the task; a creation's is its own
    TaskPatch patch;
    TimeMs at_ms;
    AccountId user;                 // who is signed in there
    std::int64_t seen_version = 0;  // of the row as the device shows it
    std::vector<std::string> seen_tags = {};
  };
  void on_gesture(const Gestured& gesture);
  void on_conflicts(const std::vector<Intent>& intents);
  // The conflict of `write` is over, or another one: `by` has decided it, or written again.
  void on_conflict_decided(Intent write, Intent by);
  void on_effects(AccountId account, const std::vector<Effect>& effects, std::int64_t stated_open);
  // The service's database is another one: this is all that it knows now, and these were the
  // accounts' counters. True when it lacks a write that a device was told to be acknowledged.
  bool on_service_went_back(const std::vector<ServiceRecord>& records,
                            std::map<AccountId, std::int64_t> counters_before);
  // A device has an answer that was given after the service had gone back so many times, and
  // remembers it with `batch`.
  void on_heard(ActorId device, std::size_t times, BatchId batch);
  bool has_heard_of_all(ActorId device) const;
  std::size_t times_gone_back() const { return memory_.model.went_back.size(); }
  void on_sent(const std::vector<Intent>& intents, TimeMs now_ms);
  void on_load(std::int64_t devices, std::int64_t in_a_tenth);  // more than in any tenth before
  void on_shown(ActorId device, const DeviceView& view, ViewChanges changes);
  void on_device_closed(ActorId device);
  void on_asked_again(ActorId device);  // the person asked: attempts count from zero
  // Anonymous work is this user's now, as `batch` says.
  void on_work_kept(ActorId device, AccountId account, BatchId batch);
  // The app has died before its disk had more than this: what later batches say is forgotten.
  void on_batches_lost(ActorId device, BatchId durable);
  void on_session_ended(const SessionId& session);  // by a person or a fault

  // A gesture meant a reminder to be due at `meant_ms`, and its device has set `set_ms`.
  void on_reminder_set(Intent task, TimeMs set_ms, TimeMs meant_ms);
  // A reminder goes out / is done with, at the service / is on a device's screen, beside the view
  // that its app showed (nullptr: the app was closed) / is not shown, because that knew better.
  void on_reminder_sent(const Notification& message);
  void on_reminder_settled(const Job& job, TimeMs now_ms);
  void on_reminder_shown(ActorId device, const Notice& notice, const DeviceView* view,
                         TimeMs now_ms);
  void on_reminder_withheld(ActorId device, const Notice& notice);
  bool has_reminders() const { return memory_.model.reminders.any(); }
  // Has something fallen due since it was last asked?
  bool take_due(TimeMs now_ms) { return memory_.model.reminders.take_due(now_ms); }

  // After the entry. Returns the promises that broke for the first time, by their place.
  std::vector<std::size_t> check_step(TimeMs now_ms, std::uint64_t step, std::size_t event_index);

  // Liveness: at rest or out of time / a fault or a gesture makes it open again.
  std::vector<std::size_t> check_rest(const OracleRest& rest, TimeMs now_ms, std::uint64_t step,
                                      std::size_t event_index);
  void set_not_yet_due();

  bool any_broken() const;

 private:
  void take_told(DeviceSeen& seen, ActorId device, const OperationTold& operation);
  void take_restart(DeviceSeen& seen, ActorId device, const ViewChanges& changes);
  bool is_done(const Notice& notice) const;
  void set_user(IntentRecord& record, AccountId user);
  void note_signed_out(ActorId device, AccountId user);
  std::int64_t version_seen(const Gestured& gesture) const;
  void take_effect(AccountId account, const Effect& effect);
  void take_row_effect(const Effect& effect, const IntentRecord& record, RowRecord& row,
                       TaskRecord& task);
  void note_overwritten(const Effect& effect, const IntentRecord& record, const RowRecord& row);
  void set_intended(TaskRecord& task, IntendedState state);
  void confirm(IntentRecord& record);
  bool note(std::size_t promise, Finding finding, TimeMs now_ms, std::uint64_t step,
            std::size_t event_index);

  Memory memory_;
  OracleStep step_;
};

}  // namespace srl
