// SPDX-License-Identifier: MIT
// What stands behind the messages: lanes with their names, bands, and the axis. Where idle time is
// folded, the lanes are dotted and the axis says how long it was.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/sequence_draw.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kBandText = kSmallText;
constexpr float kTickWidthMin = 96.0f;
constexpr float kBand = 16.0f;
constexpr float kTickDot = 2.0f;
constexpr float kDotStep = 6.0f;
constexpr DurationMs kToldIdleMs = 1'000;  // shorter waits speak for themselves

constexpr TimeMs kTickSteps[] = {1,      2,       5,       10,      20,        50,       100,
                                 200,    500,     1'000,   2'000,   5'000,     10'000,   30'000,
                                 60'000, 120'000, 300'000, 600'000, 1'800'000, 3'600'000};

TimeMs tick_step(const SequenceSpace& space) {
  const double per_px = static_cast<double>(space.to_ms - space.from_ms) /
                        static_cast<double>(std::max(1.0f, space.plot.GetWidth()));
  for (const TimeMs step : kTickSteps) {
    if (static_cast<double>(step) / per_px >= static_cast<double>(kTickWidthMin)) return step;
  }
  return *std::rbegin(kTickSteps) * 6;
}

// A line down the plot, and the time below it.
void draw_tick(ImDrawList* list, const SequenceSpace& space, TimeMs at_ms, float* free_from) {
  const Palette& c = colors();
  const float x = std::round(space.x(at_ms));
  if (x < space.plot.Min.x || x > space.plot.Max.x) return;
  list->AddLine({x, space.plot.Min.y}, {x, space.plot.Max.y + space::kTight},
                shade(c.hairline, 0.8f));
  const std::string text = format_clock(at_ms);
  const float width = text_size(kSequenceTick, text).x;
  if (x < *free_from || x + width > space.plot.Max.x) return;
  draw_text(list, kSequenceTick, {x, space.plot.Max.y + space::kTight}, c.ink_faint, text);
  *free_from = x + width + space::kMedium;
}

void draw_even_ticks(ImDrawList* list, const SequenceSpace& space) {
  const TimeMs step = tick_step(space);
  float free_from = space.plot.Min.x;
  for (TimeMs at = (space.from_ms + step - 1) / step * step; at <= space.to_ms; at += step) {
    draw_tick(list, space, at, &free_from);
  }
}

// "10.0 s" above the stretch that was folded.
void draw_fold(ImDrawList* list, const SequenceSpace& space, TimeMs from_ms, TimeMs to_ms) {
  if (to_ms - from_ms < kToldIdleMs) return;
  const float left = space.x(from_ms);
  const float right = space.x(to_ms);
  const std::string text = format_duration(to_ms - from_ms);
  const float width = text_size(kSequenceTick, text).x;
  const float middle = (left + right) / 2;
  if (width + 2 * space::kTight > right - left || middle - width / 2 < space.plot.Min.x) return;
  const float y = space.box.Min.y + line_height(kSequenceTick) / 2;
  const ImU32 ink = shade(colors().control, 0.6f);
  list->AddLine({left + space::kTight, y}, {middle - width / 2 - space::kTight, y}, ink);
  list->AddLine({middle + width / 2 + space::kTight, y}, {right - space::kTight, y}, ink);
  draw_text(list, kSequenceTick, {middle - width / 2, space.box.Min.y}, colors().ink_faint, text);
}

void draw_folded_ticks(ImDrawList* list, const SequenceSpace& space) {
  const std::vector<TimeAxis::Stretch>& busy = space.axis->busy();
  float free_from = space.plot.Min.x;
  for (std::size_t i = 0; i < busy.size(); ++i) {
    if (busy[i].from_ms > space.to_ms) break;
    const bool is_last = i + 1 == busy.size();
    if (!is_last && busy[i + 1].from_ms < space.from_ms) continue;
    draw_tick(list, space, busy[i].from_ms, &free_from);
    if (!is_last) draw_fold(list, space, busy[i].to_ms, busy[i + 1].from_ms);
  }
}

void draw_dotted(ImDrawList* list, float left, float right, float y, ImU32 ink) {
  for (float x = left; x < right; x += kDotStep) {
    list->AddRectFilled({x, y}, {std::min(x + kTickDot, right), y + 1.0f}, ink);
  }
}

// Solid where something happens, dotted where time is folded.
void draw_lane_line(ImDrawList* list, const SequenceSpace& space, float y) {
  const ImU32 ink = shade(colors().control, 0.55f);
  const float low = space.plot.Min.x;
  const float high = space.plot.Max.x;
  if (!space.axis->folds()) return list->AddRectFilled({low, y}, {high, y + 1.0f}, ink);
  float drawn_to = low;
  for (const TimeAxis::Stretch& busy : space.axis->busy()) {
    if (busy.to_ms < space.from_ms) continue;
    if (busy.from_ms > space.to_ms) break;
    const float left = std::clamp(space.x(busy.from_ms), low, high);
    const float right = std::clamp(space.x(busy.to_ms), low, high);
    draw_dotted(list, drawn_to, left, y, ink);
    list->AddRectFilled({left, y}, {right, y + 1.0f}, ink);
    drawn_to = right;
  }
  draw_dotted(list, drawn_to, high, y, ink);
}

void draw_lanes(ImDrawList* list, const SequenceSpace& space, const SequenceDiagram& diagram) {
  const Palette& c = colors();
  const float icon = sizes().icon - 2.0f;
  for (std::size_t i = 0; i < diagram.lanes.size(); ++i) {
    const SequenceLane& lane = diagram.lanes[i];
    const float y = std::round(space.lane_y(static_cast<int>(i)));
    draw_lane_line(list, space, y);
    draw_icon(list, lane.icon, {space.box.Min.x + icon / 2, y}, icon, c.ink_soft);
    const float left = space.box.Min.x + icon + space::kSmall;
    draw_text_cut(list, kSequenceLaneName, {left, y - line_height(kSequenceLaneName) / 2},
                  space.plot.Min.x - space::kSmall - left, c.ink, lane.name);
  }
}

void draw_bands(ImDrawList* list, const SequenceSpace& space, const SequenceDiagram& diagram) {
  for (const SequenceBand& band : diagram.bands) {
    if (band.to_ms < space.from_ms || band.from_ms > space.to_ms) continue;
    const float left = std::max(space.plot.Min.x, space.x(band.from_ms));
    const float right = std::min(space.plot.Max.x, space.x(band.to_ms));
    if (right <= left) continue;
    const float y = std::round(space.lane_y(band.lane));
    const ImVec2 low{left, y - kBand / 2};
    const ImVec2 high{right, y + kBand / 2};
    list->AddRectFilled(low, high, shade(tone_tint(band.tone)), radius::kSmall);
    list->AddRect(low, high, faint(tone_ink(band.tone), 0.55f), radius::kSmall);
    if (text_size(kBandText, band.text).x > right - left - 2 * space::kTight) continue;
    draw_text(list, kBandText, {left + space::kTight, y - line_height(kBandText) / 2},
              tone_ink(band.tone), band.text);
  }
}

}  // namespace

void draw_sequence_ground(ImDrawList* list, const SequenceSpace& space,
                          const SequenceDiagram& diagram) {
  list->PushClipRect({space.plot.Min.x, space.box.Min.y}, space.box.Max, true);
  if (space.axis->folds()) {
    draw_folded_ticks(list, space);
  } else {
    draw_even_ticks(list, space);
  }
  list->PopClipRect();
  draw_lanes(list, space, diagram);
  draw_bands(list, space, diagram);
}

}  // namespace srl::web::ui
