// SPDX-License-Identifier: MIT
// Exponential approach, independent of the frame rate.
#include "ui/widgets/motion.h"

#include <algorithm>
#include <cmath>

namespace srl::web::ui {

namespace {
constexpr float kRatePerS = 22.0f;
constexpr float kArrived = 0.02f;  // of a whole way: a third of a pixel of a switch
// The first frame after a rest must not swallow the whole movement.
constexpr float kStepSMax = 1.0f / 30.0f;
}  // namespace

FrameState& frame_state() {
  static FrameState instance;
  return instance;
}

void begin_frame_state() {
  frame_state().change_ms = -1;
  frame_state().drag_held = false;
}

void changes_in(double ms) {
  double& change_ms = frame_state().change_ms;
  change_ms = change_ms < 0 ? ms : std::min(change_ms, ms);
}

float glide(ImGuiID id, float target) {
  float* value = ImGui::GetStateStorage()->GetFloatRef(id, target);
  if (frame_state().jumps || std::fabs(target - *value) < kArrived) {
    return *value = target;
  }
  const float step_s = std::min(ImGui::GetIO().DeltaTime, kStepSMax);
  *value += (target - *value) * (1.0f - std::exp(-kRatePerS * step_s));
  changes_in(0);
  return *value;
}

}  // namespace srl::web::ui
