// SPDX-License-Identifier: MIT
// A run in which the phone and the laptop have changed one task without seeing each other.
#pragma once

#include <doctest/doctest.h>

#include "app/lab_session.h"

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
inline void open_apart(LabSession& session) {
  REQUIRE(session.open_scenario("offline-replay").ok());
  REQUIRE(session.set_preset(kReliablePreset).ok());
  session.seek(40'000);
  if (!session.has_second_device()) session.set_second_device(true);
  session.seek(session.now_ms() + 5'000);
  session.set_offline(kPhone, true);
}

// What the laptop has done reaches the server, then the phone comes back with its own.
inline void bring_together(LabSession& session) {
  session.seek(session.now_ms() + 5'000);
  session.set_offline(kPhone, false);
  session.seek(session.now_ms() + 10'000);
}

inline const DeviceView& view_of(const LabSession& session, std::string_view device) {
  return session.world().find_device(device)->view();
}

inline const ConflictView& only_conflict(const LabSession& session, std::string_view device) {
  REQUIRE(view_of(session, device).conflicts.size() == 1);
  return view_of(session, device).conflicts.begin()->second;
}

}  // namespace srl::web
