// SPDX-License-Identifier: MIT
// What a person did in the accessible view. Which members mean something depends on the name.
#pragma once

#include <string_view>

#include "model/intent.h"

namespace srl::web {

struct AccessibleCommand {
  std::string_view name;  // "play", "preset", "offline", "second_device", "add", "complete", …
  std::string_view device;
  std::string_view value;      // a title, a preset, "on" or "off"
  Intent gesture = kNoIntent;  // with `copy`, a task of the sandbox
  int copy = 1;
  std::string_view handle = {};  // a task of a live device, or a conflict
};

}  // namespace srl::web
