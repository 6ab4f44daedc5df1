// SPDX-License-Identifier: MIT
// The tokens in use: palette, measures and fonts of the current frame, and what ImGui's own style
// is made of them. Widgets ask here and keep no colour or size of their own.
#pragma once

#include <vector>

#include "imgui.h"
#include "ui/tokens.h"

namespace srl::web::ui {

enum class Face { regular, bold, mono };
enum class TextSize { small, body, title, display };

struct TextStyle {
  Face face = Face::regular;
  TextSize size = TextSize::body;
};

inline constexpr TextStyle kPlainText{};
inline constexpr TextStyle kBoldText{.face = Face::bold};
inline constexpr TextStyle kTitleText{.face = Face::bold, .size = TextSize::title};
inline constexpr TextStyle kSmallText{.size = TextSize::small};
inline constexpr TextStyle kSmallBoldText{.face = Face::bold, .size = TextSize::small};
inline constexpr TextStyle kSmallMonoText{.face = Face::mono, .size = TextSize::small};

// What something means. Each tone has an ink, a tint and a shape.
enum class Tone { neutral, accent, ok, waiting, broken };

// The fonts of the three faces; call once, before the first frame.
void use_fonts(ImFont* regular, ImFont* bold, ImFont* mono);
// The same from TTF or OTF files; bold and mono borrow from regular what they lack.
void load_fonts(std::vector<unsigned char> regular, std::vector<unsigned char> bold,
                std::vector<unsigned char> mono);

// Sets the palette and the measures, and ImGui's style from them. Cheap: call it on every change.
void apply_theme(Scheme scheme, Density density);

Scheme scheme();
Density density();
const Palette& colors();
const Measures& sizes();

ImU32 shade(Color color, float alpha = 1.0f);
// For lines and outlines that may be faint: full strength at full contrast.
ImU32 faint(Color color, float alpha);
Color tone_ink(Tone tone);
Color tone_tint(Tone tone);

ImFont* font(Face face);
// The size that ImGui wants: the height of a line, not of the letters.
float line_height(TextStyle style);
// The size of its letters: CSS's font-size.
float letter_size(TextStyle style);

// Sets the style of ImGui's own text for a scope.
class TextScope {
 public:
  explicit TextScope(TextStyle style);
  ~TextScope();
  TextScope(const TextScope&) = delete;
  TextScope& operator=(const TextScope&) = delete;
};

}  // namespace srl::web::ui
