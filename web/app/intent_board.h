// SPDX-License-Identifier: MIT
// The intent ledger as it is shown: every accepted gesture with the one outcome that it has.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "observe/trace.h"
#include "sim/history.h"
#include "sim/oracle_model.h"

namespace srl::web {

struct IntentLine {
  Intent gesture = kNoIntent;
  IntentOutcome outcome = IntentOutcome::queued;
};

struct IntentBoard {
  std::vector<IntentLine> lines;                      // by gesture
  std::array<int, kCountOf<IntentOutcome>> counts{};  // by outcome
  int count(IntentOutcome outcome) const { return counts[static_cast<std::size_t>(outcome)]; }
};

IntentBoard intent_board(const OracleModel& model);

// For people: "Applied once", "Applied more than once", "Still queued".
std::string_view outcome_title(IntentOutcome outcome);

// All that the oracle knows of it: what was done, where and when, how often it went out and took
// effect, what the person was told.
std::string intent_story(const IntentRecord& record, Intent gesture, const History& history,
                         std::string_view device);

// "refused · 40 ms": how one part of its trace ended, and how long it took.
std::string span_text(const TraceSpan& span);

}  // namespace srl::web
