// SPDX-License-Identifier: MIT
// The tasks, the ledger by which a repeated operation is recognised, sessions and open conflicts.
#include <algorithm>
#include <string>

#include "app/conflict_text.h"
#include "app/event_text.h"
#include "app/wording.h"
#include "policies/catalog.h"
#include "ui/service_tables.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/section_header.h"

namespace srl::web::ui {

namespace {

constexpr int kConflictsInSight = 2;

constexpr Column kRowColumns[] = {
    {.title = "Task"},
    {.title = "Made by", .width = 58, .mono = true},
    {.title = "State", .width = 54},
    {.title = "Version", .width = 54, .right = true, .mono = true},
};
constexpr Column kConflictColumns[] = {
    {.title = "Task"},
    {.title = "Disagrees", .width = 92},
    {.title = "Mine", .width = 140},
    {.title = "Theirs", .width = 140},
    {.title = "Since", .width = 74, .mono = true},
};
constexpr Column kLedgerColumns[] = {
    {.title = "Operation", .width = 66, .mono = true},
    {.title = "Gesture", .width = 54, .mono = true},
    {.title = "Answer"},
    {.title = "Replayed", .width = 62, .right = true, .mono = true},
};

constexpr Column kSessionColumns[] = {
    {.title = "User"},
    {.title = "Device", .width = 58},
    {.title = "Refreshes", .width = 66, .right = true, .mono = true},
    {.title = "Expires in", .width = 70, .right = true, .mono = true},
};

// There is little room, and "ada" says who it is.
std::string short_name(const std::string& email) { return email.substr(0, email.find('@')); }

Tone answer_tone(OpStatus status) {
  if (status == OpStatus::conflict) return Tone::waiting;
  return status == OpStatus::rejected ? Tone::broken : Tone::neutral;
}

void draw_no_ledger(const UiContext& context) {
  const std::string_view policy = context.sandbox.world().policies().idempotency->info().title;
  const std::string text = "Safeguard now: " + std::string(policy) +
                           ". The server remembers no operation, so it cannot tell a repeat from "
                           "something new.";
  paragraph(text, kServiceText, &Palette::ink_soft);
}

// The values of all fields that disagree, in one cell.
std::string values_text(const std::vector<ConflictLine>& lines, std::string ConflictLine::*side) {
  std::string text;
  for (const ConflictLine& line : lines) text.append(text.empty() ? "" : " · ").append(line.*side);
  return text;
}

}  // namespace

void draw_rows(const ServiceState& state, ImVec2 size) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  section_header("Rows", static_cast<int>(state.rows.size()));
  const float used = ImGui::GetCursorScreenPos().y - corner.y;
  DataTable table("Rows of the server", kRowColumns, static_cast<int>(state.rows.size()),
                  {size.x, size.y - used});
  while (table.next_row()) {
    const ServiceRow& row = state.rows[table.row()];
    const bool duplicate = row.copies > 1;
    const std::string title =
        row.user.empty() ? row.title : row.title + " (" + short_name(row.user) + ")";
    table.cell(title, duplicate ? Tone::broken : Tone::neutral,
               duplicate ? Icon::copy : Icon::none);
    table.cell("g" + std::to_string(row.created_by));
    table.cell(row.completed ? "Done" : "Open");
    table.cell(std::to_string(row.version));
  }
}

bool has_ledger(const UiContext& context, const ServiceState& state) {
  return !state.ledger.empty() || context.sandbox.world().safeguards()[Decision::idempotency] ==
                                      policies_of(Decision::idempotency).back().name;
}

void draw_ledger(const UiContext& context, const ServiceState& state, ImVec2 size) {
  if (!has_ledger(context, state)) return draw_no_ledger(context);
  DataTable table("Ledger", kLedgerColumns, static_cast<int>(state.ledger.size()), size);
  while (table.next_row()) {
    const LedgerRow& row = state.ledger[table.row()];
    table.cell("…" + short_id(row.op));
    table.cell("g" + std::to_string(row.intent));
    table.cell(answer_text(row.status), answer_tone(row.status));
    table.cell(row.replays > 0 ? std::to_string(row.replays) + "×" : "–");
  }
}

// Ids, numbers and times: nobody can sign in with what the server stores.
void draw_sessions(const UiContext& context, const ServiceState& state, ImVec2 size) {
  DataTable table("Sessions", kSessionColumns, static_cast<int>(state.sessions.size()), size);
  while (table.next_row()) {
    const SessionRow& row = state.sessions[table.row()];
    const DurationMs left_ms = std::max<DurationMs>(0, row.expires_ms - context.sandbox.now_ms());
    table.cell(short_name(row.user));
    table.cell(device_title(row.device));
    table.cell(std::to_string(row.refresh_number));
    table.cell(std::to_string(left_ms / kDayMs) + " d");
  }
}

void draw_conflicts(const ServiceState& state) {
  const auto count = static_cast<int>(state.conflicts.size());
  if (count == 0) return;
  const std::string rule = "Rule: " + conflict_rule(state.conflicts.front().policy);
  section_header("Open conflicts", count, rule.c_str());
  const float height =
      table_row_height() * static_cast<float>(1 + std::min(count, kConflictsInSight));
  {
    DataTable table("Open conflicts", kConflictColumns, count, {0, height + 1});
    while (table.next_row()) {
      const Conflict& conflict = state.conflicts[table.row()];
      const std::vector<ConflictLine> lines = conflict_lines(conflict);
      table.cell(conflict.theirs.title, Tone::waiting, Icon::conflict);
      table.cell(conflict_about(conflict));
      table.cell(device_title(conflict.device) + ": " + values_text(lines, &ConflictLine::mine));
      table.cell(values_text(lines, &ConflictLine::theirs));
      table.cell(format_clock(conflict.since_ms));
    }
  }
  gap(space::kMedium);
}

// Of the task that the selected gesture is about.
void draw_stamps(const UiContext& context, const ServiceState& state) {
  const OracleModel& model = context.sandbox.world().oracle().model();
  const IntentRecord* record = model.find(context.state.selected_gesture);
  if (record == nullptr) return;
  for (const ServiceRow& row : state.rows) {
    if (row.created_by != record->task) continue;
    paragraph("Versions by field of " + quoted(row.title) + ": " + stamps_text(row), kServiceText,
              &Palette::ink_soft);
    return;
  }
}

}  // namespace srl::web::ui
