// SPDX-License-Identifier: MIT
// Each segment is a control of its own; the mark glides between them.
#include "ui/widgets/segmented.h"

#include <algorithm>
#include <string>
#include <vector>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kChosen = kBoldText;
constexpr TextStyle kOther = kPlainText;
constexpr float kInset = 3.0f;
constexpr float kSegmentIconGap = 6.0f;
constexpr float kUnderline = 2.0f;
constexpr float kTabPadding = 12.0f;
constexpr float kProminentExtra = 8.0f;  // in height, and beside every label

// The chosen label is set bold; room is kept for that, so that choosing moves nothing.
float content_width(const Segment& segment) {
  const float icon = segment.icon == Icon::none ? 0.0f : sizes().icon + kSegmentIconGap;
  return text_size(kChosen, segment.label).x + icon;
}

void draw_content(ImDrawList* list, const ImRect& box, const Segment& segment, bool chosen,
                  Color ink) {
  const TextStyle style = chosen ? kChosen : kOther;
  const bool has_icon = segment.icon != Icon::none;
  const float icon = has_icon ? sizes().icon + kSegmentIconGap : 0.0f;
  const float text =
      std::min(text_size(style, segment.label).x, box.GetWidth() - icon - 2 * space::kTight);
  const ImVec2 center = box.GetCenter();
  const float left = center.x - (text + icon) / 2;
  if (has_icon) {
    draw_icon(list, segment.icon, {left + sizes().icon / 2, center.y}, sizes().icon, ink);
  }
  draw_text_cut(list, style, {left + icon, center.y - line_height(style) / 2}, text + 1.0f, ink,
                segment.label);
}

struct Bar {
  const char* label;
  int* chosen;
  std::span<const Segment> segments;
  std::span<const float> widths;
  probe::Role role;
  float rounding;
};

std::vector<float> equal_widths(std::size_t count, float width) {
  return std::vector<float>(count, width / static_cast<float>(std::max<std::size_t>(1, count)));
}

// Each as wide as its label wants; what is left over, or lacking, is shared.
std::vector<float> label_widths(std::span<const Segment> segments, float width) {
  const float over = width - tab_strip_width(segments);
  const float share = over / std::max(1.0f, static_cast<float>(segments.size()));
  std::vector<float> widths;
  for (const Segment& segment : segments) {
    widths.push_back(content_width(segment) + 2 * kTabPadding + share);
  }
  return widths;
}

// Puts the segments side by side and tells which was clicked.
template <class Draw>
bool run_segments(const Bar& bar, const ImRect& box, Draw draw) {
  const int count = static_cast<int>(bar.segments.size());
  float left = box.Min.x;
  bool changed = false;
  ImGui::PushID(bar.label);
  for (int i = 0; i < count; ++i) {
    const Segment& segment = bar.segments[static_cast<std::size_t>(i)];
    const float width = bar.widths[static_cast<std::size_t>(i)];
    const ImRect part{{left, box.Min.y}, {left + width, box.Max.y}};
    left += width;
    const Slot slot = put_control(segment.label, part,
                                  {.role = bar.role,
                                   .name = segment.label,
                                   .value = i == *bar.chosen ? "Chosen" : "",
                                   .checked = i == *bar.chosen});
    const Press state = press(slot);
    if (state.clicked && *bar.chosen != i) {
      *bar.chosen = i;
      changed = true;
    }
    if (!slot.visible) continue;
    draw(part, segment, i == *bar.chosen, state);
    if (state.ring) draw_focus_ring(slot, bar.rounding);
    if (i != *bar.chosen) hint(slot, segment.hint);
  }
  ImGui::PopID();
  return changed;
}

ImRect take_bar(const char* label, ImVec2 size) { return place_display(label, size, {}).box; }

}  // namespace

bool segmented(const char* label, int* chosen, std::span<const Segment> segments,
               const SegmentedOptions& options) {
  float widest = 0;
  for (const Segment& segment : segments) widest = std::max(widest, content_width(segment));
  const float count = static_cast<float>(segments.size());
  const float extra = options.prominent ? kProminentExtra : 0.0f;
  const float natural = (widest + 2 * (space::kMedium + extra)) * count + 2 * kInset;
  const float width = options.width < 0 ? room(0) : options.width > 0 ? options.width : natural;
  const ImRect box = take_bar(label, {width, sizes().control_height + extra});

  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const ImRect inner{{box.Min.x + kInset, box.Min.y + kInset},
                     {box.Max.x - kInset, box.Max.y - kInset}};
  const float round = options.prominent ? radius::kCard : radius::kControl;
  list->AddRectFilled(box.Min, box.Max, shade(c.pressed), round);
  list->AddRect(box.Min, box.Max, shade(options.prominent ? c.control : c.hairline), round, 0,
                space::kHair);
  const float part = inner.GetWidth() / std::max(1.0f, count);
  const float at = glide(ImGui::GetID(label), static_cast<float>(*chosen));
  const ImVec2 low{inner.Min.x + part * at, inner.Min.y};
  const ImVec2 high{low.x + part, inner.Max.y};
  const Color ink = tone_ink(options.tone);
  list->AddRectFilled(low, high, shade(options.prominent ? ink : c.raised), round - 2);
  list->AddRect(low, high, shade(ink), round - 2, 0, 1.5f);

  const Color chosen_ink = options.prominent ? c.on_accent : ink;
  const std::vector<float> widths = equal_widths(segments.size(), inner.GetWidth());
  const Bar bar{label, chosen, segments, widths, probe::Role::radio, round - 2};
  return run_segments(
      bar, inner,
      [&](const ImRect& place, const Segment& segment, bool is_chosen, const Press& state) {
        const Color text = is_chosen ? chosen_ink : state.hovered ? c.ink : c.ink_soft;
        draw_content(list, place, segment, is_chosen, text);
      });
}

float tab_strip_width(std::span<const Segment> tabs) {
  float width = 0;
  for (const Segment& tab : tabs) width += content_width(tab) + 2 * kTabPadding;
  return width;
}

bool tab_strip(const char* label, int* chosen, std::span<const Segment> tabs, TabWidths fit) {
  const float height = sizes().control_height + space::kSmall;
  const ImRect box = take_bar(label, {room(0), height});
  const std::vector<float> widths = fit == TabWidths::equal
                                        ? equal_widths(tabs.size(), box.GetWidth())
                                        : label_widths(tabs, box.GetWidth());
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  list->AddLine({box.Min.x, box.Max.y - 0.5f}, {box.Max.x, box.Max.y - 0.5f}, shade(c.hairline));
  float before = 0;
  for (int i = 0; i < *chosen; ++i) before += widths[static_cast<std::size_t>(i)];
  // Steps of glide() are shares of the whole, so that it ends within a pixel.
  const float whole = std::max(1.0f, box.GetWidth());
  const ImGuiID id = ImGui::GetID(label);
  const float left = box.Min.x + whole * glide(id, before / whole);
  const float width = whole * glide(id + 1, widths[static_cast<std::size_t>(*chosen)] / whole);
  list->AddRectFilled({left, box.Max.y - kUnderline}, {left + width, box.Max.y}, shade(c.accent));
  const Bar bar{label, chosen, tabs, widths, probe::Role::tab, radius::kSmall};
  return run_segments(
      bar, box,
      [&](const ImRect& place, const Segment& segment, bool is_chosen, const Press& state) {
        const Color text = is_chosen ? c.accent : state.hovered ? c.ink : c.ink_soft;
        draw_content(list, place, segment, is_chosen, text);
      });
}

}  // namespace srl::web::ui
