// SPDX-License-Identifier: MIT
#include "sim/signal_watch.h"

#include "observe/exposure.h"

namespace srl {
namespace {

std::uint32_t times_come_out(const Fault& fault, const EventLog& log) {
  std::uint32_t times = 0;
  for (const EventKind kind : fault.comes_out_as) times += log.count(kind);
  return times;
}

std::int64_t signalled(const Fault& fault, const Metrics& exposed) {
  std::int64_t total = 0;
  for (const Metric metric : fault.shows_in) total += failures_counted(exposed, metric);
  return total;
}

}  // namespace

bool SignalWatch::begins(std::size_t spec, const Fault& fault, const EventLog& log) const {
  if (spec >= memory_.size() || !memory_[spec].is_open) return true;
  return times_come_out(fault, log) > memory_[spec].came_out;
}

void SignalWatch::on_strike(std::size_t spec, const Fault& fault, const EventLog& log,
                            const Metrics& exposed) {
  if (memory_.size() <= spec) memory_.resize(spec + 1);
  if (is_silent(spec, fault, log, exposed)) return;  // the first silent one is what is judged
  memory_[spec] = {true, times_come_out(fault, log), signalled(fault, exposed)};
}

void SignalWatch::settle(const std::vector<FaultSpec>& faults, const EventLog& log,
                         const Metrics& exposed) {
  for (std::size_t i = 0; i < memory_.size(); ++i) {
    const Fault& fault = *find_fault(faults[i].fault);
    const bool came_out = times_come_out(fault, log) > memory_[i].came_out;
    if (came_out && !is_silent(i, fault, log, exposed)) memory_[i].is_open = false;
  }
}

void SignalWatch::start_anew(const std::vector<FaultSpec>& faults, const Metrics& exposed) {
  for (std::size_t i = 0; i < memory_.size(); ++i) {
    memory_[i].signalled = signalled(*find_fault(faults[i].fault), exposed);
  }
}

bool SignalWatch::is_silent(std::size_t spec, const Fault& fault, const EventLog& log,
                            const Metrics& exposed) const {
  if (spec >= memory_.size() || !memory_[spec].is_open) return false;
  const Strike& strike = memory_[spec];
  return times_come_out(fault, log) > strike.came_out &&
         signalled(fault, exposed) <= strike.signalled;
}

}  // namespace srl
