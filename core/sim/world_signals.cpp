// SPDX-License-Identifier: MIT
// What the world knows of its own signals: what is exposed, and which faults no signal shows.
#include <algorithm>

#include "sim/world.h"

namespace srl {

void World::on_strike(std::size_t spec) {
  const Fault& fault = *find_fault(stage_.history.faults[spec].fault);
  if (!signal_watch_.begins(spec, fault, log())) return;
  signal_watch_.on_strike(spec, fault, log(), exposed_metrics());
}

void World::switch_signals() {
  const SignalLevel level = stage_.policies.signals->level();
  if (level == exposure_.level()) return;
  signal_watch_.settle(stage_.history.faults, log(), exposed_metrics());
  exposure_.switch_to(level, metrics());
  signal_watch_.start_anew(stage_.history.faults, exposed_metrics());
}

void World::gather_signals(OracleRest& rest) const {
  rest.signals_policy = stage_.policies.signals->info().title;
  if (signal_watch_.memory().empty()) return;
  const Metrics exposed = exposed_metrics();
  for (std::size_t i = 0; i < signal_watch_.memory().size(); ++i) {
    const Fault& fault = *find_fault(stage_.history.faults[i].fault);
    if (!signal_watch_.is_silent(i, fault, log(), exposed)) continue;
    const auto same = std::find(rest.silent_faults.begin(), rest.silent_faults.end(), &fault);
    if (same == rest.silent_faults.end()) rest.silent_faults.push_back(&fault);
  }
}

}  // namespace srl
