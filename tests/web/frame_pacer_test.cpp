// SPDX-License-Identifier: MIT
#include "platform/frame_pacer.h"

#include <doctest/doctest.h>

namespace srl::web::platform {
namespace {

using When = FramePlan::When;

// Draws whatever the pacer asks for at once, until it asks for nothing before `until_ms`.
int frames_until(FramePacer& pacer, double& now_ms, double until_ms, double change_ms) {
  int frames = 0;
  while (now_ms < until_ms) {
    const FramePlan plan = pacer.plan(now_ms);
    if (plan.when == When::never) {
      now_ms = until_ms;
    } else if (plan.when == When::later) {
      now_ms += plan.delay_ms;
    } else {
      pacer.drawn(now_ms, change_ms);
      now_ms += 16;
      ++frames;
    }
  }
  return frames;
}

// Something changes every millisecond, and a frame takes `cost_ms`.
int frames_while_changing(FramePacer& pacer, double& now_ms, double for_ms, double cost_ms) {
  int frames = 0;
  for (const double end_ms = now_ms + for_ms; now_ms < end_ms; now_ms += 1) {
    pacer.changed();
    if (pacer.plan(now_ms).when != When::next_frame) continue;
    pacer.drawn(now_ms, kChangesNever, cost_ms);
    ++frames;
  }
  return frames;
}

}  // namespace

TEST_CASE("web/frame_pacer: an input is worth three frames and one when it has settled") {
  FramePacer pacer;
  double now_ms = 1'000;
  pacer.input(now_ms);
  CHECK(frames_until(pacer, now_ms, 10'000, kChangesNever) == kFramesAfterInput + 1);
}

TEST_CASE("web/frame_pacer: a page at rest draws nothing at all") {
  FramePacer pacer;
  double now_ms = 0;
  frames_until(pacer, now_ms, 2'000, kChangesNever);
  CHECK(frames_until(pacer, now_ms, 1'000'000, kChangesNever) == 0);
  CHECK(pacer.plan(now_ms).when == When::never);
}

TEST_CASE("web/frame_pacer: a running simulation gets every frame") {
  FramePacer pacer;
  double now_ms = 0;
  CHECK(frames_until(pacer, now_ms, 1'600, kChangesNow) == 100);
}

TEST_CASE("web/frame_pacer: a change that comes later waits without frames in between") {
  FramePacer pacer;
  double now_ms = 0;
  frames_until(pacer, now_ms, 1'000, kChangesNever);
  pacer.drawn(now_ms, 500);
  const FramePlan plan = pacer.plan(now_ms);
  CHECK(plan.when == When::later);
  CHECK(plan.delay_ms == doctest::Approx(500));
  CHECK(pacer.plan(now_ms + 500).when == When::next_frame);
}

TEST_CASE(
    "web/frame_pacer: what changes all the time is drawn at once, then a few times a second") {
  FramePacer pacer;
  double now_ms = 0;
  frames_until(pacer, now_ms, 2'000, kChangesNever);
  pacer.changed();
  CHECK(pacer.plan(now_ms).when == When::next_frame);
  CHECK(frames_while_changing(pacer, now_ms, 1'000, 1) == 1'000 / kRestMsMin);
  // A picture that costs more rests for longer.
  constexpr double kCostMs = 50;
  CHECK(frames_while_changing(pacer, now_ms, 4'000, kCostMs) <= 4'000 / (kRestPerFrame * kCostMs));
}

TEST_CASE("web/frame_pacer: the last of many changes is drawn too, and settles") {
  FramePacer pacer;
  double now_ms = 0;
  frames_until(pacer, now_ms, 2'000, kChangesNever);
  frames_while_changing(pacer, now_ms, 1'050, 1);
  CHECK(frames_until(pacer, now_ms, now_ms + 1'000, kChangesNever) == kFramesAfterInput);
  CHECK(pacer.plan(now_ms).when == When::never);
}

TEST_CASE("web/frame_pacer: one change settles at once, or a click would miss what has moved") {
  FramePacer pacer;
  double now_ms = 0;
  frames_until(pacer, now_ms, 2'000, kChangesNever);
  pacer.changed();
  for (int i = 0; i < kFramesAfterInput; ++i) {
    CHECK(pacer.plan(now_ms).when == When::next_frame);
    pacer.drawn(now_ms, kChangesNever);
  }
  CHECK(pacer.plan(now_ms).when == When::never);
}

TEST_CASE("web/frame_pacer: a change shows alone when nobody has touched anything for a while") {
  FramePacer pacer;
  double now_ms = 0;
  frames_until(pacer, now_ms, 2'000, kChangesNever);
  CHECK_FALSE(pacer.shows_change_alone());
  pacer.changed();
  CHECK(pacer.shows_change_alone());
  pacer.input(now_ms);
  CHECK_FALSE(pacer.shows_change_alone());
  pacer.drawn(now_ms + kSettleMs, kChangesNever);
  CHECK(pacer.shows_change_alone());
}

TEST_CASE("web/frame_pacer: an input does not wait for the rest after a change") {
  FramePacer pacer;
  double now_ms = 0;
  frames_until(pacer, now_ms, 2'000, kChangesNever);
  pacer.drawn(now_ms, kChangesNever, 50);
  pacer.changed();
  CHECK(pacer.plan(now_ms + 1).when == When::later);
  pacer.input(now_ms + 1);
  CHECK(pacer.plan(now_ms + 1).when == When::next_frame);
}

TEST_CASE("web/frame_pacer: a hidden page draws nothing, whatever moves") {
  FramePacer pacer;
  pacer.drawn(0, kChangesNow);
  pacer.set_hidden(true);
  pacer.input(5);
  CHECK(pacer.plan(10).when == When::never);
  pacer.set_hidden(false);
  CHECK(pacer.plan(10).when == When::next_frame);
}

TEST_CASE("web/frame_pacer: the sooner of two changes counts, and never is later than any") {
  CHECK(sooner(kChangesNever, 40) == 40);
  CHECK(sooner(40, kChangesNever) == 40);
  CHECK(sooner(40, kChangesNow) == kChangesNow);
  CHECK(sooner(kChangesNever, kChangesNever) == kChangesNever);
}

TEST_CASE("web/frame_pacer: the clock of animations neither stands still nor leaps") {
  FramePacer pacer;
  CHECK(pacer.step_s(0) > 0);
  pacer.drawn(1'000, kChangesNever);
  CHECK(pacer.step_s(1'000) > 0);
  CHECK(pacer.step_s(1'016) == doctest::Approx(0.016));
  CHECK(pacer.step_s(1'000'000) == doctest::Approx(kFrameStepMsMax / 1'000));
}

}  // namespace srl::web::platform
