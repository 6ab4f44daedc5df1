// SPDX-License-Identifier: MIT
// The lab as data for a page of plain HTML: what it says, and the commands that it gives. The same
// words and the same commands as the canvas has, so that neither view knows more than the other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "app/lab_session.h"

namespace srl::web {

// A longer list says how many rows it leaves out: a screen reader walks through every one.
inline constexpr std::size_t kAccessibleTasksMax = 200;

// All that is shown, as JSON.
std::string accessible_view(const LabSession& session);

// What somebody did there. Which members mean something depends on the name.
struct AccessibleCommand {
  std::string_view name;  // "play", "preset", "offline", "second_device", "add", "complete", …
  std::string_view device;
  std::string_view value;      // a title, a preset, "on" or "off"
  Intent gesture = kNoIntent;  // with `copy`, the task
  int copy = 1;
};

// A text that is not allowed, or an unknown name, comes back as an error.
Status perform(LabSession& session, const AccessibleCommand& command);

}  // namespace srl::web
