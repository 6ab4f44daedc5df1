// SPDX-License-Identifier: MIT
// A run in which the phone and the laptop have changed one task without seeing each other.
#pragma once

#include <doctest/doctest.h>

#include "app/sandbox.h"

namespace srl::web {

inline TaskPatch renamed(std::string title) {
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = std::move(title);
  return patch;
}

inline TaskPatch renamed_urgently(std::string title, Priority priority) {
  TaskPatch patch = renamed(std::move(title));
  patch.mark(TaskField::priority);
  patch.values.priority = priority;
  return patch;
}

// The last one: a list begins at its end.
inline constexpr Intent kShared = 15;
inline constexpr const char* kSharedTitle = "Cancel the trial";

// Both devices hold that task, and the phone is offline.
inline void open_apart(Sandbox& sandbox) {
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  REQUIRE(sandbox.set_preset(kReliablePreset).ok());
  sandbox.seek(40'000);
  if (!sandbox.has_second_device()) sandbox.set_second_device(true);
  sandbox.seek(sandbox.now_ms() + 5'000);
  sandbox.set_offline(kPhone, true);
}

// What the laptop has done reaches the server, then the phone comes back with its own.
inline void bring_together(Sandbox& sandbox) {
  sandbox.seek(sandbox.now_ms() + 5'000);
  sandbox.set_offline(kPhone, false);
  sandbox.seek(sandbox.now_ms() + 10'000);
}

inline const DeviceView& view_of(const Sandbox& sandbox, std::string_view device) {
  return sandbox.world().find_device(device)->view();
}

inline const ConflictView& only_conflict(const Sandbox& sandbox, std::string_view device) {
  REQUIRE(view_of(sandbox, device).conflicts.size() == 1);
  return view_of(sandbox, device).conflicts.begin()->second;
}

}  // namespace srl::web
