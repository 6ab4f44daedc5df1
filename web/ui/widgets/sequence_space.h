// SPDX-License-Identifier: MIT
// Where things of a sequence diagram are on the screen.
#pragma once

#include "imgui_internal.h"
#include "ui/widgets/sequence_diagram.h"

namespace srl::web::ui {

struct SequenceSpace {
  ImRect box;
  ImRect plot;  // right of the lanes' names
  float first_lane = 0;
  float lane_step = 0;
  bool has_labels = false;  // there is room for them between the lanes
  SequenceView view;
  const TimeAxis* axis = nullptr;
  TimeMs from_ms = 0;  // what is in sight, as times
  TimeMs to_ms = 0;

  float x(TimeMs at_ms) const;
  double place_at(float x) const;
  float lane_y(int lane) const { return first_lane + lane_step * static_cast<float>(lane); }
  bool shows(const SequenceMessage& message) const {
    return message.ended_ms >= from_ms && message.sent_ms <= to_ms;
  }
  ImVec2 start(const SequenceMessage& message) const;
  // Where it arrived; one that was lost, or is on its way, ends in between.
  ImVec2 end(const SequenceMessage& message) const;
};

SequenceSpace lay_out_sequence(const ImRect& box, const SequenceDiagram& diagram,
                               const SequenceView& view);

// The message whose arrow the pointer is on, or kNoMessage.
int message_at(const SequenceSpace& space, const SequenceDiagram& diagram, ImVec2 pointer);

}  // namespace srl::web::ui
