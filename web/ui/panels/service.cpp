// SPDX-License-Identifier: MIT
// What the server holds, as its own database says: in a line for everybody, and with the hood open
// row by row: the tasks, and the ledger by which it recognises a repeated operation.
#include <algorithm>
#include <string>

#include "app/conflict_text.h"
#include "app/device_text.h"
#include "app/event_text.h"
#include "app/service_state.h"
#include "app/wording.h"
#include "policies/catalog.h"
#include "ui/panel.h"
#include "ui/status_line.h"
#include "ui/ui_context.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/item.h"
#include "ui/widgets/section_header.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/text.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kName{.face = Face::bold, .size = TextSize::title};
constexpr TextStyle kSmallText{.size = TextSize::small};
constexpr float kTablesFrom = 170.0f;
constexpr float kTableHeightMin = 84.0f;
constexpr float kNoLedgerHeight = 100.0f;
constexpr float kTableGap = 24.0f;
constexpr float kSideBySideMin = 640.0f;
constexpr float kRowsShare = 0.52f;
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

// What stands beside the rows.
constexpr Segment kRecords[] = {{"Idempotency ledger"}, {"Sessions"}};
enum Record { kLedger, kSessions };

ServiceReader& reader() {
  static ServiceReader instance;
  return instance;
}

// In a low place the tables are folded away, so that the devices have the room.
struct Fold {
  bool can_fold = false;
  bool shows_tables = true;
};

Fold fold_of(const UiContext& context) {
  const bool is_low = ImGui::GetContentRegionAvail().y < kTablesFrom;
  return {is_low || (context.state.hood_open && !context.narrow),
          !is_low || context.state.hood_open};
}

void draw_name(float width, float height) {
  const Slot slot = place_display("name", {std::max(1.0f, width), height},
                                  {.role = probe::Role::heading, .name = "Server"});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float icon = sizes().icon + 2.0f;
  const float middle = slot.box.GetCenter().y;
  draw_icon(list, Icon::server, {slot.box.Min.x + icon / 2, middle}, icon, colors().ink);
  draw_text(list, kName, {slot.box.Min.x + icon + space::kSmall, middle - line_height(kName) / 2},
            colors().ink, "Server");
}

void draw_head(UiContext& context, bool can_fold) {
  const bool up = context.session.world().service().is_up();
  const char* word = up ? "Up" : "Down";
  const char* fold = context.state.hood_open ? "Hide tables" : "Show tables";
  const ButtonOptions look{.kind = ButtonKind::ghost};
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float height = sizes().control_height;
  const float width = room(1.0f);
  const float fold_width = can_fold ? button_width(fold, look) + space::kSmall : 0.0f;
  const ImVec2 pill = badge_size(word);
  const float right = corner.x + width;
  draw_name(width - fold_width - pill.x - space::kMedium, height);
  ImGui::SetCursorScreenPos({right - fold_width - pill.x, corner.y + (height - pill.y) / 2});
  badge(up ? Tone::ok : Tone::broken, word);
  ImGui::SetCursorScreenPos({right - fold_width + space::kSmall, corner.y});
  if (can_fold) {
    if (button(fold, look)) context.state.hood_open = !context.state.hood_open;
  } else {
    ImGui::Dummy({0, height});
  }
}

void draw_summary(const ServiceState& state) {
  StatusLine line("summary");
  line.add(counted(static_cast<std::int64_t>(state.rows.size()), "task", "tasks"));
  const std::string counter = "counter says " + std::to_string(state.open_count) + " open";
  if (state.is_counter_wrong()) {
    line.add(counter + ", recount finds " + std::to_string(state.open_rows), Tone::broken,
             Icon::broken);
  } else {
    line.add(counter, Tone::ok, Icon::ok);
  }
  line.add("sequence " + std::to_string(state.seq));
  if (!state.conflicts.empty()) {
    const auto open = static_cast<std::int64_t>(state.conflicts.size());
    line.add(counted(open, "open conflict", "open conflicts"), Tone::waiting, Icon::conflict);
  }
  if (state.surplus > 0) {
    line.add_right(counted(state.surplus, "duplicate", "duplicates"), Tone::broken, Icon::copy);
  }
  line.draw();
}

// There is little room, and "ada" says who it is.
std::string short_name(const std::string& email) { return email.substr(0, email.find('@')); }

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

Tone answer_tone(OpStatus status) {
  if (status == OpStatus::conflict) return Tone::waiting;
  return status == OpStatus::rejected ? Tone::broken : Tone::neutral;
}

// Only a policy that keeps operation ids has anything to look a repeat up in.
bool has_ledger(const UiContext& context, const ServiceState& state) {
  return !state.ledger.empty() || context.session.world().safeguards()[Decision::idempotency] ==
                                      policies_of(Decision::idempotency).back().name;
}

void draw_no_ledger(const UiContext& context) {
  const std::string_view policy = context.session.world().policies().idempotency->info().title;
  const std::string text = "Safeguard now: " + std::string(policy) +
                           ". The server remembers no operation, so it cannot tell a repeat from "
                           "something new.";
  paragraph(text, kSmallText, &Palette::ink_soft);
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
    const DurationMs left_ms = std::max<DurationMs>(0, row.expires_ms - context.session.now_ms());
    table.cell(short_name(row.user));
    table.cell(device_title(row.device));
    table.cell(std::to_string(row.refresh_number));
    table.cell(std::to_string(left_ms / kDayMs) + " d");
  }
}

void draw_records(UiContext& context, const ServiceState& state, ImVec2 size) {
  const float top = ImGui::GetCursorScreenPos().y;
  int& shown = context.state.shown_record;
  tab_strip("Records", &shown, kRecords, TabWidths::by_label);
  size.y -= ImGui::GetCursorScreenPos().y - top;
  if (shown == kSessions) return draw_sessions(context, state, size);
  draw_ledger(context, state, size);
}

// The values of all fields that disagree, in one cell.
std::string values_text(const std::vector<ConflictLine>& lines,
                        std::string ConflictLine::*side) {
  std::string text;
  for (const ConflictLine& line : lines) text.append(text.empty() ? "" : " · ").append(line.*side);
  return text;
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
  const OracleModel& model = context.session.world().oracle().model();
  const IntentRecord* record = model.find(context.state.selected_gesture);
  if (record == nullptr) return;
  for (const ServiceRow& row : state.rows) {
    if (row.created_by != record->task) continue;
    paragraph("Versions by field of " + quoted(row.title) + ": " + stamps_text(row), kSmallText,
              &Palette::ink_soft);
    return;
  }
}

void draw_tables(UiContext& context, const ServiceState& state) {
  draw_conflicts(state);
  draw_stamps(context, state);
  const std::string reconciled = reconciled_text(context.session.world().metrics());
  if (!reconciled.empty()) paragraph(reconciled, kSmallText, &Palette::ink_soft);
  const ImVec2 area = ImGui::GetContentRegionAvail();
  const float height = std::max(kTableHeightMin, area.y);
  if (area.x < kSideBySideMin) {
    const float both = height - kTableGap;
    const float below = has_ledger(context, state) || context.state.shown_record != kLedger
                            ? both / 2
                            : kNoLedgerHeight;
    draw_rows(state, {area.x, std::max(kTableHeightMin, both - below)});
    gap(kTableGap);
    draw_records(context, state, {area.x, std::max(kTableHeightMin, below)});
    return;
  }
  const float rows_width = (area.x - kTableGap) * kRowsShare;
  ImGui::BeginChild("rows", {rows_width, height}, ImGuiChildFlags_NavFlattened);
  draw_rows(state, {rows_width, height});
  ImGui::EndChild();
  ImGui::SameLine(0, kTableGap);
  ImGui::BeginChild("ledger", {0, height}, ImGuiChildFlags_NavFlattened);
  draw_records(context, state, {area.x - kTableGap - rows_width, height});
  ImGui::EndChild();
}

void draw_service(UiContext& context) {
  const Fold fold = fold_of(context);
  draw_head(context, fold.can_fold);
  const ServiceState& state = reader().get(
      context.session, fold.shows_tables ? ServicePart::rows_and_ledger : ServicePart::rows);
  if (!state.read.ok()) {
    callout({.id = "unreadable",
             .tone = Tone::broken,
             .title = "The database cannot be read",
             .text = describe(state.read.error())});
    return;
  }
  draw_summary(state);
  if (fold.shows_tables) draw_tables(context, state);
}

}  // namespace

const Panel& panel_service() {
  static const Panel kPanel{.name = "service",
                            .title = "Server",
                            .place = Place::centre,
                            .order = 60,
                            .draw = draw_service,
                            .folded_height = 96};
  return kPanel;
}

}  // namespace srl::web::ui
