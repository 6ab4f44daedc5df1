// SPDX-License-Identifier: MIT
// The promises and how they stand, in words.
#pragma once

#include <string>
#include <vector>

#include "sim/world.h"

namespace srl::web {

struct PromiseCounts {
  int all = 0;
  int kept = 0;
  int not_yet_due = 0;
  int broken = 0;
};
PromiseCounts count_promises(const std::vector<PromiseVerdict>& verdicts);

// "Kept", "Not yet due", "Broken".
const char* promise_word(PromiseStatus status);

// "2 of 9 promises broken", "All 9 promises kept", "No promise broken so far".
std::string promise_summary(const PromiseCounts& counts);

// What the summary leaves open: "4 kept, 3 not yet due".
std::string promise_detail(const PromiseCounts& counts);

// "First by g1: adds “Buy milk”"; empty when no single gesture did it.
std::string violation_words(const PromiseVerdict& verdict, const History& history);

// The event that says so in the log: from where the verdict points on. Or log.count().
std::size_t event_of_break(const EventLog& log, const PromiseVerdict& verdict,
                           const Promise& promise);

}  // namespace srl::web
