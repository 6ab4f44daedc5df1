// SPDX-License-Identifier: MIT
// The intent ledger: what became of every gesture that a device accepted. One mark per gesture;
// pressing it follows the gesture through timeline and diagram.
#include <algorithm>
#include <string>
#include <utility>

#include "app/intent_board.h"
#include "app/wording.h"
#include "sim/promises/promise.h"
#include "ui/event_look.h"
#include "ui/panel.h"
#include "ui/ui_context.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/section_header.h"
#include "ui/widgets/stat_row.h"

namespace srl::web::ui {

namespace {

constexpr float kCellPadding = 6.0f;
constexpr float kCellGap = 4.0f;
constexpr float kIconShare = 0.85f;

std::string actor_title(const World& world, ActorId actor) {
  const std::vector<std::string> names = world.actor_names();
  return actor < names.size() ? device_title(names[actor]) : std::string();
}

void draw_counts(const IntentBoard& board) {
  bool first = true;
  for (int i = 0; i < kCountOf<IntentOutcome>; ++i) {
    const auto outcome = static_cast<IntentOutcome>(i);
    const int count = board.count(outcome);
    if (count == 0) continue;
    std::string words = std::to_string(count);
    words.append(" ").append(outcome_title(outcome));
    if (!first) flow(badge_size(words).x);
    first = false;
    badge(outcome_tone(outcome), words.c_str(), outcome_icon(outcome));
  }
}

struct Grid {
  ImVec2 cell;
  int columns = 1;
};

Grid lay_out(const IntentBoard& board) {
  const std::string widest =
      "g" + std::string(std::to_string(board.lines.back().gesture).size(), '0');
  Grid grid;
  const float icon = line_height(kSmallMonoText) * kIconShare;
  grid.cell.x = text_size(kSmallMonoText, widest).x + icon + kCellGap + 2 * kCellPadding;
  grid.cell.y = std::max(line_height(kSmallMonoText) + 2 * kCellGap,
                         density() == Density::touch ? sizes().control_height : 0.0f);
  grid.columns = std::max(1, static_cast<int>((room() + kCellGap) / (grid.cell.x + kCellGap)));
  // What is left over goes to the cells, so that the grid is flush on both sides.
  const float columns = static_cast<float>(grid.columns);
  grid.cell.x = (room() - kCellGap * (columns - 1)) / columns;
  return grid;
}

void draw_cell(UiContext& context, const IntentLine& line, ImVec2 size) {
  const World& world = context.sandbox.world();
  const std::string name = gesture_name(line.gesture);
  const bool selected = context.state.selected_gesture == line.gesture;
  const Slot slot = place_control(name.c_str(), size,
                                  {.role = probe::Role::button,
                                   .name = name,
                                   .value = outcome_title(line.outcome),
                                   .checked = selected});
  const Press state = press(slot);
  if (state.clicked) context.state.selected_gesture = selected ? kNoIntent : line.gesture;
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Tone tone = outcome_tone(line.outcome);
  const Color ink = tone_ink(tone);
  list->AddRectFilled(slot.box.Min, slot.box.Max, shade(tone_tint(tone)), radius::kSmall);
  list->AddRect(slot.box.Min, slot.box.Max,
                selected ? shade(colors().accent) : faint(ink, state.hovered ? 0.7f : 0.2f),
                radius::kSmall, 0, selected ? 2.0f : space::kHair);
  const float icon = line_height(kSmallMonoText) * kIconShare;
  const float middle = slot.box.GetCenter().y;
  draw_icon(list, outcome_icon(line.outcome), {slot.box.Min.x + kCellPadding + icon / 2, middle},
            icon, ink);
  draw_text(
      list, kSmallMonoText,
      {slot.box.Min.x + kCellPadding + icon + kCellGap, middle - line_height(kSmallMonoText) / 2},
      colors().ink, name);
  if (state.ring) draw_focus_ring(slot, radius::kSmall);
  const IntentRecord& record = world.oracle().model().intents[line.gesture];
  if (state.hovered) {
    hint(slot, std::string(outcome_title(line.outcome)) + "\n" +
                   intent_story(record, line.gesture, world.history(),
                                actor_title(world, record.device)));
  }
}

void draw_grid(UiContext& context, const IntentBoard& board) {
  const Grid grid = lay_out(board);
  const int count = static_cast<int>(board.lines.size());
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(kCellGap, kCellGap));
  ImGuiListClipper clipper;
  clipper.Begin((count + grid.columns - 1) / grid.columns, grid.cell.y + kCellGap);
  while (clipper.Step()) {
    const int end = std::min(count, clipper.DisplayEnd * grid.columns);
    for (int i = clipper.DisplayStart * grid.columns; i < end; ++i) {
      if (i % grid.columns != 0) ImGui::SameLine(0, kCellGap);
      draw_cell(context, board.lines[static_cast<std::size_t>(i)], grid.cell);
    }
  }
  ImGui::PopStyleVar();
}

// From the tap to the answer, made again when something has happened or another gesture is
// followed.
void draw_trace(const UiContext& context, Intent gesture) {
  static Trace trace;
  static std::pair<std::uint64_t, Intent> seen;
  const World& world = context.sandbox.world();
  const std::pair<std::uint64_t, Intent> now{world.digest(), gesture};
  if (seen != now) {
    seen = now;
    trace = trace_of(world.log().events(), gesture);
  }
  ImGui::PushID("trace");
  for (std::size_t i = 0; i < trace.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    stat_part(span_name(trace[i]).c_str(), span_text(trace[i]));
    ImGui::PopID();
  }
  ImGui::PopID();
}

void draw_selected(UiContext& context) {
  const World& world = context.sandbox.world();
  const Intent gesture = context.state.selected_gesture;
  const IntentRecord* record = world.oracle().model().find(gesture);
  if (record == nullptr) return;
  gap(space::kSmall);
  const IntentOutcome outcome = outcome_of(*record);
  const CardScope card("Selected gesture", outcome_tone(outcome));
  badge(outcome_tone(outcome),
        (gesture_name(gesture) + ": " + std::string(outcome_title(outcome))).c_str(),
        outcome_icon(outcome));
  paragraph(intent_story(*record, gesture, world.history(), actor_title(world, record->device)),
            kSmallText);
  draw_trace(context, gesture);
  if (button("In the timeline")) context.state.shown_tab = "timeline";
  ImGui::SameLine();
  if (button("Let go", {.kind = ButtonKind::ghost})) context.state.selected_gesture = kNoIntent;
}

void draw_intent_ledger(UiContext& context) {
  const IntentBoard board = intent_board(context.sandbox.world().oracle().model());
  section_header("Intent ledger", static_cast<int>(board.lines.size()), "one outcome each");
  if (board.lines.empty()) {
    empty_state(Icon::queue, "No gestures yet",
                "Everything that is done on a device is counted here, with what became of it.");
    return;
  }
  draw_counts(board);
  gap(space::kSmall);
  draw_grid(context, board);
  draw_selected(context);
}

}  // namespace

const Panel& panel_intent_ledger() {
  static const Panel kPanel{"intent_ledger", "Intents", Place::right, 40, draw_intent_ledger};
  return kPanel;
}

}  // namespace srl::web::ui
