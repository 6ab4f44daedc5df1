// SPDX-License-Identifier: MIT
// A text that JavaScript has allocated for us.
#pragma once

#include <cstdlib>
#include <string>

namespace srl::web::platform {

// A copy; the text itself is freed. Null: nothing was there, "".
inline std::string take_text(char* text) {
  std::string taken = text == nullptr ? "" : text;
  std::free(text);
  return taken;
}

}  // namespace srl::web::platform
