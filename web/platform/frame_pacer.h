// SPDX-License-Identifier: MIT
// Decides when a frame is drawn. Immediate mode would redraw 60 times a second for nothing; here a
// page at rest draws no frame at all. Pure: time comes in as numbers, so every rule has a test.
#pragma once

namespace srl::web::platform {

// Layout settles, hover follows and ImGui's input queue drains within three frames of an input.
inline constexpr int kFramesAfterInput = 3;
// What changes by itself may follow closely (thousands of rows are being acknowledged). The picture
// then rests after each frame, so that drawing does not hold up the work: for this many times as
// long as the frame took, and at least so long, because what the graphics card, or a processor in
// its place, spends on a frame is not seen here. Four pictures a second show well enough that a
// queue gets shorter.
inline constexpr double kRestPerFrame = 8;
inline constexpr double kRestMsMin = 250;
// One more frame when the pointer has rested long enough for a tooltip.
inline constexpr double kSettleMs = 450;
// The clock of animations never jumps further than this, however long the page was asleep.
inline constexpr double kFrameStepMsMax = 1'000;

// "The picture changes by itself after …": at once, or not at all.
inline constexpr double kChangesNow = 0;
inline constexpr double kChangesNever = -1;

// The sooner of two such times.
double sooner(double a_ms, double b_ms);

struct FramePlan {
  enum class When { never, next_frame, later };
  When when = When::never;
  double delay_ms = 0;  // for `later`
};

class FramePacer {
 public:
  void input(double now_ms);
  // Something that is shown has changed, and nobody has touched anything.
  void changed() { changed_ = true; }
  // A frame was drawn, which took `cost_ms`; its picture changes by itself after `change_ms`.
  void drawn(double now_ms, double change_ms, double cost_ms = 0);
  void set_hidden(bool hidden) { hidden_ = hidden; }

  FramePlan plan(double now_ms) const;
  // The frame shows what has changed, and nobody has touched anything for a while.
  bool shows_change_alone() const { return changed_ && settle_at_ms_ < 0; }
  // Seconds since the last frame, for animations.
  float step_s(double now_ms) const;
  long frames() const { return frames_; }

 private:
  double change_ms_ = kChangesNever;
  int frames_due_ = kFramesAfterInput;
  // Frames after the one that showed a change: its layout settles at once, or a click would miss.
  // When the next change is there already, they are not worth drawing.
  int follow_ups_due_ = 0;
  double settle_at_ms_ = -1;
  double drawn_at_ms_ = -1;
  double rest_ms_ = 0;
  bool changed_ = false;  // since the last frame
  bool hidden_ = false;
  long frames_ = 0;
};

}  // namespace srl::web::platform
