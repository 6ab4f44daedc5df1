// SPDX-License-Identifier: MIT
// The strokes of a sequence diagram.
#pragma once

#include "ui/widgets/sequence_space.h"

namespace srl::web::ui {

inline constexpr TextStyle kSequenceLaneName = kSmallText;
inline constexpr TextStyle kSequenceTick = kSmallMonoText;
inline constexpr TextStyle kSequenceLabel = kSmallText;
inline constexpr float kSequenceLabelGap = 2.0f;

void draw_sequence(ImDrawList* list, const SequenceSpace& space, const SequenceDiagram& diagram,
                   int hovered);

// Lanes, bands, times: what the messages are drawn on.
void draw_sequence_ground(ImDrawList* list, const SequenceSpace& space,
                          const SequenceDiagram& diagram);

}  // namespace srl::web::ui
