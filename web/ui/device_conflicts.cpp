// SPDX-License-Identifier: MIT
// Conflicts about tasks that are in no list any more: a person deleted what another person changed.
// Each has a row of its own above the tasks.
#include <algorithm>

#include "app/conflict_text.h"
#include "ui/conflict_sheet.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr std::size_t kConflictsShownMax = 3;

// True when it was pressed.
bool draw_gone_task(const ConflictView& shown) {
  const std::string id = to_string(shown.conflict.id);
  const std::string& title = shown.conflict.theirs.title;
  const char* word = conflict_badge(shown);
  const std::string name = std::string(word) + ": " + title + ", deleted and changed";
  const float lines = line_height({}) + line_height(kSmallText) + 2 * space::kTight;
  const Slot slot = place_control(id.c_str(), {room(1.0f), std::max(sizes().row_height, lines)},
                                  {.role = probe::Role::button, .name = name});
  const Press state = press(slot);
  if (!slot.visible) return state.clicked;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const ImRect& box = slot.box;
  const Tone tone = shown.deciding ? Tone::accent : Tone::waiting;
  list->AddRectFilled(box.Min, box.Max, shade(state.hovered ? c.pressed : c.surface),
                      radius::kControl);
  list->AddRect(box.Min, box.Max, faint(tone_ink(tone), 0.5f), radius::kControl);
  const ImVec2 pill = badge_size(word);
  const float middle = box.GetCenter().y;
  const ImVec2 corner{box.Max.x - pill.x - space::kSmall, middle - pill.y / 2};
  draw_badge(list, corner, tone, word, shown.deciding ? Icon::send : Icon::conflict);
  const float left = box.Min.x + space::kMedium;
  const float width = corner.x - left - space::kSmall;
  const float top = middle - (line_height({}) + line_height(kSmallText)) / 2;
  draw_text_cut(list, {}, {left, top}, width, c.ink, title);
  draw_text_cut(list, kSmallText, {left, top + line_height({})}, width, c.ink_soft,
                conflict_about(shown.conflict));
  if (state.ring) draw_focus_ring(slot, radius::kControl);
  return state.clicked;
}

}  // namespace

void draw_gone_tasks(const DeviceApp& app) {
  const std::vector<const ConflictView*> gone = conflicts_without_row(app.view());
  for (std::size_t i = 0; i < std::min(gone.size(), kConflictsShownMax); ++i) {
    if (draw_gone_task(*gone[i])) open_conflict_sheet(app, *gone[i]);
  }
  if (gone.size() > kConflictsShownMax) {
    paragraph("and " + std::to_string(gone.size() - kConflictsShownMax) + " more", kSmallText,
              &Palette::ink_soft);
  }
}

}  // namespace srl::web::ui
