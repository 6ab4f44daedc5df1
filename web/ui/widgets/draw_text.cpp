// SPDX-License-Identifier: MIT
// Over ImFont, and over our own layout where ImFont is not enough: everything lands on whole device
// pixels, so that letters stay crisp.
#include "ui/widgets/draw_text.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/text_layout.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

const char* end(std::string_view text) { return text.data() + text.size(); }

ImVec2 snapped(ImVec2 position) {
  const float scale = ImGui::GetIO().DisplayFramebufferScale.x;
  return {std::round(position.x * scale) / scale, std::round(position.y * scale) / scale};
}

void draw_layout(ImDrawList* list, TextStyle style, ImVec2 position, Color color,
                 const TextLayout& layout) {
  for (const TextLine& line : layout.lines) {
    draw_line(list, style, position, shade(color), layout, line);
    position.y += line_height(style);
  }
}

}  // namespace

std::string_view shown(std::string_view label) { return label.substr(0, label.find("##")); }

// ImGui takes a null end for "up to the terminator": an empty view has no text at all.
ImVec2 text_size(TextStyle style, std::string_view text, float wrap_width) {
  if (text.empty()) return {0, line_height(style)};
  if (!is_plain(style.face, text)) {
    const TextLayout& layout = lay_out(style, text, wrap_width);
    return {layout.width, line_height(style) * static_cast<float>(layout.lines.size())};
  }
  return font(style.face)
      ->CalcTextSizeA(line_height(style), FLT_MAX, wrap_width, text.data(), end(text));
}

void draw_text(ImDrawList* list, TextStyle style, ImVec2 position, Color color,
               std::string_view text, float wrap_width) {
  if (text.empty()) return;
  if (!is_plain(style.face, text)) {
    return draw_layout(list, style, position, color, lay_out(style, text, wrap_width));
  }
  list->AddText(font(style.face), line_height(style), snapped(position), shade(color), text.data(),
                end(text), wrap_width);
}

bool draw_text_cut(ImDrawList* list, TextStyle style, ImVec2 position, float width, Color color,
                   std::string_view text) {
  if (!is_plain(style.face, text)) {
    const TextLayout& layout = lay_out_cut(style, text, std::max(0.0f, width));
    draw_layout(list, style, position, color, layout);
    return layout.is_cut;
  }
  if (text_size(style, text).x <= width) {
    draw_text(list, style, position, color, text);
    return false;
  }
  const float left = width - text_size(style, kEllipsis).x;
  const char* cut = text.data();
  const float used = font(style.face)
                         ->CalcTextSizeA(line_height(style), std::max(0.0f, left), 0.0f,
                                         text.data(), end(text), &cut)
                         .x;
  const std::string_view kept = text.substr(0, static_cast<std::size_t>(cut - text.data()));
  draw_text(list, style, position, color, kept);
  draw_text(list, style, {position.x + used, position.y}, color, kEllipsis);
  return true;
}

void draw_text_centered(ImDrawList* list, TextStyle style, ImVec2 minimum, ImVec2 maximum,
                        Color color, std::string_view text) {
  const ImVec2 size = text_size(style, text);
  draw_text(list, style,
            {(minimum.x + maximum.x - size.x) / 2, (minimum.y + maximum.y - size.y) / 2}, color,
            text);
}

void draw_text_wrapped_centered(ImDrawList* list, TextStyle style, float middle, float top,
                                float width, Color color, std::string_view text) {
  const float height = line_height(style);
  if (!is_plain(style.face, text)) {
    const TextLayout& layout = lay_out(style, text, width);
    for (const TextLine& line : layout.lines) {
      draw_line(list, style, {middle - line.width / 2, top}, shade(color), layout, line);
      top += height;
    }
    return;
  }
  ImFont* face = font(style.face);
  while (!text.empty()) {
    const char* cut = face->CalcWordWrapPosition(height, text.data(), end(text), width);
    // A word wider than the place still goes on, character by character.
    const std::size_t length =
        std::max<std::size_t>(1, static_cast<std::size_t>(cut - text.data()));
    const std::string_view line = text.substr(0, length);
    draw_text(list, style, {middle - text_size(style, line).x / 2, top}, color, line);
    text.remove_prefix(length);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
    top += height;
  }
}

void paragraph(std::string_view text, TextStyle style, Color Palette::*color) {
  const float width = room(1.0f);
  const ImVec2 size = text_size(style, text, width);
  const std::string label(text);
  const Slot slot =
      place_display(label.c_str(), {width, size.y}, {.role = probe::Role::text, .name = text}, 0);
  if (!slot.visible) return;
  draw_text(ImGui::GetWindowDrawList(), style, slot.box.Min, colors().*color, text, width);
}

}  // namespace srl::web::ui
