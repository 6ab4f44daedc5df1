// SPDX-License-Identifier: MIT
// ImGui's InputText in our frame, over a std::string, with text of every script in it.
#include "ui/widgets/text_field.h"

#include <algorithm>
#include <string_view>

#include "app/device_text.h"
#include "app/text_runs.h"
#include "imgui_internal.h"
#include "ui/text_layout.h"
#include "ui/widgets/field_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {

constexpr float kFocusLine = 2.0f;

struct Buffer {
  std::string* text;
  std::size_t bytes_max;
  FieldArea area;
  FieldBefore before;
  bool was_cut = false;
};

std::size_t whole_characters(std::string_view text, std::size_t bytes_max) {
  std::size_t end = 0;
  for (const std::size_t next : character_ends(text)) {
    if (next > bytes_max) break;
    end = next;
  }
  return end;
}

// What is too much is taken from the end of what came, not from what was there.
void limit_edit(ImGuiInputTextCallbackData* data, Buffer& buffer) {
  const int too_much = data->BufTextLen - static_cast<int>(buffer.bytes_max);
  if (too_much <= 0) return;
  const auto caret = static_cast<std::size_t>(data->CursorPos);
  const std::string_view typed(data->Buf, caret);
  const auto room = static_cast<std::size_t>(std::max(0, data->CursorPos - too_much));
  const std::size_t kept = whole_characters(typed, room);
  data->DeleteChars(static_cast<int>(kept), static_cast<int>(caret - kept));
  data->ClearSelection();
  buffer.was_cut = true;
}

int on_edit(ImGuiInputTextCallbackData* data) {
  Buffer& buffer = *static_cast<Buffer*>(data->UserData);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    buffer.text->resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = buffer.text->data();
    return 0;
  }
  limit_edit(data, buffer);
  const std::string_view text(data->Buf, static_cast<std::size_t>(data->BufTextLen));
  if (is_plain(Face::regular, text) && is_plain(Face::regular, buffer.before.text)) return 0;
  keep_characters_whole(data, buffer.before);
  follow_mouse(data, buffer.area);
  return 0;
}

// A field that has the caret holds a copy of its text: what others change must be read again.
void follow_changes(ImGuiID id, const std::string& text) {
  ImGuiInputTextState* state = ImGui::GetInputTextState(id);
  if (state == nullptr || ImGui::GetActiveID() != id) return;
  const std::string_view shown(state->TextA.Data, static_cast<std::size_t>(state->TextLen));
  if (shown != text) state->ReloadUserBufAndMoveToEnd();
}

constexpr int kHiddenColors = 3;

void hide_text_of_imgui() {
  for (const ImGuiCol color : {ImGuiCol_Text, ImGuiCol_TextSelectedBg, ImGuiCol_InputTextCursor}) {
    ImGui::PushStyleColor(color, IM_COL32_BLACK_TRANS);
  }
}

void cover(const ImRect& frame) {
  const float line = ImGui::GetStyle().FrameBorderSize;
  ImGui::GetWindowDrawList()->AddRectFilled(
      {frame.Min.x + line, frame.Min.y + line}, {frame.Max.x - line, frame.Max.y - line},
      ImGui::GetColorU32(ImGuiCol_FrameBg), ImGui::GetStyle().FrameRounding);
}

}  // namespace

TextFieldResult text_field(const char* label, std::string* text, const TextFieldOptions& options) {
  TextFieldResult result;
  const Palette& c = colors();
  const float icon = options.icon == Icon::none ? 0.0f : sizes().icon + space::kSmall;
  const float width = options.width > 0 ? options.width : room(1.0f);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImVec2 padding = ImGui::GetStyle().FramePadding;

  ImGui::PushID(label);
  std::string requested;
  const ImGuiID id = ImGui::GetID("##text");
  if (probe::registry().take_value(id, &requested)) {
    result.was_cut = requested.size() > options.bytes_max;
    *text = requested.substr(0, whole_characters(requested, options.bytes_max));
    result.changed = true;
  }
  if (options.take_focus && !ImGui::IsAnyMouseDown()) ImGui::SetKeyboardFocusHere();
  follow_changes(id, *text);
  // Taking the caret away and back costs frames, and what is typed in them.
  bool& keeps_caret = ImGui::GetIO().ConfigInputTextEnterKeepActive;
  keeps_caret = options.keeps_caret;
  const ImRect frame(corner, {corner.x + width, corner.y + ImGui::GetFrameHeight()});
  Buffer buffer{text,
                options.bytes_max,
                {id, frame, frame.Min.x + padding.x + icon, frame.Max.x - padding.x},
                field_before(id, *text)};
  const ImU32 ink = ImGui::GetColorU32(ImGuiCol_Text);
  const bool hides = !is_plain(Face::regular, *text);
  ImGui::PushStyleColor(ImGuiCol_Border, shade(c.control, 0.75f));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(padding.x + icon, padding.y));
  ImGui::SetNextItemWidth(width);
  if (hides) hide_text_of_imgui();
  const bool edited = ImGui::InputTextWithHint(
      "##text", options.placeholder, text->data(), text->capacity() + 1,
      ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_CallbackAlways, on_edit, &buffer);
  if (hides) ImGui::PopStyleColor(kHiddenColors);
  keeps_caret = false;
  ImGui::PopID();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  if (!is_plain(Face::regular, *text)) {
    // The first such letter came in this frame: ImGui has shown what it has for it.
    if (!hides) cover(frame);
    draw_field_text(buffer.area, *text, ink);
  }
  result.was_cut = result.was_cut || buffer.was_cut;
  if (result.was_cut) probe::registry().announce(cut_text(*text), probe::Urgency::assertive);

  probe::registry().describe(ImGui::GetItemID(),
                             {.role = probe::Role::textbox, .name = label, .value = *text});
  result.changed = result.changed || edited;
  result.active = ImGui::IsItemActive();
  const bool enter = ImGui::IsKeyPressed(ImGuiKey_Enter, false) ||
                     ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
  result.submitted = enter && (options.keeps_caret ? result.active : ImGui::IsItemDeactivated());
  const ImRect box(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (options.icon != Icon::none) {
    draw_icon(list, options.icon, {corner.x + padding.x + sizes().icon / 2, box.GetCenter().y},
              sizes().icon, result.active ? c.accent : c.ink_faint);
  }
  if (result.active) {
    list->AddRect(box.Min, box.Max, shade(c.accent), radius::kControl, 0, kFocusLine);
  }
  return result;
}

}  // namespace srl::web::ui
