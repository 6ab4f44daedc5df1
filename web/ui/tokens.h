// SPDX-License-Identifier: MIT
// The look, as data: colours and measures that every widget draws with. No ImGui here, so that a
// test can check the contrast of every pair of colours that text is set in.
#pragma once

#include <cstdint>

namespace srl::web::ui {

struct Color {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;

  friend constexpr bool operator==(const Color&, const Color&) = default;
};

constexpr Color rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16 & 0xFF), static_cast<std::uint8_t>(hex >> 8 & 0xFF),
          static_cast<std::uint8_t>(hex & 0xFF)};
}

// Surfaces from back to front, inks from loud to quiet, one accent, three states. A state colour
// never comes alone: a word and a shape say the same.
struct Palette {
  Color ground;    // behind everything
  Color surface;   // panels
  Color raised;    // cards, fields, menus
  Color pressed;   // hovered rows, tracks
  Color hairline;  // separates; carries no meaning
  Color control;   // outlines of what can be operated: 3:1 against its surroundings
  Color ink;
  Color ink_soft;
  Color ink_faint;
  Color accent;
  Color accent_tint;
  Color on_accent;
  Color ok;
  Color ok_tint;
  Color waiting;
  Color waiting_tint;
  Color broken;
  Color broken_tint;
};

enum class Scheme { light, dark, light_contrast, dark_contrast };

const Palette& palette(Scheme scheme);
// At full contrast, lines that are otherwise faint are drawn at full strength.
bool is_contrast(Scheme scheme);

// Colours that occur as text on a background, or as an outline on it.
struct ContrastPair {
  Color Palette::*front;
  Color Palette::*back;
  double ratio_min;
};

inline constexpr double kTextContrastMin = 4.5;
inline constexpr double kOutlineContrastMin = 3.0;

inline constexpr ContrastPair kContrastPairs[] = {
    {&Palette::ink, &Palette::ground, kTextContrastMin},
    {&Palette::ink, &Palette::surface, kTextContrastMin},
    {&Palette::ink, &Palette::raised, kTextContrastMin},
    {&Palette::ink, &Palette::pressed, kTextContrastMin},
    {&Palette::ink, &Palette::accent_tint, kTextContrastMin},
    {&Palette::ink, &Palette::ok_tint, kTextContrastMin},
    {&Palette::ink, &Palette::waiting_tint, kTextContrastMin},
    {&Palette::ink, &Palette::broken_tint, kTextContrastMin},
    {&Palette::ink_soft, &Palette::ground, kTextContrastMin},
    {&Palette::ink_soft, &Palette::surface, kTextContrastMin},
    {&Palette::ink_soft, &Palette::raised, kTextContrastMin},
    {&Palette::ink_soft, &Palette::pressed, kTextContrastMin},
    {&Palette::ink_soft, &Palette::accent_tint, kTextContrastMin},
    {&Palette::ink_soft, &Palette::ok_tint, kTextContrastMin},
    {&Palette::ink_soft, &Palette::waiting_tint, kTextContrastMin},
    {&Palette::ink_soft, &Palette::broken_tint, kTextContrastMin},
    {&Palette::ink_faint, &Palette::ground, kTextContrastMin},
    {&Palette::ink_faint, &Palette::surface, kTextContrastMin},
    {&Palette::ink_faint, &Palette::raised, kTextContrastMin},
    {&Palette::ink_faint, &Palette::pressed, kTextContrastMin},
    {&Palette::accent, &Palette::ground, kTextContrastMin},
    {&Palette::accent, &Palette::surface, kTextContrastMin},
    {&Palette::accent, &Palette::raised, kTextContrastMin},
    {&Palette::accent, &Palette::accent_tint, kTextContrastMin},
    {&Palette::on_accent, &Palette::accent, kTextContrastMin},
    {&Palette::ok, &Palette::surface, kTextContrastMin},
    {&Palette::ok, &Palette::raised, kTextContrastMin},
    {&Palette::ok, &Palette::ok_tint, kTextContrastMin},
    {&Palette::waiting, &Palette::surface, kTextContrastMin},
    {&Palette::waiting, &Palette::raised, kTextContrastMin},
    {&Palette::waiting, &Palette::waiting_tint, kTextContrastMin},
    {&Palette::broken, &Palette::surface, kTextContrastMin},
    {&Palette::broken, &Palette::raised, kTextContrastMin},
    {&Palette::broken, &Palette::broken_tint, kTextContrastMin},
    {&Palette::control, &Palette::ground, kOutlineContrastMin},
    {&Palette::control, &Palette::surface, kOutlineContrastMin},
    {&Palette::control, &Palette::raised, kOutlineContrastMin},
};

// The contrast of WCAG 2.2: 1 for equal colours, 21 for black on white.
double contrast_ratio(Color a, Color b);

// Measures in CSS pixels. Those that a finger must hit grow with Density::touch.
namespace space {
inline constexpr float kHair = 1.0f;
inline constexpr float kTight = 4.0f;
inline constexpr float kSmall = 8.0f;
inline constexpr float kMedium = 12.0f;
inline constexpr float kLarge = 16.0f;
inline constexpr float kWide = 24.0f;
}  // namespace space

namespace radius {
inline constexpr float kSmall = 4.0f;
inline constexpr float kControl = 7.0f;
inline constexpr float kCard = 10.0f;
}  // namespace radius

enum class Density { mouse, touch };

struct Measures {
  float text = 14.0f;
  float text_small = 12.5f;
  float text_title = 16.0f;
  float text_display = 22.0f;
  float control_height = 32.0f;
  float row_height = 40.0f;
  float icon = 16.0f;
};

const Measures& measures(Density density);

}  // namespace srl::web::ui
