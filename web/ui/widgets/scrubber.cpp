// SPDX-License-Identifier: MIT
// Integer milliseconds in and out; pixels only in between.
#include "ui/widgets/scrubber.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/item.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {

constexpr float kTrack = 4.0f;
constexpr float kThumb = 7.0f;
constexpr float kShown = 9.0f;
constexpr float kMarkHeight = 10.0f;
constexpr float kMarkReach = 5.0f;      // how near the pointer must be to a mark
constexpr float kMarkSamePlace = 1.0f;  // pixels by which two marks must differ to be seen as two
constexpr TimeMs kBigSteps = 10;

struct Axis {
  float left;
  float width;
  TimeMs end_ms;

  float x(TimeMs at_ms) const {
    return left + width * static_cast<float>(static_cast<double>(at_ms) /
                                             static_cast<double>(std::max<TimeMs>(1, end_ms)));
  }
  TimeMs at(float position) const {
    const double share = std::clamp(static_cast<double>((position - left) / width), 0.0, 1.0);
    return std::llround(share * static_cast<double>(end_ms));
  }
};

bool key(ImGuiKey key, ImGuiID id) {
  // Taken from ImGui's navigation, which would move on with the arrows.
  ImGui::SetKeyOwner(key, id);
  return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, id);
}

TimeMs moved_by_keys(TimeMs at_ms, TimeMs end_ms, TimeMs step_ms, ImGuiID id) {
  const TimeMs step = ImGui::GetIO().KeyShift ? step_ms * kBigSteps : step_ms;
  if (key(ImGuiKey_LeftArrow, id)) at_ms -= step;
  if (key(ImGuiKey_RightArrow, id)) at_ms += step;
  if (key(ImGuiKey_Home, id)) at_ms = 0;
  if (key(ImGuiKey_End, id)) at_ms = end_ms;
  return at_ms;
}

// A diamond for what broke, a ring for what waits, a bar for the rest.
void draw_mark(ImDrawList* list, ImVec2 at, Tone tone) {
  const ImU32 ink = shade(tone_ink(tone));
  const float half = kMarkHeight / 2;
  if (tone == Tone::broken) {
    const ImVec2 points[] = {
        {at.x, at.y - half}, {at.x + half, at.y}, {at.x, at.y + half}, {at.x - half, at.y}};
    list->AddConvexPolyFilled(points, 4, ink);
  } else if (tone == Tone::waiting) {
    list->AddCircle(at, half - 1.5f, ink, 0, 1.5f);
  } else {
    list->AddRectFilled({at.x - 0.75f, at.y - half}, {at.x + 0.75f, at.y + half}, ink);
  }
}

// Of thousands of gestures on the same pixel one is seen; what is rare is never left out.
void draw_marks(ImDrawList* list, const Axis& axis, float middle,
                std::span<const ScrubMark> marks) {
  float drawn = -kMarkReach;
  for (const ScrubMark& mark : marks) {
    const float x = axis.x(mark.at_ms);
    const bool is_common = mark.tone == Tone::neutral;
    if (is_common && std::fabs(x - drawn) < kMarkSamePlace) continue;
    if (is_common) drawn = x;
    draw_mark(list, {x, middle}, mark.tone);
  }
}

void show_hint(const Slot& slot, const Axis& axis, std::span<const ScrubMark> marks) {
  const float pointer = ImGui::GetIO().MousePos.x;
  std::string text;
  for (const ScrubMark& mark : marks) {
    if (mark.text.empty() || std::fabs(axis.x(mark.at_ms) - pointer) > kMarkReach) continue;
    text = mark.text;
    break;
  }
  const std::string position = format_clock(axis.at(pointer));
  hint(slot, text.empty() ? position : position + "\n" + text);
}

}  // namespace

bool scrubber(const char* label, TimeMs* at_ms, TimeMs end_ms, std::span<const ScrubMark> marks,
              const ScrubberOptions& options) {
  const std::string value_text = format_duration(*at_ms);
  const Slot slot = place_control(label, {room(1.0f), sizes().control_height},
                                  {.role = probe::Role::slider,
                                   .name = label,
                                   .value = value_text,
                                   .minimum = 0,
                                   .maximum = static_cast<double>(end_ms),
                                   .now = static_cast<double>(*at_ms)});
  const Press state = press(slot, ImGuiButtonFlags_PressedOnClick);
  const Axis axis{slot.box.Min.x + kThumb, slot.box.GetWidth() - 2 * kThumb, end_ms};
  const TimeMs before = *at_ms;
  std::string requested;
  if (probe::registry().take_value(slot.id, &requested)) *at_ms = std::atoll(requested.c_str());
  if (state.held && ImGui::GetCurrentContext()->ActiveIdSource == ImGuiInputSource_Mouse) {
    frame_state().drag_held = true;
    *at_ms = axis.at(ImGui::GetIO().MousePos.x);
  }
  if (state.focused) *at_ms = moved_by_keys(*at_ms, end_ms, options.step_ms, slot.id);
  *at_ms = std::clamp<TimeMs>(*at_ms, 0, end_ms);
  if (!slot.visible) return *at_ms != before;

  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const float middle = slot.box.GetCenter().y;
  const ImVec2 thumb{axis.x(*at_ms), middle};
  const float half = kTrack / 2;
  if (options.shown_to_ms > options.shown_from_ms) {
    const float left = axis.x(std::clamp<TimeMs>(options.shown_from_ms, 0, end_ms));
    const float right = axis.x(std::clamp<TimeMs>(options.shown_to_ms, 0, end_ms));
    list->AddRectFilled({left, middle - kShown}, {right, middle + kShown}, shade(c.accent_tint),
                        radius::kSmall);
  }
  list->AddRectFilled({axis.left, middle - half}, {axis.left + axis.width, middle + half},
                      shade(c.control, 0.35f), half);
  list->AddRectFilled({axis.left, middle - half}, {thumb.x, middle + half}, shade(c.accent), half);
  draw_marks(list, axis, middle, marks);
  const float size = state.hovered || state.held ? kThumb + 1.0f : kThumb;
  list->AddCircleFilled(thumb, size, shade(c.accent));
  list->AddCircleFilled(thumb, size - 2.5f, shade(c.raised));
  if (state.ring) draw_focus_ring(slot, radius::kControl);
  if (state.hovered) show_hint(slot, axis, marks);
  return *at_ms != before;
}

}  // namespace srl::web::ui
