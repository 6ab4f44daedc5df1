// SPDX-License-Identifier: MIT
// Turns mouse, pen and fingers into the one mouse that ImGui knows. A finger presses like a mouse;
// when it moves without an item that wants the drag, or a second one joins, it scrolls instead, and
// the press it began with is called off. Pure: no browser, no ImGui.
#pragma once

#include <vector>

namespace srl::web::platform {

// How far a finger may wander and still tap.
inline constexpr float kTapSlopPx = 9.0f;
// A flick goes on by itself, losing speed at this rate, until it is slower than the minimum.
inline constexpr float kCoastHalfLifeMs = 160.0f;
inline constexpr float kCoastPxPerMsMin = 0.03f;

struct PointerEvent {
  enum class Phase { down, move, up, cancel };
  Phase phase = Phase::move;
  bool finger = false;
  int id = 0;      // which finger
  int button = 0;  // as the DOM counts: 0 left, 1 middle, 2 right
  float x = 0;
  float y = 0;
  double time_ms = 0;
};

// What ImGui is told, in this order.
struct MouseAction {
  enum class Kind { move, leave, button, scroll };
  Kind kind = Kind::move;
  bool finger = false;
  int button = 0;
  bool down = false;
  float x = 0;  // position, or pixels to scroll
  float y = 0;
};

class PointerTracker {
 public:
  // `item_holds_drag`: the pressed item follows the pointer (a slider, a text selection).
  std::vector<MouseAction> handle(const PointerEvent& event, bool item_holds_drag);
  // The page lost the pointer for good: releases whatever is pressed.
  std::vector<MouseAction> release();
  // The next step of a flick; empty when there is none.
  std::vector<MouseAction> coast(double now_ms);
  bool coasting() const { return coasting_; }

 private:
  struct Finger {
    int id = 0;
    float x = 0;
    float y = 0;
  };

  void finger_down(const PointerEvent& event, std::vector<MouseAction>& out);
  void finger_move(const PointerEvent& event, bool item_holds_drag, std::vector<MouseAction>& out);
  void finger_up(const PointerEvent& event, std::vector<MouseAction>& out);
  void begin_scroll(std::vector<MouseAction>& out);
  void scroll_by(float dx, float dy, double time_ms, std::vector<MouseAction>& out);

  std::vector<Finger> fingers_;
  bool pressing_ = false;  // the finger holds the left button
  bool scrolling_ = false;
  float start_x_ = 0;
  float start_y_ = 0;
  unsigned mouse_buttons_ = 0;  // bit per pressed button
  bool coasting_ = false;
  float speed_x_ = 0;  // px per ms
  float speed_y_ = 0;
  double moved_at_ms_ = 0;
};

}  // namespace srl::web::platform
