// SPDX-License-Identifier: MIT
// Who sent what to whom, and when: a lane per actor, time from left to right, an arrow per message,
// a cross where it died, a band where an actor was cut off. The wheel zooms at the pointer,
// dragging pans, the arrow keys step from message to message.
#pragma once

#include <span>
#include <string_view>

#include "app/time_axis.h"
#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

struct SequenceLane {
  const char* name = "";
  Icon icon = Icon::none;
};

enum class SequenceEnd { arrived, lost, refused, open };  // open: on its way
enum class Emphasis { normal, strong, faint };

struct SequenceMessage {
  int from = 0;  // lanes
  int to = 0;
  TimeMs sent_ms = 0;
  TimeMs ended_ms = 0;  // arrived, or died, or seen last
  SequenceEnd end = SequenceEnd::arrived;
  bool is_reply = false;  // dashed
  Tone tone = Tone::neutral;
  Emphasis emphasis = Emphasis::normal;
  std::string_view text;  // "push of 15"
};

// A stretch of a lane: offline, down.
struct SequenceBand {
  int lane = 0;
  TimeMs from_ms = 0;
  TimeMs to_ms = 0;
  Tone tone = Tone::waiting;
  std::string_view text;
};

// A moment: what a person did on a lane, or what holds for all of them.
inline constexpr int kAllLanes = -1;
struct SequenceMark {
  int lane = kAllLanes;
  TimeMs at_ms = 0;
  Tone tone = Tone::neutral;
  Emphasis emphasis = Emphasis::normal;
};

// The stretch of the axis that is shown. The widget changes it; the application keeps it.
struct SequenceView {
  double from = 0;
  double to = 1'000;
};

struct SequenceDiagram {
  const TimeAxis* axis = nullptr;
  std::span<const SequenceLane> lanes;
  std::span<const SequenceMessage> messages;  // ordered by sent_ms
  std::span<const SequenceBand> bands;
  std::span<const SequenceMark> marks;
  TimeMs now_ms = 0;
  TimeMs end_ms = 0;
  int selected = -1;
};

inline constexpr int kNoMessage = -1;

struct SequenceResult {
  int chosen = kNoMessage;  // in this frame
  bool moved = false;       // the view, by hand
};

SequenceResult sequence_diagram(const char* label, const SequenceDiagram& diagram,
                                SequenceView* view, float height);

// Around the middle.
void zoom(SequenceView* view, double factor);
// Pans so that a place on the axis is in sight, with some future beside it.
void keep_in_view(SequenceView* view, double place);

}  // namespace srl::web::ui
