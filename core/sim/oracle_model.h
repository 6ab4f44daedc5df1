// SPDX-License-Identifier: MIT
// What the oracle knows: its own model of the run, built from nothing but gestures, the effects that
// the service has committed, and what the devices showed. Effects are matched to gestures by intent,
// never by id or title. Plain data: a checkpoint copies it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "device/device_view.h"
#include "model/operation.h"
#include "observe/event_log.h"
#include "service/effect.h"

namespace srl {

// The intent ledger: one line per gesture that a device accepted.
struct IntentRecord {
  ActorId device = 0;          // 0: no such gesture was accepted
  OpKind kind = OpKind::create_task;
  Intent task = kNoIntent;     // the gesture that created the task
  TaskPatch patch;
  TimeMs at_ms = 0;

  bool in_queue = false;       // the device holds it, unanswered
  bool told_saved = false;
  bool told_acknowledged = false;
  bool rejected = false;       // and shown
  bool discarded = false;      // by the person
  bool lost_unsaved = false;   // the app died before it was called saved: nobody was misled
  bool vanished = false;       // left the device without an answer

  std::int32_t effects = 0;    // how often it was applied
  std::int64_t effect_seq = 0; // of the first time
  std::int32_t sends = 0;      // since the app started or the person asked again
};

enum class IntentOutcome : std::uint8_t {
  queued, applied_once, applied_again, rejected_and_shown, never_saved, lost
};
inline constexpr int kIntentOutcomeCount = 6;
std::string_view intent_outcome_name(IntentOutcome outcome);
IntentOutcome outcome_of(const IntentRecord& record);

// A task as the gestures' first effects make it: repeated effects don't count.
enum class IntendedState : std::uint8_t { absent, open, completed, deleted };

struct RowSeen {
  std::int64_t version = 0;
  Intent created_by = kNoIntent;
};

struct DeviceSeen {
  bool running = false;
  SyncClaim claim = SyncClaim::unsynced;
  std::int64_t queued = 0;
  std::int32_t unconfirmed = 0;              // accepted here, no effect, no answer
  std::map<TaskId, RowSeen> rows;            // by handle
  std::map<TaskId, std::int64_t> newest;     // the highest version shown in this session, by handle
};

struct FieldEffect {
  std::int64_t seq = 0;
  Intent intent = kNoIntent;
};

struct OracleModel {
  std::vector<IntentRecord> intents;         // by intent number; 0 is unused
  std::map<ActorId, DeviceSeen> devices;

  // By creating gesture.
  std::map<Intent, IntendedState> intended;
  std::map<Intent, std::int64_t> deleted_seq;
  std::map<std::pair<Intent, int>, FieldEffect> field_effects;        // (task, field): the last one
  std::map<std::pair<Intent, int>, std::map<ActorId, Intent>> wishes; // (task, field): by device
  std::map<TaskId, Intent> creator_of;       // rows at the service

  std::int64_t intended_open = 0;
  std::int64_t stated_open = 0;              // the account's counter after the last commit
  bool counter_is_known = false;
  bool effect_without_intent = false;

  const IntentRecord* find(Intent intent) const {
    return intent < intents.size() && intents[intent].device != 0 ? &intents[intent] : nullptr;
  }
  IntentRecord* find(Intent intent) {
    return intent < intents.size() && intents[intent].device != 0 ? &intents[intent] : nullptr;
  }
};

}  // namespace srl
