// SPDX-License-Identifier: MIT
// Text as pictures: each run that our fonts cannot draw is drawn once by the platform's painter and
// kept in ImGui's own texture, so that it is drawn with the letters around it, in one call.
#pragma once

#include <cstddef>
#include <string_view>

#include "imgui.h"
#include "platform/text_painter.h"
#include "ui/theme.h"

namespace srl::web::ui {

// More pixels than this are not kept from frame to frame, unless all of them are shown: 16 MB, some
// four screens full of text.
inline constexpr std::size_t kPicturePixelsMax = std::size_t{4} << 20;
// Widths that are remembered, of runs that need not be painted.
inline constexpr std::size_t kPicturesMax = 8'192;

// Before the first frame; null: what our fonts lack shows as their sign for that. Forgets all
// pictures.
void use_text_painter(platform::TextPainter* painter);
bool has_text_painter();

// Between frames: lets go of what is not shown any more when there is too much. True when what was
// measured before may not be so any more.
bool forget_old_pictures();
std::size_t picture_pixels();

// In CSS pixels, as is everything here.
float picture_advance(TextStyle style, std::string_view text, bool right_to_left);

// `pen`: where the text begins, on its base line.
void draw_picture(ImDrawList* list, TextStyle style, ImVec2 pen, ImU32 color, std::string_view text,
                  bool right_to_left);

}  // namespace srl::web::ui
