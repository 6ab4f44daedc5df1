// SPDX-License-Identifier: MIT
// All of a world that changes, as a value: what a rewind starts from. Database pages are shared
// with the world and with other checkpoints, everything else is copied.
#pragma once

#include <vector>

#include "sim/world.h"

namespace srl {

struct World::Checkpoint {
  TimeMs now_ms;
  std::uint64_t step;
  Policies policies;
  Safeguards safeguards;
  EventQueue queue;
  EventLog::Mark log;
  Probes probes;
  FaultEngine::Memory faults;
  Oracle::Memory oracle;
  std::int64_t messages;
  std::int64_t messages_in_flight;
  Network::Memory network;
  ServiceDesk::Memory desk;
  Storm::Memory storm;
  std::vector<DeviceHost::Memory> devices;
  ServiceHost::Memory service;
  WorkerHost::Memory worker;
  std::size_t next_scheduled;
  TimeMs deadline_ms;
  TimeMs last_judged_ms;
  std::uint64_t steps_at_this_instant;
  WorldEnd end;
  Exposure exposure;
  SignalWatch::Memory signal_watch;
  MetricHistory metric_history;
  Inbox inbox;
  Person person;
  Intent next_person_intent;
};

}  // namespace srl
