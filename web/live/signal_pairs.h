// SPDX-License-Identifier: MIT
// The device's signals beside the server's: the same names, two columns.
#pragma once

#include <string>
#include <vector>

#include "live/server_signals.h"
#include "observe/metrics.h"

namespace srl::web {

struct SignalPair {
  std::string title;
  std::string device;  // "" where this side never counts it: the hint says why
  std::string server;
  bool is_quiet = true;  // nothing was counted on either side
  std::string hint;
};

struct SignalPairGroup {
  std::string title;
  std::string experience;  // of the user, when this goes wrong; "" where nobody knows
  std::vector<SignalPair> rows;
};

std::vector<SignalPairGroup> pair_signals(const Metrics& device, const ServerSignals& server);

}  // namespace srl::web
