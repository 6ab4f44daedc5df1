// SPDX-License-Identifier: MIT
// What every actor of a world stands on: the run's settings, the clock with its queue, the journal,
// the faults and the oracle.
#pragma once

#include "policies/catalog.h"
#include "sim/event_queue.h"
#include "sim/fault_engine.h"
#include "sim/history.h"
#include "sim/journal.h"
#include "sim/mailbox.h"
#include "sim/oracle.h"

namespace srl {

struct Stage {
  History history;    // grows while a person plays along
  Policies policies;  // those in force now
  EventQueue queue;
  Journal journal;
  FaultEngine faults;
  Oracle oracle;
  Mailbox mailbox;
  std::int64_t messages = 0;  // numbers given out
  std::int64_t messages_in_flight = 0;

  Stage(History run, const Policies& start, bool keep_events)
      : history(std::move(run)),
        policies(start),
        journal(keep_events),
        faults(history.seed, history.faults, journal) {}
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  TimeMs now_ms() const { return journal.now_ms; }
};

}  // namespace srl
