// SPDX-License-Identifier: MIT
// The state machine of fingers: press, then tap, drag or scroll.
#include "platform/pointer.h"

#include <algorithm>
#include <cmath>

namespace srl::web::platform {

namespace {

using Kind = MouseAction::Kind;

// A flick counts only when the finger was still moving as it left.
constexpr double kFlickPauseMsMax = 60;
// How much the newest movement weighs in the speed.
constexpr float kSpeedBlend = 0.4f;

MouseAction move_to(float x, float y, bool finger) {
  return {.kind = Kind::move, .finger = finger, .x = x, .y = y};
}

MouseAction press(int button, bool down, bool finger) {
  return {.kind = Kind::button, .finger = finger, .button = button, .down = down};
}

MouseAction leave(bool finger) { return {.kind = Kind::leave, .finger = finger}; }

}  // namespace

std::vector<MouseAction> PointerTracker::handle(const PointerEvent& event, bool item_holds_drag) {
  std::vector<MouseAction> out;
  using Phase = PointerEvent::Phase;
  if (event.finger) {
    switch (event.phase) {
      case Phase::down: finger_down(event, out); break;
      case Phase::move: finger_move(event, item_holds_drag, out); break;
      case Phase::up: finger_up(event, out); break;
      case Phase::cancel: return release();
    }
    return out;
  }
  if (event.phase == Phase::cancel) return release();
  out.push_back(move_to(event.x, event.y, false));
  if (event.phase == Phase::down || event.phase == Phase::up) {
    const bool down = event.phase == Phase::down;
    const unsigned bit = 1u << event.button;
    mouse_buttons_ = down ? mouse_buttons_ | bit : mouse_buttons_ & ~bit;
    coasting_ = false;
    out.push_back(press(event.button, down, false));
  }
  return out;
}

std::vector<MouseAction> PointerTracker::release() {
  std::vector<MouseAction> out;
  const bool finger = !fingers_.empty();
  out.push_back(leave(finger));
  if (pressing_) out.push_back(press(0, false, true));
  for (int button = 0; mouse_buttons_ >> button != 0; ++button) {
    if ((mouse_buttons_ >> button & 1u) != 0) out.push_back(press(button, false, false));
  }
  fingers_.clear();
  mouse_buttons_ = 0;
  pressing_ = scrolling_ = coasting_ = false;
  return out;
}

void PointerTracker::finger_down(const PointerEvent& event, std::vector<MouseAction>& out) {
  fingers_.push_back({event.id, event.x, event.y});
  coasting_ = false;
  if (fingers_.size() > 1) {
    if (!scrolling_) begin_scroll(out);
    return;
  }
  scrolling_ = false;
  pressing_ = true;
  start_x_ = event.x;
  start_y_ = event.y;
  out.push_back(move_to(event.x, event.y, true));
  out.push_back(press(0, true, true));
}

void PointerTracker::finger_move(const PointerEvent& event, bool item_holds_drag,
                                 std::vector<MouseAction>& out) {
  const auto finger = std::find_if(fingers_.begin(), fingers_.end(),
                                   [&](const Finger& f) { return f.id == event.id; });
  if (finger == fingers_.end()) return;
  // Fingers that scroll together each carry their share, so that two are not twice as fast.
  const float share = 1.0f / static_cast<float>(fingers_.size());
  const float dx = (event.x - finger->x) * share;
  const float dy = (event.y - finger->y) * share;
  finger->x = event.x;
  finger->y = event.y;
  if (scrolling_) {
    scroll_by(dx, dy, event.time_ms, out);
    return;
  }
  if (item_holds_drag) {
    out.push_back(move_to(event.x, event.y, true));
    return;
  }
  if (std::hypot(event.x - start_x_, event.y - start_y_) <= kTapSlopPx) return;
  begin_scroll(out);
  moved_at_ms_ = event.time_ms;
  scroll_by(event.x - start_x_, event.y - start_y_, event.time_ms, out);
}

void PointerTracker::finger_up(const PointerEvent& event, std::vector<MouseAction>& out) {
  const std::size_t before = fingers_.size();
  fingers_.erase(std::remove_if(fingers_.begin(), fingers_.end(),
                                [&](const Finger& f) { return f.id == event.id; }),
                 fingers_.end());
  if (fingers_.size() == before || !fingers_.empty()) return;
  if (pressing_) {
    out.push_back(move_to(event.x, event.y, true));
    out.push_back(press(0, false, true));
    out.push_back(leave(true));
    pressing_ = false;
  } else if (scrolling_) {
    coasting_ = event.time_ms - moved_at_ms_ < kFlickPauseMsMax &&
                std::hypot(speed_x_, speed_y_) > kCoastPxPerMsMin;
    moved_at_ms_ = event.time_ms;
    if (!coasting_) out.push_back(leave(true));
  }
  scrolling_ = false;
}

void PointerTracker::begin_scroll(std::vector<MouseAction>& out) {
  if (pressing_) {
    // Let go beside every item, so that nothing is clicked; then come back to scroll what is there.
    out.push_back(leave(true));
    out.push_back(press(0, false, true));
    out.push_back(move_to(start_x_, start_y_, true));
    pressing_ = false;
  }
  scrolling_ = true;
  speed_x_ = speed_y_ = 0;
}

void PointerTracker::scroll_by(float dx, float dy, double time_ms, std::vector<MouseAction>& out) {
  const double elapsed_ms = std::max(1.0, time_ms - moved_at_ms_);
  const float rate = 1.0f / static_cast<float>(elapsed_ms);
  speed_x_ += (dx * rate - speed_x_) * kSpeedBlend;
  speed_y_ += (dy * rate - speed_y_) * kSpeedBlend;
  moved_at_ms_ = time_ms;
  out.push_back({.kind = Kind::scroll, .finger = true, .x = dx, .y = dy});
}

std::vector<MouseAction> PointerTracker::coast(double now_ms) {
  std::vector<MouseAction> out;
  if (!coasting_) return out;
  const float elapsed_ms = static_cast<float>(std::clamp(now_ms - moved_at_ms_, 0.0, 50.0));
  moved_at_ms_ = now_ms;
  const float fade = std::exp2(-elapsed_ms / kCoastHalfLifeMs);
  out.push_back({.kind = Kind::scroll,
                 .finger = true,
                 .x = speed_x_ * elapsed_ms,
                 .y = speed_y_ * elapsed_ms});
  speed_x_ *= fade;
  speed_y_ *= fade;
  if (std::hypot(speed_x_, speed_y_) < kCoastPxPerMsMin) {
    coasting_ = false;
    out.push_back(leave(true));
  }
  return out;
}

}  // namespace srl::web::platform
