// SPDX-License-Identifier: MIT
// `srl replay`: runs one history to its end and says what came of it. The same history has the same
// digest here as in the browser.
#pragma once

#include <string>

#include "commands/console.h"

namespace srl {

struct ReplayOptions {
  std::string source;  // a file, "-", or a link
  std::string preset;  // empty: the history's
  bool as_json = false;
  bool events = false;  // the timeline instead of the verdict
  bool trace = false;   // the run as a Chrome trace instead of the verdict
};

ExitCode replay(const ReplayOptions& options);

}  // namespace srl
