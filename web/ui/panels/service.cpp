// SPDX-License-Identifier: MIT
// What the server holds, as its own database says: in a line for everybody, and with the hood open
// row by row.
#include <algorithm>
#include <string>

#include "app/conflict_text.h"
#include "app/device_text.h"
#include "app/wording.h"
#include "ui/panel.h"
#include "ui/service_tables.h"
#include "ui/status_line.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/item.h"
#include "ui/widgets/segmented.h"

namespace srl::web::ui {

namespace {

constexpr float kTablesFrom = 170.0f;
constexpr float kTableHeightMin = 84.0f;
constexpr float kNoLedgerHeight = 100.0f;
constexpr float kTableGap = 24.0f;
constexpr float kSideBySideMin = 640.0f;
constexpr float kRowsShare = 0.52f;

// What stands beside the rows, and what takes their room.
constexpr Segment kRecords[] = {
    {"Idempotency ledger"}, {"Sessions"}, {"Jobs"}, {"Slots"}, {"Deliveries"}};
constexpr Segment kNarrowRecords[] = {
    {"Ledger"}, {"Sessions"}, {"Jobs"}, {"Slots"}, {"Deliveries"}};
enum Record { kLedger, kSessions, kJobs, kSlots, kDeliveries };

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
  draw_text(list, kTitleText,
            {slot.box.Min.x + icon + space::kSmall, middle - line_height(kTitleText) / 2},
            colors().ink, "Server");
}

void draw_head(UiContext& context, bool can_fold) {
  const bool up = context.sandbox.world().service().is_up();
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
  if (state.jobs.dead_letters > 0) {
    line.add(counted(state.jobs.dead_letters, "dead letter", "dead letters"), Tone::broken,
             Icon::broken);
  }
  if (state.surplus > 0) {
    line.add_right(counted(state.surplus, "duplicate", "duplicates"), Tone::broken, Icon::copy);
  }
  line.draw();
}

void draw_record(const UiContext& context, const ServiceState& state, ImVec2 size) {
  if (context.state.shown_record == kSessions) return draw_sessions(context, state, size);
  draw_ledger(context, state, size);
}

void draw_one_above_the_other(const UiContext& context, const ServiceState& state, ImVec2 area) {
  const float both = area.y - kTableGap;
  const bool has_record = has_ledger(context, state) || context.state.shown_record != kLedger;
  const float below = has_record ? both / 2 : kNoLedgerHeight;
  draw_rows(state, {area.x, std::max(kTableHeightMin, both - below)});
  gap(kTableGap);
  draw_record(context, state, {area.x, std::max(kTableHeightMin, below)});
}

void draw_rows_and_record(const UiContext& context, const ServiceState& state) {
  draw_stamps(context, state);
  const std::string reconciled = reconciled_text(context.sandbox.world().metrics());
  if (!reconciled.empty()) paragraph(reconciled, kServiceText, &Palette::ink_soft);
  ImVec2 area = ImGui::GetContentRegionAvail();
  area.y = std::max(kTableHeightMin, area.y);
  if (area.x < kSideBySideMin) return draw_one_above_the_other(context, state, area);
  const float rows_width = (area.x - kTableGap) * kRowsShare;
  ImGui::BeginChild("rows", {rows_width, area.y}, ImGuiChildFlags_NavFlattened);
  draw_rows(state, {rows_width, area.y});
  ImGui::EndChild();
  ImGui::SameLine(0, kTableGap);
  ImGui::BeginChild("ledger", {0, area.y}, ImGuiChildFlags_NavFlattened);
  draw_record(context, state, {area.x - kTableGap - rows_width, area.y});
  ImGui::EndChild();
}

void draw_tables(UiContext& context, const ServiceState& state) {
  draw_conflicts(state);
  const bool is_tight = ImGui::GetContentRegionAvail().x < tab_strip_width(kRecords);
  tab_strip("Records", &context.state.shown_record, is_tight ? kNarrowRecords : kRecords,
            TabWidths::by_label);
  switch (context.state.shown_record) {
    case kJobs: return draw_jobs(context, state.jobs);
    case kSlots: return draw_slots(context, state.jobs);
    case kDeliveries: return draw_deliveries(context, state.jobs);
    default: return draw_rows_and_record(context, state);
  }
}

void draw_service(UiContext& context) {
  const Fold fold = fold_of(context);
  draw_head(context, fold.can_fold);
  const ServiceState& state = reader().get(
      context.sandbox, fold.shows_tables ? ServicePart::rows_and_ledger : ServicePart::rows);
  if (!state.read.ok()) {
    callout({.id = "unreadable",
             .tone = Tone::broken,
             .title = "The database cannot be read",
             .text = describe(state.read.error())});
    return;
  }
  if (fold.shows_tables && context.state.shown_record >= kJobs) {
    draw_jobs_summary(context, state.jobs);
  } else {
    draw_summary(state);
  }
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
