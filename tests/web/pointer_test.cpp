// SPDX-License-Identifier: MIT
#include "platform/pointer.h"

#include <doctest/doctest.h>

#include <string>

namespace srl::web::platform {
namespace {

using Phase = PointerEvent::Phase;
using Kind = MouseAction::Kind;

PointerEvent finger(Phase phase, int id, float x, float y, double time_ms) {
  return {.phase = phase, .finger = true, .id = id, .x = x, .y = y, .time_ms = time_ms};
}

// "move down" and so on: what the test reads best.
std::string told(const std::vector<MouseAction>& actions) {
  std::string text;
  for (const MouseAction& action : actions) {
    if (!text.empty()) text += ' ';
    switch (action.kind) {
      case Kind::move: text += "move"; break;
      case Kind::leave: text += "leave"; break;
      case Kind::scroll: text += "scroll"; break;
      case Kind::button: text += action.down ? "down" : "up"; break;
    }
  }
  return text;
}

float scrolled_y(const std::vector<MouseAction>& actions) {
  float sum = 0;
  for (const MouseAction& action : actions) {
    if (action.kind == Kind::scroll) sum += action.y;
  }
  return sum;
}

}  // namespace

TEST_CASE("web/pointer: a tap is a click that leaves no hover behind") {
  PointerTracker tracker;
  CHECK(told(tracker.handle(finger(Phase::down, 1, 50, 50, 0), false)) == "move down");
  CHECK(told(tracker.handle(finger(Phase::move, 1, 53, 52, 20), false)) == "");
  CHECK(told(tracker.handle(finger(Phase::up, 1, 53, 52, 60), false)) == "move up leave");
}

TEST_CASE("web/pointer: a finger that moves away scrolls, and what it pressed is not clicked") {
  PointerTracker tracker;
  tracker.handle(finger(Phase::down, 1, 50, 200, 0), false);
  const auto actions = tracker.handle(finger(Phase::move, 1, 50, 170, 16), false);
  CHECK(told(actions) == "leave up move scroll");
  CHECK(scrolled_y(actions) == doctest::Approx(-30));
  CHECK(scrolled_y(tracker.handle(finger(Phase::move, 1, 50, 160, 32), false)) ==
        doctest::Approx(-10));
}

TEST_CASE("web/pointer: a slider keeps the finger that holds it") {
  PointerTracker tracker;
  tracker.handle(finger(Phase::down, 1, 50, 50, 0), false);
  CHECK(told(tracker.handle(finger(Phase::move, 1, 150, 50, 16), true)) == "move");
  CHECK(told(tracker.handle(finger(Phase::up, 1, 150, 50, 32), true)) == "move up leave");
}

TEST_CASE("web/pointer: two fingers scroll as far as they move, not twice as far") {
  PointerTracker tracker;
  tracker.handle(finger(Phase::down, 1, 50, 200, 0), false);
  CHECK(told(tracker.handle(finger(Phase::down, 2, 90, 200, 5), false)) == "leave up move");
  float sum = scrolled_y(tracker.handle(finger(Phase::move, 1, 50, 180, 16), false));
  sum += scrolled_y(tracker.handle(finger(Phase::move, 2, 90, 180, 16), false));
  CHECK(sum == doctest::Approx(-20));
}

TEST_CASE("web/pointer: a flick goes on by itself and comes to rest") {
  PointerTracker tracker;
  tracker.handle(finger(Phase::down, 1, 50, 400, 0), false);
  for (int i = 1; i <= 10; ++i) {
    tracker.handle(finger(Phase::move, 1, 50, 400.0f - 15.0f * static_cast<float>(i), i * 16.0),
                   false);
  }
  tracker.handle(finger(Phase::up, 1, 50, 250, 165), false);
  REQUIRE(tracker.coasting());
  float distance = 0;
  double now_ms = 165;
  for (int i = 0; i < 1'000 && tracker.coasting(); ++i) {
    distance += scrolled_y(tracker.coast(now_ms += 16));
  }
  CHECK_FALSE(tracker.coasting());
  CHECK(distance < -50);
  CHECK(distance > -1'000);
}

TEST_CASE("web/pointer: a finger that stopped before it left does not flick") {
  PointerTracker tracker;
  tracker.handle(finger(Phase::down, 1, 50, 400, 0), false);
  tracker.handle(finger(Phase::move, 1, 50, 300, 16), false);
  CHECK(told(tracker.handle(finger(Phase::up, 1, 50, 300, 400), false)) == "leave");
  CHECK_FALSE(tracker.coasting());
}

TEST_CASE("web/pointer: a touch ends a flick") {
  PointerTracker tracker;
  tracker.handle(finger(Phase::down, 1, 50, 400, 0), false);
  tracker.handle(finger(Phase::move, 1, 50, 300, 16), false);
  tracker.handle(finger(Phase::up, 1, 50, 300, 20), false);
  REQUIRE(tracker.coasting());
  tracker.handle(finger(Phase::down, 2, 50, 300, 40), false);
  CHECK_FALSE(tracker.coasting());
}

TEST_CASE("web/pointer: losing the page releases every button") {
  PointerTracker tracker;
  tracker.handle({.phase = Phase::down, .button = 0, .x = 5, .y = 5}, false);
  tracker.handle({.phase = Phase::down, .button = 2, .x = 5, .y = 5}, false);
  CHECK(told(tracker.release()) == "leave up up");
  CHECK(told(tracker.release()) == "leave");
}

TEST_CASE("web/pointer: a cancelled touch clicks nothing") {
  PointerTracker tracker;
  tracker.handle(finger(Phase::down, 1, 50, 50, 0), false);
  CHECK(told(tracker.handle(finger(Phase::cancel, 1, 50, 50, 10), false)) == "leave up");
}

}  // namespace srl::web::platform
