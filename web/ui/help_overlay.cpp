// SPDX-License-Identifier: MIT
// A sheet in the middle, or over the whole of a small screen.
#include "ui/help_overlay.h"

#include <algorithm>
#include <string>

#include "observe/metric_info.h"
#include "platform/platform.h"
#include "ui/shortcuts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/section_header.h"
#include "ui/widgets/sheet.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kKey = kSmallMonoText;
constexpr float kKeysWidth = 120.0f;

constexpr const char* kWhat[] = {
    "A task app in miniature (two devices, one server, a network between them) that runs in this "
    "page, in virtual time, and the same way every time.",
    "Naive is how most products start. Reliable makes six structural decisions. Both get the same "
    "gestures and the same faults.",
    "An oracle watches every write and says which promise to the user breaks, when, and why.",
};

struct Try {
  const char* title;
  const char* text;
};

constexpr Try kFirst[] = {
    {"Watch it fail.", "Fifteen tasks, one lost reply: under Naive the phone ends with thirty."},
    {"Flip Naive to Reliable.", "The same moment, the same lost reply: fifteen rows."},
    {"Break it yourself.",
     "Take the phone offline, add tasks, lose some replies, come back online."},
    {"Share it.", "The address of the page holds the very moment that you look at."},
};

// Bold words that begin a line, and the rest of it beside or below them.
void draw_step(int number, const Try& step) {
  const std::string name = std::to_string(number) + ". " + step.title;
  paragraph(name, kBoldText);
  ImGui::Indent(space::kLarge);
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - space::kTight);
  paragraph(step.text, {}, &Palette::ink_soft);
  ImGui::Unindent(space::kLarge);
}

void draw_shortcut(const ShortcutInfo& info) {
  const float height = std::max(line_height({}), line_height(kKey)) + space::kTight;
  const Slot slot =
      place_display(info.keys, {room(1.0f), height},
                    {.role = probe::Role::text, .name = info.keys, .value = info.what});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = slot.box.GetCenter().y;
  draw_text(list, kKey, {slot.box.Min.x, middle - line_height(kKey) / 2}, colors().ink, info.keys);
  draw_text(list, {}, {slot.box.Min.x + kKeysWidth, middle - line_height({}) / 2},
            colors().ink_soft, info.what);
}

void draw_signal_row(const MetricRowInfo& row) {
  const std::string title(row.title);
  const CardScope card(title.c_str());
  paragraph(title, kBoldText);
  paragraph(std::string("The user sees: ").append(row.experience), kSmallText, &Palette::ink_soft);
  paragraph(std::string("The system must expose: ").append(row.exposes), kSmallText,
            &Palette::ink_soft);
}

void draw_signal_rows() {
  for (std::size_t row = 0; row < kCountOf<MetricRow>; ++row) {
    draw_signal_row(metric_row_info(static_cast<MetricRow>(row)));
  }
}

// The same run in plain HTML. The help closes: it lies over the canvas, not over that page.
bool draw_way_to_accessible_view() {
  gap(space::kSmall);
  paragraph("With a screen reader, or rather without a canvas:", {}, &Palette::ink_soft);
  if (!button("Accessible view", {.hint = "The same run and commands in plain HTML"})) return false;
  platform::open_accessible_view();
  return true;
}

// True when it is to be closed.
bool draw_content() {
  bool closed = sheet_head("SaaS Reliability Lab", "Close help", "About this lab");
  gap(space::kSmall);
  for (const char* sentence : kWhat) paragraph(sentence);
  gap(space::kLarge);
  section_header("What to try first");
  int number = 0;
  for (const Try& step : kFirst) draw_step(++number, step);
  gap(space::kLarge);
  section_header("Keys");
  for (const ShortcutInfo& info : shortcut_infos()) draw_shortcut(info);
  closed |= draw_way_to_accessible_view();
  gap(space::kLarge);
  section_header("What breaks, and what must show it");
  draw_signal_rows();
  return closed;
}

}  // namespace

void draw_help_overlay(UiContext& context) {
  bool& open = context.state.help_open;
  const SheetScope sheet("Help", &open, {.narrow = context.narrow});
  if (sheet.visible() && draw_content()) open = false;
}

}  // namespace srl::web::ui
