// SPDX-License-Identifier: MIT
#include "model/intent.h"

namespace srl {

std::string gesture_name(Intent intent) {
  if (intent < kFirstPersonIntent) return "g" + std::to_string(intent);
  return "p" + std::to_string(intent - kFirstPersonIntent + 1);
}

}  // namespace srl
