// SPDX-License-Identifier: MIT
// The text of a field that ImGui cannot lay out: drawn by us, with caret and selection, while
// ImGui's InputText goes on editing the bytes. The caret moves character by character in the order
// of reading, through text of either direction.
#pragma once

#include <string>
#include <string_view>

#include "imgui.h"
#include "imgui_internal.h"

namespace srl::web::ui {

// Where the text of a field is.
struct FieldArea {
  ImGuiID id = 0;
  ImRect frame;
  float left = 0;   // of the text
  float right = 0;  // of the room for it
};

// A field as it was before InputText worked on it.
struct FieldBefore {
  std::string text;
  int caret = 0;
  bool has_selection = false;
};
FieldBefore field_before(ImGuiID id, const std::string& text);

// In InputText's callback. What was deleted in part goes as a whole (an emoji of several code
// points, a letter before its marks), and the caret never stands within a character.
void keep_characters_whole(ImGuiInputTextCallbackData* data, const FieldBefore& before);
// The same: clicks and drags, by where the characters are drawn.
void follow_mouse(ImGuiInputTextCallbackData* data, const FieldArea& area);

// After InputText, whose own text, caret and selection were hidden.
void draw_field_text(const FieldArea& area, std::string_view text, ImU32 color);

}  // namespace srl::web::ui
