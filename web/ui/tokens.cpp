// SPDX-License-Identifier: MIT
// The four palettes: paper and ink, its night side in blue-black, and both again at full contrast.
#include "ui/tokens.h"

#include <algorithm>
#include <cmath>

namespace srl::web::ui {

namespace {

constexpr Palette kLight{
    .ground = rgb(0xEFEDE7),
    .surface = rgb(0xF8F7F3),
    .raised = rgb(0xFFFFFF),
    .pressed = rgb(0xEDEBE4),
    .hairline = rgb(0xDCD8CD),
    .control = rgb(0x857F72),
    .ink = rgb(0x15191F),
    .ink_soft = rgb(0x454D59),
    .ink_faint = rgb(0x5F6672),
    .accent = rgb(0x1D4ED8),
    .accent_tint = rgb(0xE4EAFC),
    .on_accent = rgb(0xFFFFFF),
    .ok = rgb(0x12693A),
    .ok_tint = rgb(0xE0F2E6),
    .waiting = rgb(0x845000),
    .waiting_tint = rgb(0xFBEED3),
    .broken = rgb(0xB3261E),
    .broken_tint = rgb(0xFCE6E3),
};

constexpr Palette kDark{
    .ground = rgb(0x080D14),
    .surface = rgb(0x0F161F),
    .raised = rgb(0x17202B),
    .pressed = rgb(0x1E2936),
    .hairline = rgb(0x263343),
    .control = rgb(0x6B7C91),
    .ink = rgb(0xE8EDF4),
    .ink_soft = rgb(0xB0BCCB),
    .ink_faint = rgb(0x92A0B2),
    .accent = rgb(0x84ADFF),
    .accent_tint = rgb(0x15233F),
    .on_accent = rgb(0x06101F),
    .ok = rgb(0x5FD394),
    .ok_tint = rgb(0x0F2720),
    .waiting = rgb(0xF2BC55),
    .waiting_tint = rgb(0x2A2110),
    .broken = rgb(0xFF8F86),
    .broken_tint = rgb(0x301619),
};

constexpr Palette kLightContrast{
    .ground = rgb(0xFFFFFF),
    .surface = rgb(0xFFFFFF),
    .raised = rgb(0xFFFFFF),
    .pressed = rgb(0xE6E6E6),
    .hairline = rgb(0x5A5A5A),
    .control = rgb(0x000000),
    .ink = rgb(0x000000),
    .ink_soft = rgb(0x1A1A1A),
    .ink_faint = rgb(0x2E2E2E),
    .accent = rgb(0x0030B0),
    .accent_tint = rgb(0xDCE6FF),
    .on_accent = rgb(0xFFFFFF),
    .ok = rgb(0x004D20),
    .ok_tint = rgb(0xDDF5E4),
    .waiting = rgb(0x5A3500),
    .waiting_tint = rgb(0xFFEFCC),
    .broken = rgb(0x8E0A06),
    .broken_tint = rgb(0xFFE3E0),
};

constexpr Palette kDarkContrast{
    .ground = rgb(0x000000),
    .surface = rgb(0x000000),
    .raised = rgb(0x000000),
    .pressed = rgb(0x262626),
    .hairline = rgb(0xA0A0A0),
    .control = rgb(0xFFFFFF),
    .ink = rgb(0xFFFFFF),
    .ink_soft = rgb(0xEDEDED),
    .ink_faint = rgb(0xD6D6D6),
    .accent = rgb(0xFFE14D),
    .accent_tint = rgb(0x2E2800),
    .on_accent = rgb(0x000000),
    .ok = rgb(0x7CFFB2),
    .ok_tint = rgb(0x002B14),
    .waiting = rgb(0xFFCC66),
    .waiting_tint = rgb(0x2B1D00),
    .broken = rgb(0xFF9E97),
    .broken_tint = rgb(0x330806),
};

constexpr Measures kMouse{};
constexpr Measures kTouch{
    .text = 16.0f,
    .text_small = 14.0f,
    .text_title = 18.0f,
    .text_display = 24.0f,
    .control_height = 44.0f,
    .row_height = 52.0f,
    .icon = 20.0f,
};

double luminance(Color color) {
  const auto linear = [](std::uint8_t channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

}  // namespace

const Palette& palette(Scheme scheme) {
  switch (scheme) {
    case Scheme::dark: return kDark;
    case Scheme::light_contrast: return kLightContrast;
    case Scheme::dark_contrast: return kDarkContrast;
    case Scheme::light: break;
  }
  return kLight;
}

bool is_contrast(Scheme scheme) {
  return scheme == Scheme::light_contrast || scheme == Scheme::dark_contrast;
}

const Measures& measures(Density density) { return density == Density::touch ? kTouch : kMouse; }

double contrast_ratio(Color a, Color b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace srl::web::ui
