// SPDX-License-Identifier: MIT
// What the simulation's tests share: open a world, run it, ask about promises.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/sweep.h"
#include "sim/workloads/workload.h"
#include "sim/world.h"

namespace srl::test {

inline std::unique_ptr<World> open_world(const History& history, bool keep_events = true) {
  Result<std::unique_ptr<World>> world =
      World::create(history, {keep_events, keep_events, nullptr});
  REQUIRE_MESSAGE(world.ok(), (world.ok() ? "" : world.error().detail));
  return std::move(world.value());
}

inline std::unique_ptr<World> run_world(const History& history) {
  std::unique_ptr<World> world = open_world(history);
  world->run_to_end();
  return world;
}

inline const PromiseVerdict& verdict(const World& world, std::string_view promise) {
  const std::vector<const Promise*>& promises = promises_in_order();
  for (std::size_t i = 0; i < promises.size(); ++i) {
    if (promises[i]->name == promise) return world.oracle().verdicts()[i];
  }
  FAIL("there is no promise " << promise);
  return world.oracle().verdicts()[0];
}

inline bool is_broken(const World& world, std::string_view promise) {
  return verdict(world, promise).status == PromiseStatus::broken;
}

inline std::vector<std::string> broken_promises(const World& world) {
  std::vector<std::string> names;
  for (const Promise* promise : promises_in_order()) {
    if (is_broken(world, promise->name)) names.emplace_back(promise->name);
  }
  return names;
}

inline std::string replay_line(std::string_view preset, std::uint64_t seed) {
  return "replay: build/native/srl simulate --preset " + std::string(preset) +
         " --seeds 1 --from " + std::to_string(seed);
}

// What a person does about the session.
inline Gesture session_gesture(TimeMs at_ms, GestureKind kind, std::string_view device = kPhone) {
  Gesture gesture;
  gesture.at_ms = at_ms;
  gesture.device = device;
  gesture.kind = kind;
  return gesture;
}

inline Gesture code_for(TimeMs at_ms, std::string_view email) {
  Gesture gesture = session_gesture(at_ms, GestureKind::request_code);
  gesture.email = email;
  return gesture;
}

// A history of one phone (and a laptop), to which a test adds its gestures and faults.
inline History quiet_history(std::string_view preset, bool with_laptop = false) {
  History history;
  history.seed = 7;
  REQUIRE(apply_preset(history, preset).ok());
  history.devices = {std::string(kPhone)};
  if (with_laptop) history.devices.emplace_back(kLaptop);
  history.duration_ms = 30 * kSecondMs;
  return history;
}

inline FaultSpec fault_between(std::string_view name, TimeMs from_ms, TimeMs until_ms) {
  FaultSpec spec;
  spec.fault = name;
  spec.from_ms = from_ms;
  spec.until_ms = until_ms;
  return spec;
}

}  // namespace srl::test
