// SPDX-License-Identifier: MIT
#include "ui/widgets/sequence_space.h"

#include <algorithm>
#include <cmath>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/sequence_draw.h"

namespace srl::web::ui {

namespace {

constexpr float kLostShare = 0.6f;  // of its way that a lost message is seen to go
constexpr float kNamesShareMax = 0.3f;
constexpr float kReach = 6.0f;  // how near the pointer must be to an arrow

// How far a point is from the stroke between two others.
float distance(ImVec2 point, ImVec2 a, ImVec2 b) {
  const ImVec2 ab{b.x - a.x, b.y - a.y};
  const float length2 = std::max(1e-3f, ab.x * ab.x + ab.y * ab.y);
  const float along =
      std::clamp(((point.x - a.x) * ab.x + (point.y - a.y) * ab.y) / length2, 0.0f, 1.0f);
  return std::hypot(point.x - a.x - ab.x * along, point.y - a.y - ab.y * along);
}

}  // namespace

float SequenceSpace::x(TimeMs at_ms) const {
  const double share = (axis->place(at_ms) - view.from) / std::max(1.0, view.to - view.from);
  return plot.Min.x + static_cast<float>(share * static_cast<double>(plot.GetWidth()));
}

double SequenceSpace::place_at(float position) const {
  const double share =
      static_cast<double>((position - plot.Min.x) / std::max(1.0f, plot.GetWidth()));
  return view.from + share * (view.to - view.from);
}

ImVec2 SequenceSpace::start(const SequenceMessage& message) const {
  return {x(message.sent_ms), lane_y(message.from)};
}

ImVec2 SequenceSpace::end(const SequenceMessage& message) const {
  const ImVec2 arrival{x(message.ended_ms), lane_y(message.to)};
  if (message.end == SequenceEnd::arrived || message.end == SequenceEnd::refused) return arrival;
  const float from = lane_y(message.from);
  return {arrival.x, from + (arrival.y - from) * kLostShare};
}

SequenceSpace lay_out_sequence(const ImRect& box, const SequenceDiagram& diagram,
                               const SequenceView& view) {
  float names = 0;
  for (const SequenceLane& lane : diagram.lanes) {
    names = std::max(names, text_size(kSequenceLaneName, lane.name).x);
  }
  names = std::min(names + sizes().icon + 2 * space::kMedium, box.GetWidth() * kNamesShareMax);
  SequenceSpace space;
  space.box = box;
  const float row = line_height(kSequenceTick) + space::kTight;
  space.plot = ImRect({box.Min.x + names, box.Min.y + row}, {box.Max.x, box.Max.y - row});
  space.view = view;
  space.axis = diagram.axis;
  space.from_ms = diagram.axis->time_at(view.from);
  space.to_ms = diagram.axis->time_at(view.to);
  const float lanes = static_cast<float>(std::max<std::size_t>(1, diagram.lanes.size()));
  // Labels stand above the first lane and below the last one: as much is left free there.
  const float label = line_height(kSequenceLabel) + 2 * kSequenceLabelGap;
  const float between = (space.plot.GetHeight() - 2 * label) / std::max(1.0f, lanes - 1);
  space.has_labels = between >= label;
  space.lane_step = space.has_labels ? between : space.plot.GetHeight() / lanes;
  space.first_lane = space.plot.Min.y + (space.has_labels ? label : space.lane_step / 2);
  return space;
}

int message_at(const SequenceSpace& space, const SequenceDiagram& diagram, ImVec2 pointer) {
  int nearest = kNoMessage;
  float reach = kReach;
  for (std::size_t i = 0; i < diagram.messages.size(); ++i) {
    const SequenceMessage& message = diagram.messages[i];
    if (!space.shows(message)) continue;
    const float away = distance(pointer, space.start(message), space.end(message));
    if (away < reach) {
      reach = away;
      nearest = static_cast<int>(i);
    }
  }
  return nearest;
}

}  // namespace srl::web::ui
