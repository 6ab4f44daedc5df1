// SPDX-License-Identifier: MIT
// What the oracle knows: its own model of the run, built from nothing but gestures, the effects
// that the service has committed, and what the devices showed. Effects are matched to gestures by
// intent, never by id or title. Plain data: a checkpoint copies it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/enum_names.h"
#include "device/device_view.h"
#include "model/operation.h"
#include "observe/event_log.h"
#include "ports/database.h"
#include "service/effect.h"
#include "sim/reminder_watch.h"

namespace srl {

// The intent ledger: one line per gesture that a device accepted.
struct IntentRecord {
  ActorId device = 0;        // 0: no such gesture was accepted
  AccountId user = kNobody;  // who was signed in; or whose it became, when the person kept it
  OpKind kind = OpKind::create_task;
  Intent task = kNoIntent;  // the gesture that created the task
  TaskPatch patch;
  TimeMs at_ms = 0;

  bool in_queue = false;  // the device holds it, unanswered
  bool told_saved = false;
  bool told_acknowledged = false;
  bool rejected = false;      // and shown
  bool discarded = false;     // by the person
  bool lost_unsaved = false;  // the app died before it was called saved: nobody was misled
  bool vanished = false;      // left the device without an answer
  BatchId kept_in_batch = 0;  // of the device's pages: the person said there that it is theirs

  bool conflict_recorded = false;  // the service keeps it beside another's change
  bool in_conflict = false;        // and the device has said so
  Intent decided_by = kNoIntent;   // the gesture that has ended that conflict

  std::int64_t seen_version = 0;  // of the row that was shown when it was made
  std::vector<std::string> seen_tags;
  std::int32_t effects = 0;     // how often it was applied
  bool taken_back = false;      // the service had it, and has gone back to before it
  bool left_behind = false;     // its author has signed out since: the device keeps nothing of it
  std::int64_t effect_seq = 0;  // of the first time
  TimeMs last_sent_ms = 0;      // 0: never
  std::int32_t sends = 0;       // since the app started or the person asked again
};

// The service lacks it, and the device knows. What the service has taken back, the device learns
// with its next answer.
bool is_waiting(const IntentRecord& record);

enum class IntentOutcome : std::uint8_t {
  queued,
  applied_once,
  applied_again,
  rejected_and_shown,
  never_saved,
  lost,
  in_conflict,
  conflict_decided,
};
std::string_view intent_outcome_name(IntentOutcome outcome);
IntentOutcome outcome_of(const IntentRecord& record);

// A task as the gestures' first effects make it: repeated effects don't count.
enum class IntendedState : std::uint8_t { absent, open, completed, deleted };

struct RowSeen {
  std::int64_t version = 0;
  Intent created_by = kNoIntent;
};

// A device knows how many times the service went back, and has written that with this batch.
struct Heard {
  std::size_t times = 0;
  BatchId batch = 0;
};

struct DeviceSeen {
  std::vector<Heard> heard;  // oldest first
  bool running = false;
  SyncClaim claim = SyncClaim::unsynced;
  std::int64_t queued = 0;
  SessionState session = SessionState::signed_out;
  SessionId session_id;
  AccountId account = kNobody;                       // that it says it is signed in to
  std::map<AccountId, std::int32_t> unconfirmed;     // by user: accepted here, no effect, no answer
  std::map<TaskId, RowSeen> rows;                    // by handle
  std::set<std::pair<Intent, TaskId>> rows_by_task;  // the same by creating gesture
  std::map<TaskId, std::int64_t> newest;  // the highest version shown in this session, by handle

  // Of how many times that the service went back.
  std::size_t heard_of() const { return heard.empty() ? 0 : heard.back().times; }
};

struct FieldEffect {
  std::int64_t seq = 0;  // 0: none
  Intent intent = kNoIntent;
};

// One gesture per field, kNoIntent where there is none.
using IntentByField = std::array<Intent, kTaskFieldCount>;

// One task, by the gesture that created it. Flat, because every checkpoint holds all of them.
struct TaskRecord {
  AccountId account = kNobody;  // where it was created
  IntendedState intended = IntendedState::absent;
  bool completed = false;                                      // as far as it was first asked for
  std::int64_t deleted_seq = 0;                                // of the first deletion; 0: none
  std::array<FieldEffect, kTaskFieldCount> last_effects;       // by field
  std::vector<std::pair<ActorId, IntentByField>> last_wishes;  // by device: what was asked last

  IntentByField& wishes_of(ActorId device) {
    for (auto& [asked_on, wishes] : last_wishes) {
      if (asked_on == device) return wishes;
    }
    return last_wishes.emplace_back(device, IntentByField{}).second;
  }
};

// What was so before the service went back. It is what a device goes by until it hears of that.
struct LostTime {
  std::map<Intent, TaskRecord> tasks;  // by creating gesture
  std::map<Intent, IntentRecord> intents;
};

// The service has gone back in time: the accounts' counters before and after.
struct WentBack {
  std::map<AccountId, std::int64_t> from;
  std::map<AccountId, std::int64_t> to;
  std::shared_ptr<const LostTime> lost;  // never changed: all checkpoints share it
};

// A row of the service: under naive policies one gesture makes several.
struct RowRecord {
  Intent creator = kNoIntent;
  bool deleted = false;
  std::array<FieldEffect, kTaskFieldCount> last_effects;  // by field
};

// An account's number of open tasks.
struct OpenCount {
  std::int64_t intended = 0;
  std::int64_t stated = 0;  // the account's counter after the last commit
};

struct OracleModel {
  std::vector<IntentRecord> intents;         // by intent number; 0 is unused
  std::vector<IntentRecord> person_intents;  // from kFirstPersonIntent on
  std::map<ActorId, DeviceSeen> devices;

  std::map<Intent, TaskRecord> tasks;                      // by creating gesture
  std::map<std::pair<AccountId, TaskId>, RowRecord> rows;  // at the service
  std::map<AccountId, OpenCount> open_counts;              // of accounts whose counter is known
  std::set<SessionId> ended_sessions;                      // that a person ended on purpose
  ReminderWatch reminders;
  std::vector<WentBack> went_back;  // each time

  // Where the account stood before and after time number `time`; 0: it was not there.
  std::int64_t stood_before(std::size_t time, AccountId account) const {
    const auto found = went_back[time].from.find(account);
    return found == went_back[time].from.end() ? 0 : found->second;
  }
  std::int64_t stood_after(std::size_t time, AccountId account) const {
    const auto found = went_back[time].to.find(account);
    return found == went_back[time].to.end() ? 0 : found->second;
  }

  const IntentRecord* find(Intent intent) const;
  IntentRecord* find(Intent intent) {
    return const_cast<IntentRecord*>(std::as_const(*this).find(intent));
  }

  // Calls `visit(intent, record)` for every gesture that a device accepted.
  template <class Visit>
  void for_each_intent(Visit visit) const {
    visit_intents(*this, visit);
  }
  template <class Visit>
  void for_each_intent(Visit visit) {
    visit_intents(*this, visit);
  }

 private:
  template <class Model, class Visit>
  static void visit_intents(Model& model, Visit visit) {
    for (Intent i = 0; i < model.intents.size(); ++i) {
      if (model.intents[i].device != 0) visit(i, model.intents[i]);
    }
    for (Intent i = 0; i < model.person_intents.size(); ++i) {
      if (model.person_intents[i].device != 0) {
        visit(kFirstPersonIntent + i, model.person_intents[i]);
      }
    }
  }
};

}  // namespace srl
