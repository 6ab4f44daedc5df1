// SPDX-License-Identifier: MIT
// ImGui's InputText in our frame, over a std::string.
#include "ui/widgets/text_field.h"

#include <algorithm>
#include <string_view>

#include "imgui_internal.h"
#include "ui/widgets/item.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {

constexpr float kFocusLine = 2.0f;

struct Buffer {
  std::string* text;
  std::size_t bytes_max;
};

int on_resize(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag != ImGuiInputTextFlags_CallbackResize) return 0;
  const Buffer& buffer = *static_cast<const Buffer*>(data->UserData);
  buffer.text->resize(static_cast<std::size_t>(data->BufTextLen));
  data->Buf = buffer.text->data();
  return 0;
}

// Cuts at a character's first byte, so that what is left is still UTF-8.
void limit(std::string* text, std::size_t bytes_max) {
  if (text->size() <= bytes_max) return;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>((*text)[end]) & 0xC0) == 0x80) --end;
  text->resize(end);
}

// A field that has the caret holds a copy of its text: what others change must be read again.
void follow_changes(ImGuiID id, const std::string& text) {
  ImGuiInputTextState* state = ImGui::GetInputTextState(id);
  if (state == nullptr || ImGui::GetActiveID() != id) return;
  const std::string_view shown(state->TextA.Data, static_cast<std::size_t>(state->TextLen));
  if (shown != text) state->ReloadUserBufAndMoveToEnd();
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
  if (probe::registry().take_value(ImGui::GetID("##text"), &requested)) {
    *text = requested;
    result.changed = true;
  }
  if (options.take_focus && !ImGui::IsAnyMouseDown()) ImGui::SetKeyboardFocusHere();
  follow_changes(ImGui::GetID("##text"), *text);
  // Taking the caret away and back costs frames, and what is typed in them.
  bool& keeps_caret = ImGui::GetIO().ConfigInputTextEnterKeepActive;
  keeps_caret = options.keeps_caret;
  Buffer buffer{text, options.bytes_max};
  ImGui::PushStyleColor(ImGuiCol_Border, shade(c.control, 0.75f));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(padding.x + icon, padding.y));
  ImGui::SetNextItemWidth(width);
  const bool edited =
      ImGui::InputTextWithHint("##text", options.placeholder, text->data(), text->capacity() + 1,
                               ImGuiInputTextFlags_CallbackResize, on_resize, &buffer);
  keeps_caret = false;
  ImGui::PopID();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  limit(text, options.bytes_max);

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
