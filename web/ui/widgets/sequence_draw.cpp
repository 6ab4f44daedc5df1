// SPDX-License-Identifier: MIT
// Marks, messages with their labels, and the present.
#include "ui/widgets/sequence_draw.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "ui/widgets/draw_text.h"

namespace srl::web::ui {

namespace {

constexpr float kPresentHead = 7.0f;
constexpr float kArrow = 6.0f;
constexpr float kArrowSpread = 3.2f;
constexpr float kCross = 4.0f;
constexpr float kDash = 4.0f;
constexpr float kGapOfDash = 3.0f;
constexpr float kFutureAlpha = 0.35f;
constexpr float kFaintAlpha = 0.25f;
constexpr float kMarkSize = 3.0f;
constexpr float kArrowSamePlace =
    0.75f;  // pixels by which two arrows must differ to be seen as two

ImVec2 between(ImVec2 a, ImVec2 b, float share) {
  return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

float length_of(ImVec2 from, ImVec2 to) {
  return std::max(1.0f, std::hypot(to.x - from.x, to.y - from.y));
}

void draw_line(ImDrawList* list, ImVec2 from, ImVec2 to, bool dashed, ImU32 ink, float width) {
  if (!dashed) return list->AddLine(from, to, ink, width);
  const float length = length_of(from, to);
  for (float at = 0; at < length; at += kDash + kGapOfDash) {
    list->AddLine(between(from, to, at / length),
                  between(from, to, std::min(1.0f, (at + kDash) / length)), ink, width);
  }
}

void draw_head(ImDrawList* list, ImVec2 from, ImVec2 to, ImU32 ink) {
  const float length = length_of(from, to);
  const ImVec2 along{(to.x - from.x) / length, (to.y - from.y) / length};
  const ImVec2 base{to.x - along.x * kArrow, to.y - along.y * kArrow};
  list->AddTriangleFilled(to, {base.x - along.y * kArrowSpread, base.y + along.x * kArrowSpread},
                          {base.x + along.y * kArrowSpread, base.y - along.x * kArrowSpread}, ink);
}

void draw_cross(ImDrawList* list, ImVec2 at, ImU32 ink) {
  list->AddLine({at.x - kCross, at.y - kCross}, {at.x + kCross, at.y + kCross}, ink, 2.0f);
  list->AddLine({at.x - kCross, at.y + kCross}, {at.x + kCross, at.y - kCross}, ink, 2.0f);
}

void draw_tip(ImDrawList* list, const SequenceMessage& message, ImVec2 from, ImVec2 to, ImU32 ink) {
  switch (message.end) {
    case SequenceEnd::arrived: return draw_head(list, from, to, ink);
    case SequenceEnd::lost:
    case SequenceEnd::refused: return draw_cross(list, to, ink);
    case SequenceEnd::open: return list->AddCircle(to, 3.0f, ink, 0, 1.5f);
  }
}

// What lies after the present is faint.
void draw_message(ImDrawList* list, const SequenceSpace& space, const SequenceMessage& message,
                  TimeMs now_ms, bool strong) {
  const float width = strong || message.emphasis == Emphasis::strong ? 2.5f : 1.5f;
  const float alpha = message.emphasis == Emphasis::faint && !strong ? kFaintAlpha : 1.0f;
  const Color color = tone_ink(message.tone);
  const ImVec2 from = space.start(message);
  const ImVec2 to = space.end(message);
  const ImU32 past = shade(color, alpha);
  const ImU32 future = shade(color, alpha * kFutureAlpha);
  const bool is_over = message.ended_ms <= now_ms;
  const DurationMs flight_ms = std::max<DurationMs>(1, message.ended_ms - message.sent_ms);
  const float share = std::clamp(
      static_cast<float>(now_ms - message.sent_ms) / static_cast<float>(flight_ms), 0.0f, 1.0f);
  const ImVec2 tip = is_over ? to : between(from, to, share);
  if (share > 0 || is_over) draw_line(list, from, tip, message.is_reply, past, width);
  if (!is_over) draw_line(list, tip, to, message.is_reply, future, width);
  list->AddCircleFilled(from, 2.0f, now_ms >= message.sent_ms ? past : future, 8);
  draw_tip(list, message, from, to, is_over ? past : future);
}

// Arrows that fall on the same pixels as the one before: thousands of them in a long run.
class Crowd {
 public:
  explicit Crowd(std::size_t lanes) : lanes_(lanes), seen_(lanes * lanes) {}
  bool hides(const SequenceMessage& message, float start, float end) {
    const std::size_t pair =
        static_cast<std::size_t>(message.from) * lanes_ + static_cast<std::size_t>(message.to);
    Seen& seen = seen_[pair];
    const bool same = std::fabs(start - seen.start) < kArrowSamePlace &&
                      std::fabs(end - seen.end) < kArrowSamePlace && message.end == seen.how &&
                      message.tone == seen.tone && message.emphasis == seen.emphasis;
    if (!same) seen = {start, end, message.end, message.tone, message.emphasis};
    return same;
  }

 private:
  struct Seen {
    float start = -1e9f;
    float end = -1e9f;
    SequenceEnd how = SequenceEnd::arrived;
    Tone tone = Tone::neutral;
    Emphasis emphasis = Emphasis::normal;
  };
  std::size_t lanes_;
  std::vector<Seen> seen_;
};

void draw_messages(ImDrawList* list, const SequenceSpace& space, const SequenceDiagram& diagram,
                   int hovered) {
  Crowd crowd(diagram.lanes.size());
  for (std::size_t i = 0; i < diagram.messages.size(); ++i) {
    const SequenceMessage& message = diagram.messages[i];
    if (message.sent_ms > space.to_ms) break;
    if (!space.shows(message)) continue;
    const int index = static_cast<int>(i);
    const bool strong = index == hovered || index == diagram.selected;
    const ImVec2 start = space.start(message);
    const ImVec2 end = space.end(message);
    if (!strong && crowd.hides(message, start.x, end.x)) continue;
    if (index == diagram.selected) {
      list->AddLine(start, end, faint(colors().accent, 0.25f), 9.0f);
    }
    draw_message(list, space, message, diagram.now_ms, strong);
  }
}

// Beside the start of an arrow, on the side away from it; only where there is room since the label
// before.
void draw_labels(ImDrawList* list, const SequenceSpace& space, const SequenceDiagram& diagram) {
  if (!space.has_labels) return;
  std::vector<float> taken(2 * diagram.lanes.size(), space.plot.Min.x);
  for (const SequenceMessage& message : diagram.messages) {
    if (message.sent_ms > space.to_ms || message.sent_ms > diagram.now_ms) break;
    if (!space.shows(message) || message.emphasis == Emphasis::faint) continue;
    const bool down = message.to > message.from;
    const ImVec2 start = space.start(message);
    float& right = taken[2 * static_cast<std::size_t>(message.from) + (down ? 0 : 1)];
    if (start.x < right) continue;
    std::string text(message.text);
    if (message.end == SequenceEnd::lost) text += ", lost";
    const ImVec2 size = text_size(kSequenceLabel, text);
    const float top = down ? start.y - size.y - kSequenceLabelGap : start.y + kSequenceLabelGap;
    list->AddRectFilled({start.x, top}, {start.x + size.x, top + size.y},
                        shade(colors().surface, 0.85f));
    draw_text(list, kSequenceLabel, {start.x, top}, tone_ink(message.tone), text);
    right = start.x + size.x + space::kMedium;
  }
}

// On its lane a small diamond; on all of them a line through the plot with a diamond on top.
void draw_marks(ImDrawList* list, const SequenceSpace& space, const SequenceDiagram& diagram) {
  float drawn = -1e9f;
  for (const SequenceMark& mark : diagram.marks) {
    if (mark.at_ms < space.from_ms || mark.at_ms > space.to_ms) continue;
    const bool for_all = mark.lane == kAllLanes;
    const float x = space.x(mark.at_ms);
    if (!for_all && mark.emphasis != Emphasis::strong && std::fabs(x - drawn) < kArrowSamePlace)
      continue;
    drawn = for_all ? drawn : x;
    const bool is_future = mark.at_ms > diagram.now_ms;
    const float alpha = is_future || mark.emphasis == Emphasis::faint ? kFutureAlpha : 1.0f;
    const ImU32 ink = shade(tone_ink(mark.tone), alpha);
    const float y = for_all ? space.plot.Min.y : std::round(space.lane_y(mark.lane));
    const float size = for_all || mark.emphasis == Emphasis::strong ? kMarkSize + 2 : kMarkSize;
    if (for_all) {
      draw_line(list, {x, space.plot.Min.y}, {x, space.plot.Max.y}, true, ink, 1.0f);
    }
    const ImVec2 points[] = {{x, y - size}, {x + size, y}, {x, y + size}, {x - size, y}};
    list->AddConvexPolyFilled(points, 4, ink);
  }
}

void draw_present(ImDrawList* list, const SequenceSpace& space, TimeMs now_ms) {
  const float x = space.x(now_ms);
  if (x < space.plot.Min.x || x > space.plot.Max.x) return;
  const ImU32 ink = shade(colors().accent);
  const float top = space.plot.Min.y - kPresentHead;
  list->AddLine({x, top}, {x, space.plot.Max.y}, ink, 1.5f);
  list->AddTriangleFilled({x - 5.0f, top}, {x + 5.0f, top}, {x, top + kPresentHead}, ink);
}

}  // namespace

void draw_sequence(ImDrawList* list, const SequenceSpace& space, const SequenceDiagram& diagram,
                   int hovered) {
  draw_sequence_ground(list, space, diagram);
  // Half a mark may stand over the edge.
  const float over = kMarkSize + 2;
  list->PushClipRect({space.plot.Min.x - over, space.box.Min.y}, space.plot.Max, true);
  draw_marks(list, space, diagram);
  draw_messages(list, space, diagram, hovered);
  draw_labels(list, space, diagram);
  draw_present(list, space, diagram.now_ms);
  list->PopClipRect();
}

}  // namespace srl::web::ui
