// SPDX-License-Identifier: MIT
// A run as data: the save file, the test case, the bug report and the share link. The same history
// gives the same event log wherever it runs, and under every preset: gestures name a task by the
// gesture that created it ("g3"), never by an id.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_names.h"
#include "base/limits.h"
#include "base/result.h"
#include "model/conflict.h"
#include "model/intent.h"
#include "model/safeguards.h"
#include "model/task.h"

namespace srl {

enum class GestureKind : std::uint8_t {
  create_task,
  update_task,
  delete_task,
  sync_now,
  retry_parked,
  discard_rejected,
  open_device,    // the device's app is started (a second device appears)
  close_device,   // and closed; its database stays
  switch_policy,  // a safeguard is switched while the run goes on
  request_code,   // asks for a sign-in code by e-mail
  enter_code,     // and enters it: the newest one that has arrived, where none is named
  sign_out,
  keep_work,         // what was done before signing in is the user's
  discard_work,      // or goes
  revoke_session,    // ends the session of another device
  resolve_conflict,  // a person decides between two versions
  redrive,           // takes the dead letters of the worker back
  remind_tomorrow,   // of a task, when the clock on the wall shows the same
  send_lost,         // what the service has lost, for it has gone back in time, is sent again
  drop_lost,         // or dropped
};
Result<GestureKind> parse_gesture_kind(
    std::string_view name);  // unknown_name lists those there are

// What the person says about unsent work when they sign out, if anything.
enum class UnsentAnswer : std::uint8_t { none, keep, discard };
std::string_view unsent_answer_name(UnsentAnswer answer);  // empty for none

// Which side of a conflict a person keeps. `mine` is the write that met the other's, not the
// one of the person who decides.
enum class ConflictSide : std::uint8_t { mine, theirs, each };
Result<ConflictSide> parse_conflict_side(std::string_view name);

// What that comes to; `mine_fields` as in merge_fields, for ConflictSide::each.
ConflictChoice choose(const Conflict& conflict, ConflictSide side, std::uint32_t mine_fields);

// The number of a gesture, its intent, is its place in the list, from 1.
struct Gesture {
  TimeMs at_ms = 0;
  std::string device;  // empty for switch_policy
  GestureKind kind = GestureKind::create_task;
  Intent task = kNoIntent;  // the gesture that created the task
  int copy = 1;             // which of the rows that it has made, where there are duplicates
  TaskPatch patch;          // for create_task and update_task
  ConflictSide keep = ConflictSide::mine;  // for resolve_conflict
  std::uint32_t mine_fields = 0;  // and for ConflictSide::each: the fields in which mine is kept
  Decision decision = Decision::idempotency;  // for switch_policy
  std::string policy;
  std::string email;                         // for request_code
  std::string code;                          // for enter_code; empty: the newest in the mailbox
  std::string target;                        // for revoke_session: the other device
  UnsentAnswer unsent = UnsentAnswer::none;  // for sign_out
};

// One fault: which kind, whom it strikes, and when. A fault strikes when everything that is set
// here matches.
struct FaultSpec {
  std::string fault;      // the kind's name
  std::string device;     // empty: any
  std::string route;      // empty: any
  Intent op = kNoIntent;  // only messages that carry this gesture's operation
  TimeMs from_ms = 0;
  TimeMs until_ms = 0;     // 0: to the end of the run
  std::int64_t nth = 0;    // only the n-th match; 0: every one
  std::int64_t count = 0;  // at most so many strikes; 0: without limit
  std::uint64_t probability_ppm = 1'000'000;
  DurationMs delay_ms = 0;     // what it means depends on the kind; 0: its default
  std::int64_t amount = 0;     // what it means depends on the kind; 0: its default
  std::int64_t statement = 0;  // server_crash: fails from this statement on; 0: drawn
};

struct Caption {
  TimeMs at_ms = 0;
  std::string text;
};

// What a scenario says besides.
struct Narrative {
  std::string name;  // the scenario's file name
  std::string title;
  std::string failure_mode;  // a row of the article's table
  std::string summary;
  std::vector<Caption> captions;
  std::vector<std::string> broken_when_naive;  // promises
};

struct History {
  std::uint64_t seed = 1;
  std::string preset = "naive";
  Safeguards safeguards;  // the preset's, single ones replaced
  Limits limits;
  std::vector<std::string> devices;  // those that are open at the start
  TimeMs duration_ms = 0;            // then all faults end; 0: open-ended
  std::vector<Gesture> gestures;
  std::vector<FaultSpec> faults;
  Narrative narrative;
};

inline constexpr std::string_view kPhone = "phone";
inline constexpr std::string_view kLaptop = "laptop";
inline constexpr int kHistoryFormat = 1;

// Reads and checks a history. Errors name the place ("/gestures/3/task") and say what is wrong and
// what would be right. Nothing that parse_history accepts can make a run fail.
Result<History> parse_history(std::string_view json_text);

// Sorted keys, defaults left out; parse_history(dump_history(h)) is h.
std::string dump_history(const History& history, int indent = 0);

// Puts another preset in place: the same gestures and faults, other safeguards.
Status apply_preset(History& history, std::string_view preset);

}  // namespace srl
