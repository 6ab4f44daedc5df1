// SPDX-License-Identifier: MIT
// What every panel draws from and acts on: the session, and the small state of the drawing itself
// that no run knows of (what is typed, selected, filtered).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/sandbox.h"
#include "app/task_list.h"
#include "platform/platform.h"
#include "ui/mode_switch.h"

namespace srl::web::ui {

// Of the sheet that says who is signed in.
struct AccountSheetState {
  bool is_open = false;
  bool takes_focus = false;  // in the next frame
  bool signs_in = false;     // it has asked for that, and goes when it is done
  bool asks = false;         // what is to become of unsent work
  std::string email;
  std::string code;
  std::string join_code;
  std::string complaint;  // about what was typed or is not possible
};

// A conflict that was decided in this app: when it is over, the app says so.
struct DecisionMade {
  Conflict conflict;
  TaskId row;
  bool was_on_its_way = false;
  std::uint64_t future = 0;  // of the run, Sandbox::future
  TimeMs at_ms = 0;
};

// Per device: what its task app shows.
struct TaskAppState {
  AccountSheetState account;
  std::string new_title;
  std::string search;
  bool search_open = false;  // where there is little room, search and filter come on request
  TaskFilter filter = TaskFilter::all;
  int new_reminder = 0;           // of the new task, by place in kReminderChoices
  TimeMs reminders_seen_ms = -1;  // dismissed up to then
  TimeMs reminders_told_ms = -1;  // said aloud up to then
  std::string complaint;          // about the new title
  bool focus_new_task = false;    // in the next frame: for one task after another
  TaskId editing;                 // the row that is open for changes; nil: none
  std::string edited_title;
  std::string edit_complaint;
  bool focus_edited = false;      // in the next frame: its title
  TaskId focus_row;               // in the next frame: the keyboard comes back to it
  std::size_t lines_drawn = 0;    // in the last frame: a list that grows is followed to its end
  ConflictId deciding;            // the conflict whose sheet is open; nil: none
  std::uint32_t mine_fields = 0;  // in that sheet, where mine is chosen
  std::vector<DecisionMade> decisions;  // until the server has answered
  CachedTaskList tasks;
};

inline constexpr int kNoNotice = -1;

struct UiState {
  std::map<std::string, TaskAppState, std::less<>> task_apps;  // by device
  Intent selected_gesture = kNoIntent;    // followed through ledger, timeline and diagram
  std::size_t selected_event = SIZE_MAX;  // in the event log
  std::string shown_tab;                  // the panel that was brought to the front, by name
  std::string fault_target{kPhone};       // whom the faults strike; empty: every device
  std::string shown_device;               // where there is room for one only
  bool hood_open = false;                 // advanced controls and the service's tables
  int shown_record = 0;                   // of the service's records, beside its rows
  bool help_open = false;
  std::string pressed_keys;      // what they type, while no field had the caret
  bool focus_new_task = false;   // the shortcut for it was pressed in this frame
  bool decide_conflict = false;  // the same: the first that waits
  bool switch_offline = false;   // the same, in live mode
  std::string toast;             // to be shown once
  Mode mode = Mode::sandbox;
  bool live_offered = false;                             // an embedded page is the sandbox alone
  int live_tab = 0;                                      // in the narrow layout
  int live_announced = kNoNotice;                        // what was said aloud last
  SessionState live_session = SessionState::signed_out;  // as it was last
  bool live_was_behind = false;                          // offline or retrying with changes to send
};

struct UiContext {
  Sandbox& sandbox;
  UiState& state;
  const Preferences& preferences;
  double now_ms;  // of the frame, monotonic
  bool narrow;    // below 900 px: panels are tabs
};

}  // namespace srl::web::ui
