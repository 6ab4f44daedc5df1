// SPDX-License-Identifier: MIT
#include "base/assertion.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace srl {

// The one thing that the core says by itself: there is nobody left to return it to.
void fail_assertion(const char* file, int line, const char* what) {
  const std::string place = std::string(file) + ":" + std::to_string(line);
  std::fputs((place + ": this does not hold: " + what + "\n").c_str(), stderr);
  std::abort();
}

}  // namespace srl
