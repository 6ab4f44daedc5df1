// SPDX-License-Identifier: MIT
// From tokens to ImGui's style. Everything that ImGui draws by itself (menus, scrollbars, fields)
// takes its colours here, so nothing of its default look is left.
#include "ui/theme.h"

#include <cmath>
#include <utility>

namespace srl::web::ui {

namespace {

// ImGui scales a font by its line height. These are line height over letter size in our fonts; mono
// is set a little larger, since its strokes are thinner.
constexpr float kUiLinePerEm = 1.21f;
constexpr float kMonoLinePerEm = 1.38f;

struct Theme {
  Scheme scheme = Scheme::light;
  Density density = Density::mouse;
  std::vector<unsigned char> files[3];
  ImFont* fonts[3] = {};
};

Theme& theme() {
  static Theme instance;
  return instance;
}

ImFont* add_font(std::vector<unsigned char>& file, bool merge) {
  if (file.empty()) return nullptr;
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.MergeMode = merge;
  config.EllipsisChar = 0x2026;
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(file.data(), static_cast<int>(file.size()),
                                                    0.0f, &config);
}

ImVec4 mix(Color color, float alpha = 1.0f) {
  constexpr float kFull = 255.0f;
  return {color.r / kFull, color.g / kFull, color.b / kFull, alpha};
}

void set_colors(ImGuiStyle& style, const Palette& c) {
  // Whatever is not named below stays invisible rather than default.
  for (ImVec4& color : style.Colors) color = mix(c.ink, 0.0f);
  const std::pair<ImGuiCol, ImVec4> colors[] = {
      {ImGuiCol_Text, mix(c.ink)},
      {ImGuiCol_TextDisabled, mix(c.ink_faint)},
      {ImGuiCol_TextLink, mix(c.accent)},
      {ImGuiCol_TextSelectedBg, mix(c.accent, 0.28f)},
      {ImGuiCol_InputTextCursor, mix(c.accent)},
      {ImGuiCol_WindowBg, mix(c.ground)},
      {ImGuiCol_PopupBg, mix(c.raised)},
      {ImGuiCol_Border, mix(c.hairline)},
      {ImGuiCol_FrameBg, mix(c.raised)},
      {ImGuiCol_FrameBgHovered, mix(c.raised)},
      {ImGuiCol_FrameBgActive, mix(c.raised)},
      {ImGuiCol_ScrollbarGrab, mix(c.control, 0.45f)},
      {ImGuiCol_ScrollbarGrabHovered, mix(c.control, 0.8f)},
      {ImGuiCol_ScrollbarGrabActive, mix(c.control)},
      {ImGuiCol_Header, mix(c.accent_tint)},
      {ImGuiCol_HeaderHovered, mix(c.pressed)},
      {ImGuiCol_HeaderActive, mix(c.pressed)},
      {ImGuiCol_Button, mix(c.raised)},
      {ImGuiCol_ButtonHovered, mix(c.pressed)},
      {ImGuiCol_ButtonActive, mix(c.pressed)},
      {ImGuiCol_CheckMark, mix(c.accent)},
      {ImGuiCol_Separator, mix(c.hairline)},
      {ImGuiCol_NavCursor, mix(c.accent)},
      {ImGuiCol_ModalWindowDimBg, mix(rgb(0x000000), 0.45f)},
  };
  for (const auto& [slot, color] : colors) style.Colors[slot] = color;
}

void set_measures(ImGuiStyle& style, Density density) {
  const Measures& m = measures(density);
  style.FontSizeBase = line_height({});
  style.WindowPadding = {0, 0};
  style.WindowRounding = 0;
  style.WindowBorderSize = 0;
  style.WindowMinSize = {1, 1};
  style.ChildRounding = radius::kCard;
  style.ChildBorderSize = space::kHair;
  style.PopupRounding = radius::kControl;
  style.PopupBorderSize = space::kHair;
  style.FrameRounding = radius::kControl;
  style.FrameBorderSize = space::kHair;
  style.FramePadding = {space::kMedium, (m.control_height - style.FontSizeBase) / 2};
  style.ItemSpacing = {space::kSmall, space::kSmall};
  style.ItemInnerSpacing = {space::kSmall, space::kTight};
  style.ScrollbarSize = density == Density::touch ? 6.0f : 10.0f;
  style.ScrollbarRounding = radius::kControl;
  style.GrabRounding = radius::kControl;
  style.DisabledAlpha = 0.55f;
  style.HoverStationaryDelay = 0.15f;
  style.HoverDelayShort = 0.35f;
  style.AntiAliasedLinesUseTex = true;
  style.CurveTessellationTol = 0.8f;
  style.CircleTessellationMaxError = 0.2f;
}

float line_per_em(Face face) { return face == Face::mono ? kMonoLinePerEm : kUiLinePerEm; }

}  // namespace

void use_fonts(ImFont* regular, ImFont* bold, ImFont* mono) {
  theme().fonts[0] = regular;
  theme().fonts[1] = bold == nullptr ? regular : bold;
  theme().fonts[2] = mono == nullptr ? regular : mono;
  ImGui::GetIO().FontDefault = regular;
}

void load_fonts(std::vector<unsigned char> regular, std::vector<unsigned char> bold,
                std::vector<unsigned char> mono) {
  Theme& t = theme();
  t.files[0] = std::move(regular);
  t.files[1] = std::move(bold);
  t.files[2] = std::move(mono);
  ImFont* fonts[3] = {};
  for (int face = 0; face < 3; ++face) {
    fonts[face] = add_font(t.files[face], false);
    if (face > 0 && fonts[face] != nullptr) add_font(t.files[0], true);
  }
  use_fonts(fonts[0], fonts[1], fonts[2]);
}

void apply_theme(Scheme new_scheme, Density new_density) {
  theme().scheme = new_scheme;
  theme().density = new_density;
  ImGuiStyle& style = ImGui::GetStyle();
  set_colors(style, palette(new_scheme));
  set_measures(style, new_density);
}

Scheme scheme() { return theme().scheme; }

Density density() { return theme().density; }

const Palette& colors() { return palette(theme().scheme); }

const Measures& sizes() { return measures(theme().density); }

ImU32 shade(Color color, float alpha) {
  const float opacity = alpha * (ImGui::GetCurrentContext() ? ImGui::GetStyle().Alpha : 1.0f);
  return IM_COL32(color.r, color.g, color.b, static_cast<int>(std::lround(opacity * 255.0f)));
}

ImU32 faint(Color color, float alpha) { return shade(color, is_contrast(scheme()) ? 1.0f : alpha); }

Color tone_ink(Tone tone) {
  switch (tone) {
    case Tone::accent: return colors().accent;
    case Tone::ok: return colors().ok;
    case Tone::waiting: return colors().waiting;
    case Tone::broken: return colors().broken;
    case Tone::neutral: break;
  }
  return colors().ink_soft;
}

Color tone_tint(Tone tone) {
  switch (tone) {
    case Tone::accent: return colors().accent_tint;
    case Tone::ok: return colors().ok_tint;
    case Tone::waiting: return colors().waiting_tint;
    case Tone::broken: return colors().broken_tint;
    case Tone::neutral: break;
  }
  return colors().pressed;
}

ImFont* font(Face face) { return theme().fonts[static_cast<int>(face)]; }

float line_height(TextStyle style) {
  const Measures& m = sizes();
  const float em = style.size == TextSize::small     ? m.text_small
                   : style.size == TextSize::title   ? m.text_title
                   : style.size == TextSize::display ? m.text_display
                                                     : m.text;
  return std::round(em * line_per_em(style.face));
}

float letter_size(TextStyle style) { return line_height(style) / line_per_em(style.face); }

TextScope::TextScope(TextStyle style) { ImGui::PushFont(font(style.face), line_height(style)); }

TextScope::~TextScope() { ImGui::PopFont(); }

}  // namespace srl::web::ui
