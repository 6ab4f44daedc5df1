// SPDX-License-Identifier: MIT
// An area, a line and a dot.
#include "ui/widgets/sparkline.h"

#include <algorithm>

#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {
constexpr float kLine = 1.5f;
constexpr float kSparkDot = 2.5f;
constexpr float kAreaAlpha = 0.12f;
}  // namespace

void draw_sparkline(ImDrawList* list, ImVec2 low, ImVec2 high, std::span<const float> samples,
                    Tone tone) {
  const ImVec2 inner_low{low.x + kSparkDot, low.y + kSparkDot};
  const ImVec2 inner_high{high.x - kSparkDot, high.y - kSparkDot};
  const Color ink = tone_ink(tone);
  list->AddLine({inner_low.x, inner_high.y}, inner_high, shade(colors().hairline));
  if (samples.empty()) return;
  const auto [least, most] = std::minmax_element(samples.begin(), samples.end());
  const float floor = std::min(0.0f, *least);
  const float range = std::max(1e-6f, *most - floor);
  const float step = samples.size() < 2
                         ? 0.0f
                         : (inner_high.x - inner_low.x) / static_cast<float>(samples.size() - 1);
  const auto point = [&](std::size_t i) {
    const float share = (samples[i] - floor) / range;
    const float x = samples.size() < 2 ? inner_high.x : inner_low.x + step * static_cast<float>(i);
    return ImVec2{x, inner_high.y - share * (inner_high.y - inner_low.y)};
  };
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const ImVec2 a = point(i - 1);
    const ImVec2 b = point(i);
    list->AddQuadFilled({a.x, inner_high.y}, a, b, {b.x, inner_high.y}, shade(ink, kAreaAlpha));
  }
  for (std::size_t i = 0; i < samples.size(); ++i) list->PathLineTo(point(i));
  list->PathStroke(shade(ink), 0, kLine);
  list->AddCircleFilled(point(samples.size() - 1), kSparkDot, shade(ink));
}

void sparkline(const char* label, const char* value, ImVec2 size, std::span<const float> samples,
               Tone tone) {
  const Slot slot =
      place_display(label, size, {.role = probe::Role::image, .name = label, .value = value});
  if (slot.visible) {
    draw_sparkline(ImGui::GetWindowDrawList(), slot.box.Min, slot.box.Max, samples, tone);
  }
}

}  // namespace srl::web::ui
