// SPDX-License-Identifier: MIT
#include "ui/text_pictures.h"

#include <cmath>
#include <string>
#include <unordered_map>
#include <utility>

#include "imgui_internal.h"

namespace srl::web::ui {

namespace {

constexpr int kUnseen = -2;

struct Picture {
  float advance_px = 0;  // device pixels
  bool is_painted = false;
  platform::PaintedText place;  // without its pixels: those are in the texture
  ImFontAtlasRectId rect = ImFontAtlasRectId_Invalid;
  int seen_at = kUnseen;  // the frame
};

struct Pictures {
  platform::TextPainter* painter = nullptr;
  std::unordered_map<std::string, Picture> known;
  std::size_t pixels = 0;
  bool is_new = false;  // another painter than in the frame before
};

Pictures& pictures() {
  static Pictures instance;
  return instance;
}

float device_scale() { return ImGui::GetIO().DisplayFramebufferScale.x; }

platform::TextToPaint to_paint(TextStyle style, std::string_view text, bool right_to_left) {
  return {text, static_cast<platform::TextFace>(style.face), letter_size(style) * device_scale(),
          right_to_left};
}

std::size_t area(const platform::PaintedText& place) {
  return static_cast<std::size_t>(place.width) * static_cast<std::size_t>(place.height);
}

// By what decides how it looks. Sizes are whole sixteenths of a pixel.
Picture& picture_of(const platform::TextToPaint& text) {
  const auto size = static_cast<unsigned>(std::lround(text.letter_px * 16.0f));
  std::string key{static_cast<char>(text.face), text.right_to_left ? 'r' : 'l',
                  static_cast<char>(size & 0xFF), static_cast<char>(size >> 8)};
  key.append(text.text);
  const auto [at, is_new] = pictures().known.try_emplace(std::move(key));
  if (is_new) at->second.advance_px = pictures().painter->advance_px(text);
  return at->second;
}

// Copies it into the texture. Where that is full, nothing is drawn in its place.
void keep(Picture& picture, const platform::PaintedText& painted) {
  ImFontAtlas* const atlas = ImGui::GetIO().Fonts;
  ImFontAtlasRect box;
  picture.rect = atlas->AddCustomRect(painted.width, painted.height, &box);
  if (picture.rect == ImFontAtlasRectId_Invalid) return;
  ImTextureData* const texture = atlas->TexData;
  const int pitch = painted.width * static_cast<int>(sizeof painted.pixels[0]);
  ImFontAtlasTextureBlockConvert(
      reinterpret_cast<const unsigned char*>(painted.pixels.data()), ImTextureFormat_RGBA32, pitch,
      static_cast<unsigned char*>(texture->GetPixelsAt(box.x, box.y)), texture->Format,
      texture->GetPitch(), painted.width, painted.height);
  pictures().pixels += area(painted);
}

void paint(Picture& picture, const platform::TextToPaint& text) {
  picture.is_painted = true;
  platform::PaintedText painted = pictures().painter->paint(text);
  if (painted.width > 0) keep(picture, painted);
  painted.pixels = {};
  picture.place = std::move(painted);
}

void forget(Picture& picture) {
  if (picture.rect == ImFontAtlasRectId_Invalid) return;
  ImGui::GetIO().Fonts->RemoveCustomRect(picture.rect);
  pictures().pixels -= area(picture.place);
}

}  // namespace

void use_text_painter(platform::TextPainter* painter) {
  Pictures& p = pictures();
  if (ImGui::GetCurrentContext() != nullptr) {
    for (auto& [key, picture] : p.known) forget(picture);
  }
  p = {.painter = painter, .is_new = true};
}

bool has_text_painter() { return pictures().painter != nullptr; }

bool forget_old_pictures() {
  Pictures& p = pictures();
  if (std::exchange(p.is_new, false)) return true;
  if (p.pixels <= kPicturePixelsMax && p.known.size() <= kPicturesMax) return false;
  const int last_frame = ImGui::GetFrameCount() - 1;
  for (auto at = p.known.begin(); at != p.known.end();) {
    const bool is_shown = at->second.seen_at >= last_frame;
    if (!is_shown) forget(at->second);
    at = is_shown ? std::next(at) : p.known.erase(at);
  }
  return true;
}

std::size_t picture_pixels() { return pictures().pixels; }

float picture_advance(TextStyle style, std::string_view text, bool right_to_left) {
  return picture_of(to_paint(style, text, right_to_left)).advance_px / device_scale();
}

void draw_picture(ImDrawList* list, TextStyle style, ImVec2 pen, ImU32 color, std::string_view text,
                  bool right_to_left) {
  const platform::TextToPaint wanted = to_paint(style, text, right_to_left);
  Picture& picture = picture_of(wanted);
  if (!picture.is_painted) paint(picture, wanted);
  picture.seen_at = ImGui::GetFrameCount();
  ImFontAtlasRect box;
  ImFontAtlas* const atlas = ImGui::GetIO().Fonts;
  if (!atlas->GetCustomRect(picture.rect, &box)) return;
  // Whole device pixels: one of the picture is one of the screen.
  const float scale = device_scale();
  const ImVec2 corner{(std::round(pen.x * scale) + static_cast<float>(picture.place.left)) / scale,
                      (std::round(pen.y * scale) + static_cast<float>(picture.place.top)) / scale};
  const ImVec2 end{corner.x + static_cast<float>(picture.place.width) / scale,
                   corner.y + static_cast<float>(picture.place.height) / scale};
  const ImU32 tint = picture.place.is_colored ? color | ~IM_COL32_A_MASK : color;
  list->AddImage(atlas->TexRef, corner, end, box.uv0, box.uv1, tint);
}

}  // namespace srl::web::ui
