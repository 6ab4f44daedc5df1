// SPDX-License-Identifier: MIT
#include "ui/widgets/field_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/text_classes.h"
#include "app/text_runs.h"
#include "ui/text_layout.h"

namespace srl::web::ui {

namespace {

// As in ImGui's own fields.
constexpr float kCaretPeriodS = 1.2f;
constexpr float kCaretShownS = 0.8f;
constexpr float kCaretRoom = 2.0f;
constexpr TextStyle kStyle = kPlainText;

// What the mouse button, while it is held, does to the selection.
enum class PressUse { none, drags, keeps };

// Of the one field that has the caret.
struct Active {
  ImGuiID id = 0;
  float scroll = 0;
  PressUse press = PressUse::none;
  int begin = 0;  // of the selection that the press has made
  int end = 0;
};

Active& active(ImGuiID id) {
  static Active instance;
  if (instance.id != id) instance = {.id = id};
  return instance;
}

std::string_view text_of(const ImGuiInputTextCallbackData& data) {
  return {data.Buf, static_cast<std::size_t>(data.BufTextLen)};
}

std::size_t boundary_at_or_before(const std::vector<std::size_t>& ends, std::size_t at) {
  const auto after = std::upper_bound(ends.begin(), ends.end(), at);
  return after == ends.begin() ? 0 : *(after - 1);
}

std::size_t boundary_at_or_after(const std::vector<std::size_t>& ends, std::size_t at) {
  if (at == 0) return 0;
  const auto found = std::lower_bound(ends.begin(), ends.end(), at);
  return found == ends.end() ? at : *found;
}

// Backspace takes marks off a letter one by one, as everywhere; of an emoji nothing is left.
bool goes_as_a_whole(std::string_view character) {
  const std::uint32_t first = decode(character, 0).code_point;
  return is_pictograph(first) || is_regional_indicator(first) || first < 0x80;
}

void delete_rest(ImGuiInputTextCallbackData* data, const FieldBefore& before) {
  const int missing = static_cast<int>(before.text.size()) - data->BufTextLen;
  if (missing <= 0 || before.has_selection) return;
  const std::vector<std::size_t> ends = character_ends(before.text);
  if (data->CursorPos == before.caret - missing) {  // before the caret
    const auto at = static_cast<std::size_t>(data->CursorPos);
    const std::size_t begin = boundary_at_or_before(ends, at);
    if (begin == at || !goes_as_a_whole(std::string_view(before.text).substr(begin))) return;
    data->DeleteChars(static_cast<int>(begin), static_cast<int>(at - begin));
  } else if (data->CursorPos == before.caret) {  // behind it
    const auto deleted_end = static_cast<std::size_t>(before.caret + missing);
    const std::size_t end = boundary_at_or_after(ends, deleted_end);
    if (end > deleted_end) {
      data->DeleteChars(before.caret, static_cast<int>(end - deleted_end));
    }
  }
}

void select_word(Active& field, std::string_view text, std::size_t at) {
  const std::size_t space = at == 0 ? text.npos : text.rfind(' ', at - 1);
  field.begin = space == text.npos ? 0 : static_cast<int>(space) + 1;
  field.end = static_cast<int>(std::min(text.find(' ', at), text.size()));
}

void begin_press(Active& field, const ImGuiInputTextCallbackData& data, std::size_t at) {
  const ImGuiIO& io = ImGui::GetIO();
  const int clicks = io.KeyShift ? 1 : io.MouseClickedCount[0];
  field.press = clicks == 1 ? PressUse::drags : PressUse::keeps;
  if (clicks == 2) return select_word(field, text_of(data), at);
  // With Shift, from where the caret was, or the selection's other end.
  field.begin = clicks > 2 ? 0 : io.KeyShift ? data.SelectionStart : static_cast<int>(at);
  field.end = clicks > 2 ? data.BufTextLen : static_cast<int>(at);
}

// So that the caret is in sight.
void scroll_to(Active& field, const FieldArea& area, float caret, float text_width) {
  const float room = area.right - area.left;
  field.scroll = std::clamp(field.scroll, caret + kCaretRoom - room, std::max(0.0f, caret));
  field.scroll = std::clamp(field.scroll, 0.0f, std::max(0.0f, text_width + kCaretRoom - room));
}

bool is_caret_shown(const ImGuiInputTextState& state) {
  return !ImGui::GetIO().ConfigInputTextCursorBlink || state.CursorAnim <= 0 ||
         std::fmod(state.CursorAnim, kCaretPeriodS) <= kCaretShownS;
}

void draw_selection(ImDrawList* list, const std::vector<PlacedCharacter>& line,
                    const ImGuiInputTextState& state, ImVec2 corner) {
  const int start = state.GetSelectionStart();
  const int end = state.GetSelectionEnd();
  const int from = std::min(start, end);
  const int to = std::max(start, end);
  for (const PlacedCharacter& one : line) {
    if (static_cast<int>(one.begin) < from || static_cast<int>(one.end) > to) continue;
    list->AddRectFilled({corner.x + one.left, corner.y},
                        {corner.x + one.right, corner.y + line_height(kStyle)},
                        ImGui::GetColorU32(ImGuiCol_TextSelectedBg));
  }
}

void draw_caret(ImDrawList* list, const ImGuiInputTextState& state, ImVec2 top) {
  ImGuiPlatformImeData& ime = ImGui::GetCurrentContext()->PlatformImeData;
  ime.InputPos.x = top.x;  // where an input method opens its window
  if (!is_caret_shown(state)) return;
  const float x = std::floor(top.x);
  list->AddRectFilled({x, top.y}, {x + 1.0f, top.y + line_height(kStyle)},
                      ImGui::GetColorU32(ImGuiCol_InputTextCursor));
}

}  // namespace

FieldBefore field_before(ImGuiID id, const std::string& text) {
  FieldBefore before{.text = text};
  const ImGuiInputTextState* state = ImGui::GetInputTextState(id);
  if (state == nullptr) return before;
  before.caret = state->GetCursorPos();
  before.has_selection = state->HasSelection();
  return before;
}

void keep_characters_whole(ImGuiInputTextCallbackData* data, const FieldBefore& before) {
  delete_rest(data, before);
  const std::vector<std::size_t> ends = character_ends(text_of(*data));
  const bool forwards = data->CursorPos > before.caret;
  const auto whole = [&](int at) {
    const auto byte = static_cast<std::size_t>(at);
    return static_cast<int>(forwards ? boundary_at_or_after(ends, byte)
                                     : boundary_at_or_before(ends, byte));
  };
  data->CursorPos = whole(data->CursorPos);
  data->SelectionStart = whole(data->SelectionStart);
  data->SelectionEnd = whole(data->SelectionEnd);
}

void follow_mouse(ImGuiInputTextCallbackData* data, const FieldArea& area) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImGuiInputTextState* state = ImGui::GetInputTextState(area.id);
  Active& field = active(area.id);
  if (!io.MouseDown[0] || state == nullptr || state->SelectedAllMouseLock) {
    field.press = PressUse::none;
    return;
  }
  const bool begins = io.MouseClicked[0] && area.frame.Contains(io.MousePos);
  if (!begins && field.press == PressUse::none) return;
  const std::vector<PlacedCharacter> line = placed_characters(kStyle, text_of(*data));
  const std::size_t at = caret_at(line, io.MousePos.x - area.left + field.scroll);
  if (begins) {
    begin_press(field, *data, at);
  } else if (field.press == PressUse::drags) {
    field.end = static_cast<int>(at);
  }
  // ImGui has done the same, by where it would have drawn the text.
  data->SelectionStart = field.begin;
  data->SelectionEnd = data->CursorPos = field.end;
}

void draw_field_text(const FieldArea& area, std::string_view text, ImU32 color) {
  ImDrawList* const list = ImGui::GetWindowDrawList();
  const TextLayout& layout = lay_out(kStyle, text);
  const float top = std::round(area.frame.GetCenter().y - line_height(kStyle) / 2);
  const bool has_caret = ImGui::GetActiveID() == area.id;
  const ImGuiInputTextState* const state = has_caret ? ImGui::GetInputTextState(area.id) : nullptr;
  list->PushClipRect(area.frame.Min, area.frame.Max, true);
  if (state == nullptr) {
    draw_line(list, kStyle, {area.left, top}, color, layout, layout.lines.front());
  } else {
    const std::vector<PlacedCharacter> line = placed_characters(kStyle, text);
    const float caret = caret_x(line, static_cast<std::size_t>(state->GetCursorPos()));
    Active& field = active(area.id);
    scroll_to(field, area, caret, layout.width);
    const float left = area.left - field.scroll;
    if (state->HasSelection()) draw_selection(list, line, *state, {left, top});
    draw_line(list, kStyle, {left, top}, color, layout, layout.lines.front());
    draw_caret(list, *state, {left + caret, top});
  }
  list->PopClipRect();
}

}  // namespace srl::web::ui
