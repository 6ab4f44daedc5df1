// SPDX-License-Identifier: MIT
#include "ui/conflict_sheet.h"

#include <algorithm>
#include <utility>

#include "app/conflict_text.h"
#include "app/device_text.h"
#include "app/event_text.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/sheet.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kWho = kSmallBoldText;
constexpr float kValueHeightMax = 108.0f;  // of a long description the beginning
constexpr float kRadio = 6.0f;

// One of the three values. Mine and theirs can be chosen where there are several fields.
struct Value {
  const char* id;
  std::string_view who;
  std::string_view text;
  bool operable = false;
  bool chosen = false;
};

float value_height(const Value& value, float width) {
  const float text = text_size({}, value.text, width - 2 * space::kMedium).y;
  return line_height(kWho) + std::min(text, kValueHeightMax) + space::kTight + 2 * space::kSmall;
}

void paint_value(const Value& value, const ImRect& box, bool hovered) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  list->AddRectFilled(box.Min, box.Max, shade(value.chosen ? c.accent_tint : c.surface),
                      radius::kControl);
  const ImU32 line = value.chosen                ? shade(c.accent)
                     : value.operable && hovered ? shade(c.ink_soft)
                                                 : shade(value.operable ? c.control : c.hairline);
  list->AddRect(box.Min, box.Max, line, radius::kControl, 0, value.chosen ? 2.0f : space::kHair);
  const ImVec2 corner{box.Min.x + space::kMedium, box.Min.y + space::kSmall};
  float right = box.Max.x - space::kMedium;
  if (value.operable) {
    const ImVec2 dot{right - kRadio, corner.y + line_height(kWho) / 2};
    list->AddCircle(dot, kRadio, shade(value.chosen ? c.accent : c.control), 0, 1.5f);
    if (value.chosen) list->AddCircleFilled(dot, kRadio / 2, shade(c.accent));
    right -= 2 * kRadio + space::kTight;
  }
  draw_text_cut(list, kWho, corner, right - corner.x, c.ink_soft, value.who);
  list->PushClipRect(box.Min, {box.Max.x, box.Max.y - space::kTight}, true);
  draw_text(list, {}, {corner.x, corner.y + line_height(kWho) + space::kTight}, c.ink, value.text,
            box.GetWidth() - 2 * space::kMedium);
  list->PopClipRect();
}

// True when it was chosen.
bool draw_value(const ConflictLine& line, const Value& value, ImVec2 size) {
  const std::string name =
      line.name + ", " + std::string(value.who) + ": " + std::string(value.text);
  if (!value.operable) {
    const Slot slot = place_display(value.id, size, {.role = probe::Role::text, .name = name});
    if (slot.visible) paint_value(value, slot.box, false);
    return false;
  }
  const Slot slot = place_control(
      value.id, size, {.role = probe::Role::radio, .name = name, .checked = value.chosen});
  const Press state = press(slot);
  if (slot.visible) paint_value(value, slot.box, state.hovered);
  if (state.ring) draw_focus_ring(slot, radius::kControl);
  return state.clicked;
}

void draw_line(const DeviceApp& app, const ConflictView& shown, const ConflictLine& line) {
  const ConflictWords words = conflict_words(shown.conflict, app.device.name());
  std::uint32_t& mine_fields = app.state.mine_fields;
  const bool operable = can_merge(shown.conflict) && !shown.deciding;
  const bool is_mine = (mine_fields & line.field) != 0;
  const std::string_view base = line.base.empty() ? "(not recorded)" : std::string_view(line.base);
  const Value values[] = {{"base", "Both started from", base},
                          {"mine", words.mine, line.mine, operable, operable && is_mine},
                          {"theirs", words.theirs, line.theirs, operable, operable && !is_mine}};
  paragraph(line.name, {.face = Face::bold});
  const bool stacked = app.context.narrow;
  const float width = stacked ? room(1.0f) : (room(1.0f) - 2 * space::kSmall) / 3;
  float height = 0;
  for (const Value& value : values) height = std::max(height, value_height(value, width));
  ImGui::PushID(line.name.c_str());
  for (const Value& value : values) {
    const bool is_first = value.id == values[0].id;
    if (stacked && is_first) {  // not to be chosen: a line will do
      paragraph(std::string(value.who) + ": " + std::string(value.text), kSmallText);
      continue;
    }
    if (!is_first && !stacked) ImGui::SameLine(0, space::kSmall);
    const float own = stacked ? value_height(value, width) : height;
    if (!draw_value(line, value, {width, own})) continue;
    mine_fields = value.id == values[1].id ? mine_fields | line.field : mine_fields & ~line.field;
  }
  ImGui::PopID();
  gap(space::kMedium);
}

bool are_mixed(const Conflict& conflict, std::uint32_t mine_fields) {
  const std::uint32_t mine = conflict.mine.present & mine_fields;
  return mine != 0 && mine != conflict.mine.present;
}

// True when the decision was taken.
bool decide(const DeviceApp& app, const ConflictView& shown, ConflictSide keep) {
  UiState& state = app.context.state;
  const Status done = app.device.decide_conflict(shown, keep, app.state.mine_fields);
  if (!done.ok()) {
    state.toast = complaint_text(done.error());
    return false;
  }
  app.state.decisions.push_back(
      {shown.conflict, shown.row, false, app.context.sandbox.future(), app.device.now_ms()});
  state.toast = "Your decision is on its way";
  return true;
}

// True when the sheet has done its work.
bool draw_ways(const DeviceApp& app, const ConflictView& shown) {
  const ConflictWords words = conflict_words(shown.conflict, app.device.name());
  const bool narrow = app.context.narrow;
  bool decided = false;
  const auto offer = [&](const std::string& label, ConflictSide keep, const ButtonOptions& look) {
    if (button(label.c_str(), look)) decided = decide(app, shown, keep);
  };
  const float half = narrow ? (room(1.0f) - ImGui::GetStyle().ItemSpacing.x) / 2 : 0.0f;
  offer(words.keep_mine, ConflictSide::mine, {.width = half});
  ImGui::SameLine();
  offer(words.keep_theirs, ConflictSide::theirs, {.width = half});
  if (!can_merge(shown.conflict)) return decided;
  const bool mixed = are_mixed(shown.conflict, app.state.mine_fields);
  if (!narrow) ImGui::SameLine();
  ImGui::BeginDisabled(!mixed);
  offer("Keep both choices", ConflictSide::each,
        {.kind = mixed ? ButtonKind::primary : ButtonKind::secondary,
         .width = narrow ? kFillWidth : 0.0f});
  ImGui::EndDisabled();
  if (!mixed) {
    paragraph("Or choose field by field above, some of each, and keep both choices.", kSmallText,
              &Palette::ink_soft);
  }
  return decided;
}

bool draw_content(const DeviceApp& app, const ConflictView& shown) {
  const Conflict& conflict = shown.conflict;
  bool closed = sheet_head(quoted(conflict.theirs.title).c_str(), "Close conflict",
                           "Conflict: " + conflict.theirs.title);
  const ConflictWords words = conflict_words(conflict, app.device.name());
  paragraph(words.story);
  const DurationMs waited_ms = std::max<DurationMs>(0, app.device.now_ms() - conflict.since_ms);
  paragraph("Rule: " + conflict_rule(conflict.policy) + ". Waits for " +
                format_duration(waited_ms / kSecondMs * kSecondMs) + ".",
            kSmallText, &Palette::ink_soft);
  gap(space::kMedium);
  for (const ConflictLine& line : conflict_lines(conflict, app.device.zone()))
    draw_line(app, shown, line);
  if (!shown.deciding) return draw_ways(app, shown) || closed;
  badge(Tone::accent, "A decision is on its way", Icon::send);
  paragraph("It counts as soon as the server has it.", kSmallText, &Palette::ink_soft);
  return closed;
}

// What comes of a decision is read off the view: it may have been taken elsewhere before.
void tell_decided(const DeviceApp& app) {
  const DeviceView& view = app.view();
  std::erase_if(app.state.decisions, [&](DecisionMade& made) {
    const bool is_other_run = made.future != app.context.sandbox.future();
    if (is_other_run || app.device.now_ms() < made.at_ms) return true;
    const auto found = view.conflicts.find(made.conflict.id);
    if (found != view.conflicts.end()) {
      if (found->second.deciding) made.was_on_its_way = true;
      return made.was_on_its_way && !found->second.deciding;  // it is asked again
    }
    const auto row = view.rows.find(made.row);
    app.context.state.toast = decided_text(made.conflict, app.device.name(),
                                           row == view.rows.end() ? nullptr : &row->second);
    return true;
  });
}

}  // namespace

void open_conflict_sheet(const DeviceApp& app, const ConflictView& shown) {
  app.state.deciding = shown.conflict.id;
  app.state.mine_fields = kAllFields;
}

bool open_first_conflict(const DeviceApp& app) {
  for (const auto& [id, shown] : app.view().conflicts) {
    if (shown.deciding) continue;
    open_conflict_sheet(app, shown);
    return true;
  }
  return false;
}

void draw_conflict_sheet(const DeviceApp& app) {
  bool& asked = app.context.state.decide_conflict;
  if (asked) asked = !open_first_conflict(app);
  tell_decided(app);
  TaskAppState& state = app.state;
  if (state.deciding.is_nil()) return;
  const auto found = app.view().conflicts.find(state.deciding);
  bool open = found != app.view().conflicts.end();
  const ConflictView shown = open ? found->second : ConflictView{};  // a decision moves the world
  {
    const SheetScope sheet("Conflict", &open, {.narrow = app.context.narrow, .fits = true});
    if (sheet.visible() && open && draw_content(app, shown)) open = false;
  }
  if (open) return;
  state.deciding = {};
  state.focus_row = shown.row;
}

}  // namespace srl::web::ui
