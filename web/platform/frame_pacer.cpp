// SPDX-License-Identifier: MIT
// The rules of drawing on demand.
#include "platform/frame_pacer.h"

#include <algorithm>

namespace srl::web::platform {

namespace {
constexpr double kFirstStepMs = 1000.0 / 60.0;
}

double sooner(double a_ms, double b_ms) {
  if (a_ms < 0) return b_ms;
  if (b_ms < 0) return a_ms;
  return std::min(a_ms, b_ms);
}

void FramePacer::input(double now_ms) {
  frames_due_ = kFramesAfterInput;
  settle_at_ms_ = now_ms + kSettleMs;
}

void FramePacer::drawn(double now_ms, double change_ms, double cost_ms) {
  if (frames_due_ == 0 && changed_) {
    changed_ = false;
    follow_ups_due_ = kFramesAfterInput;
  }
  change_ms_ = change_ms;
  drawn_at_ms_ = now_ms;
  rest_ms_ = std::max(kRestMsMin, kRestPerFrame * cost_ms);
  frames_due_ = std::max(0, frames_due_ - 1);
  follow_ups_due_ = std::max(0, follow_ups_due_ - 1);
  if (settle_at_ms_ >= 0 && now_ms >= settle_at_ms_) settle_at_ms_ = -1;
  ++frames_;
}

FramePlan FramePacer::plan(double now_ms) const {
  if (hidden_) return {};
  if (frames_due_ > 0 || (follow_ups_due_ > 0 && !changed_)) {
    return {FramePlan::When::next_frame, 0};
  }
  const double settle_ms =
      settle_at_ms_ < 0 ? kChangesNever : std::max(kChangesNow, settle_at_ms_ - now_ms);
  const double change_ms =
      change_ms_ < 0 ? kChangesNever : std::max(kChangesNow, drawn_at_ms_ + change_ms_ - now_ms);
  const double rest_ms =
      changed_ ? std::max(kChangesNow, drawn_at_ms_ + rest_ms_ - now_ms) : kChangesNever;
  const double wait_ms = sooner(rest_ms, sooner(settle_ms, change_ms));
  if (wait_ms < 0) return {};
  if (wait_ms == kChangesNow) return {FramePlan::When::next_frame, 0};
  return {FramePlan::When::later, wait_ms};
}

float FramePacer::step_s(double now_ms) const {
  const double step_ms = drawn_at_ms_ < 0 ? kFirstStepMs : now_ms - drawn_at_ms_;
  // ImGui refuses a step of zero; two frames can share a millisecond when one follows a gesture.
  return static_cast<float>(std::clamp(step_ms, 0.1, kFrameStepMsMax) / 1000.0);
}

}  // namespace srl::web::platform
