// SPDX-License-Identifier: MIT
// Follows each fault from its strike to the signal that shows it. A strike is silent when it has
// come out (Fault::comes_out_as) and no exposed counter of failures (Fault::shows_in) has moved
// since. What really happened is read from the event log, what is known of it from the exposed
// metrics.
#pragma once

#include <cstdint>
#include <vector>

#include "observe/event_log.h"
#include "observe/metrics.h"
#include "sim/faults/fault.h"

namespace srl {

class SignalWatch {
 public:
  // One fault of the history: its first strike that no signal has shown yet.
  struct Strike {
    bool is_open = false;
    std::uint32_t came_out = 0;  // how often, before it struck
    std::int64_t signalled = 0;  // by the exposed counters, before it struck
  };
  using Memory = std::vector<Strike>;

  const Memory& memory() const { return memory_; }
  Memory& memory() { return memory_; }

  // Whether a strike now begins anything: gathering the metrics costs more than most events.
  bool begins(std::size_t spec, const Fault& fault, const EventLog& log) const;
  void on_strike(std::size_t spec, const Fault& fault, const EventLog& log, const Metrics& exposed);

  // Around a change of what is exposed: what has been shown is settled, the rest starts anew.
  void settle(const std::vector<FaultSpec>& faults, const EventLog& log, const Metrics& exposed);
  void start_anew(const std::vector<FaultSpec>& faults, const Metrics& exposed);

  bool is_silent(std::size_t spec, const Fault& fault, const EventLog& log,
                 const Metrics& exposed) const;

 private:
  Memory memory_;
};

}  // namespace srl
