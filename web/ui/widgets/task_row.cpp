// SPDX-License-Identifier: MIT
// Up to four controls in one row: the row itself, and on it the circle, the bin and a question's
// pill.
#include "ui/widgets/task_row.h"

#include <algorithm>
#include <string>

#include "ui/widgets/badge.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kMeta = kSmallText;
constexpr float kRowLineGap = 3.0f;
constexpr float kCircle = 9.0f;
constexpr float kOneLineWidthMin = 296.0f;
constexpr float kAllWordsWidthMin = 420.0f;
constexpr float kRowIconShare = 0.95f;  // of the small line's height
constexpr float kRowIconGap = 4.0f;
constexpr float kBracket = 3.0f;
constexpr float kOneLineExtra = 2.0f;  // around the circle's target

bool is_one_line(float width) { return density() == Density::mouse && width >= kOneLineWidthMin; }

struct Parts {
  Slot row;
  Slot check;
  Slot bin;
  Slot question;
  Press row_state;
  Press check_state;
  Press bin_state;
  Press question_state;
  bool has_bin = false;

  bool is_over() const {
    return row_state.hovered || check_state.hovered || bin_state.hovered || question_state.hovered;
  }
  bool shows_bin(bool selected) const {
    return has_bin && (is_over() || selected || row_state.ring || bin_state.ring ||
                       check_state.ring || question_state.ring);
  }
};

std::string spoken(const TaskRow& row) {
  std::string text(row.title);
  if (!row.reminder.empty()) text.append(", reminder ").append(row.reminder);
  for (const std::string_view part : {row.meta, row.mark, row.question, row.status_word}) {
    if (!part.empty()) text.append(", ").append(part);
  }
  return text;
}

// The pill stands still: its place leaves room for the bin, shown or not.
void take_question(const TaskRow& row, Parts& parts) {
  const ImRect& box = parts.row.box;
  const float side = sizes().control_height;
  const float right = box.Max.x - (parts.has_bin ? side : space::kSmall);
  const float middle = box.GetCenter().y;
  const std::string name = std::string(row.question) + ": " + std::string(row.title);
  const float left = right - badge_size(row.question).x;
  parts.question = put_control("question", {{left, middle - side / 2}, {right, middle + side / 2}},
                               {.role = probe::Role::button, .name = name});
  parts.question_state = press(parts.question);
}

void draw_question(ImDrawList* list, const TaskRow& row, const Parts& parts) {
  const ImRect& box = parts.question.box;
  const ImVec2 size = badge_size(row.question);
  const ImVec2 corner{box.Min.x, box.GetCenter().y - size.y / 2};
  const Tone tone = row.is_answered ? Tone::accent : Tone::waiting;
  draw_badge(list, corner, tone, row.question, row.is_answered ? Icon::send : Icon::conflict);
  if (parts.question_state.hovered) {
    list->AddRect(corner, {corner.x + size.x, corner.y + size.y}, shade(tone_ink(tone)), size.y / 2,
                  0, 1.5f);
  }
  if (parts.question_state.ring) draw_focus_ring(parts.question, radius::kControl);
}

Parts take_parts(const TaskRow& row) {
  Parts parts;
  const float width = room(1.0f);
  ImGui::SetNextItemAllowOverlap();
  if (row.take_focus) ImGui::SetKeyboardFocusHere();
  const std::string name = spoken(row);
  parts.row = place_control("row", {width, task_row_height(width)},
                            {.role = probe::Role::button, .name = name, .checked = false});
  parts.row_state = press(parts.row);
  if (parts.row_state.hovered) hint(parts.row, row.mark_hint);

  const ImRect& box = parts.row.box;
  const float side = sizes().control_height;
  const float middle = box.GetCenter().y;
  const std::string check_name = "Complete " + std::string(row.title);
  parts.check = put_control(
      "complete", {{box.Min.x, middle - side / 2}, {box.Min.x + side, middle + side / 2}},
      {.role = probe::Role::checkbox, .name = check_name, .checked = row.completed});
  parts.check_state = press(parts.check);

  // A finger doesn't hover: a bin that is not seen must not be hit.
  parts.has_bin = density() == Density::mouse || row.selected;
  if (parts.has_bin) {
    const std::string bin_name = "Delete " + std::string(row.title);
    parts.bin = put_control("delete",
                            {{box.Max.x - side, middle - side / 2}, {box.Max.x, middle + side / 2}},
                            {.role = probe::Role::button, .name = bin_name});
    parts.bin_state = press(parts.bin);
  }
  if (!row.question.empty()) take_question(row, parts);
  return parts;
}

void draw_circle(ImDrawList* list, const Parts& parts, bool completed) {
  const Palette& c = colors();
  const ImVec2 center = parts.check.box.GetCenter();
  const float filled = glide(parts.check.id, completed ? 1.0f : 0.0f);
  const float radius = density() == Density::touch ? kCircle + 2.0f : kCircle;
  list->AddCircleFilled(center, radius, shade(c.ok, filled));
  list->AddCircle(center, radius, shade(filled > 0.5f ? c.ok : c.control), 0, 1.5f);
  if (filled > 0.1f) {
    draw_icon(list, Icon::check, center, radius * 1.35f, c.raised, filled);
  } else if (parts.check_state.hovered) {
    draw_icon(list, Icon::check, center, radius * 1.35f, c.control);
  }
}

// A word with its shape, without a pill.
struct Word {
  std::string_view text;
  Icon icon = Icon::none;
  Color ink;
  Color icon_ink;
};

float word_width(const Word& word) {
  const float icon = word.icon == Icon::none ? 0.0f : line_height(kMeta) * kRowIconShare;
  if (word.text.empty()) return icon;
  return text_size(kMeta, word.text).x + icon + (icon > 0 ? kRowIconGap : 0.0f);
}

void draw_word(ImDrawList* list, ImVec2 corner, const Word& word) {
  const float icon = line_height(kMeta) * kRowIconShare;
  if (word.icon != Icon::none) {
    draw_icon(list, word.icon, {corner.x + icon / 2, corner.y + line_height(kMeta) / 2}, icon,
              word.icon_ink);
    corner.x += icon + kRowIconGap;
  }
  draw_text(list, kMeta, corner, word.ink, word.text);
}

Word status_of(const TaskRow& row) {
  const Icon icon = row.status_icon == Icon::none ? tone_icon(row.status) : row.status_icon;
  const Color ink = row.status_is_calm ? colors().ink_faint : tone_ink(row.status);
  return {row.status_word, icon, ink, tone_ink(row.status)};
}

Word mark_of(const TaskRow& row) {
  return {row.mark, Icon::copy, colors().broken, colors().broken};
}

Word reminder_of(const TaskRow& row) {
  return {row.reminder, Icon::bell, colors().ink_soft, colors().ink_soft};
}

void draw_title(ImDrawList* list, const TaskRow& row, ImVec2 corner, float width) {
  const Palette& c = colors();
  const Color ink = row.completed ? c.ink_faint : c.ink;
  draw_text_cut(list, kPlainText, corner, width, ink, row.title);
  if (!row.completed) return;
  const float end = corner.x + std::min(width, text_size(kPlainText, row.title).x);
  const float y = corner.y + line_height(kPlainText) * 0.55f;
  list->AddLine({corner.x, y}, {end, y}, shade(c.ink_faint));
}

// From the right: status, mark, details; the title takes what is left. Beside a mark there may be
// too little: a calm status then keeps its shape and leaves its word to screen readers.
void draw_one_line(ImDrawList* list, const TaskRow& row, float left, float right, float middle) {
  const float small = middle - line_height(kMeta) / 2;
  if (!row.status_word.empty()) {
    Word word = status_of(row);
    const bool has_more = !row.mark.empty() || !row.question.empty() || !row.reminder.empty();
    const bool is_tight = right - left < kAllWordsWidthMin && has_more;
    if (row.status_is_calm && is_tight) word.text = {};
    const ImVec2 pill = badge_size(row.status_word);
    right -= row.status_is_calm ? word_width(word) : pill.x;
    if (row.status_is_calm) {
      draw_word(list, {right, small}, word);
    } else {
      draw_badge(list, {right, middle - pill.y / 2}, row.status, word.text, word.icon);
    }
    right -= space::kSmall;
  }
  if (!row.mark.empty()) {
    const ImVec2 pill = badge_size(row.mark);
    right -= pill.x;
    draw_badge(list, {right, middle - pill.y / 2}, Tone::broken, row.mark, Icon::copy);
    right -= space::kSmall;
  }
  if (!row.meta.empty()) {
    right -= text_size(kMeta, row.meta).x;
    draw_text(list, kMeta, {right, small}, colors().ink_soft, row.meta);
    right -= space::kSmall;
  }
  if (!row.reminder.empty()) {
    const Word word = reminder_of(row);
    right -= word_width(word);
    draw_word(list, {right, small}, word);
    right -= space::kSmall;
  }
  draw_title(list, row, {left, middle - line_height(kPlainText) / 2}, right - left);
}

void draw_two_lines(ImDrawList* list, const TaskRow& row, float left, float right, float middle) {
  const float lines = line_height(kPlainText) + kRowLineGap + line_height(kMeta);
  const float top = middle - lines / 2;
  draw_title(list, row, {left, top}, right - left);
  const Word reminder = row.reminder.empty() ? Word{} : reminder_of(row);
  const Word words[] = {status_of(row),
                        mark_of(row),
                        reminder,
                        {row.meta, Icon::none, colors().ink_soft, colors().ink_soft}};
  float x = left;
  for (const Word& word : words) {
    if (word.text.empty()) continue;
    draw_word(list, {x, top + line_height(kPlainText) + kRowLineGap}, word);
    x += word_width(word) + space::kMedium;
  }
}

// Along the left edge of rows that one gesture has made.
void draw_bracket(ImDrawList* list, const TaskRow& row, const ImRect& box) {
  if (row.mark.empty()) return;
  const float top = box.Min.y + (row.joins_above ? 0.0f : space::kTight);
  const float bottom = box.Max.y - (row.joins_below ? 0.0f : space::kTight);
  list->AddRectFilled({box.Min.x, top}, {box.Min.x + kBracket, bottom}, shade(colors().broken));
}

void draw_row(const TaskRow& row, const Parts& parts) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const ImRect& box = parts.row.box;
  if (row.selected || parts.is_over()) {
    list->AddRectFilled(box.Min, box.Max, shade(row.selected ? c.accent_tint : c.pressed),
                        radius::kControl);
  }
  draw_bracket(list, row, box);
  draw_circle(list, parts, row.completed);
  float right = box.Max.x - space::kSmall;
  if (parts.shows_bin(row.selected)) {
    draw_icon(list, Icon::trash, parts.bin.box.GetCenter(), sizes().icon,
              parts.bin_state.hovered ? c.broken : c.ink_soft);
    right = parts.bin.box.Min.x;
  }
  if (!row.question.empty()) {
    draw_question(list, row, parts);
    right = parts.question.box.Min.x - space::kSmall;
  }
  const float left = parts.check.box.Max.x + space::kTight;
  const float middle = box.GetCenter().y;
  if (is_one_line(box.GetWidth())) {
    draw_one_line(list, row, left, right, middle);
  } else {
    draw_two_lines(list, row, left, right, middle);
  }
  if (parts.row_state.ring) draw_focus_ring(parts.row, radius::kControl);
  if (parts.check_state.ring) draw_focus_ring(parts.check, radius::kControl);
  if (parts.bin_state.ring) draw_focus_ring(parts.bin, radius::kControl);
}

}  // namespace

float task_row_height(float width) {
  if (is_one_line(width)) return sizes().control_height + kOneLineExtra;
  const float lines = line_height(kPlainText) + kRowLineGap + line_height(kMeta);
  return std::max(sizes().row_height, lines + 2 * space::kSmall);
}

TaskRowResult task_row(const TaskRow& row) {
  ImGui::PushID(row.id);
  const Parts parts = take_parts(row);
  ImGui::PopID();
  TaskRowResult result;
  result.toggled = parts.check_state.clicked;
  result.asked = parts.question_state.clicked;
  result.opened = parts.row_state.clicked;
  result.deleted =
      parts.bin_state.clicked || (parts.row_state.focused && !ImGui::GetIO().WantTextInput &&
                                  ImGui::IsKeyPressed(ImGuiKey_Delete, false));
  if (parts.row.visible) draw_row(row, parts);
  return result;
}

}  // namespace srl::web::ui
