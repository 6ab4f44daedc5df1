// SPDX-License-Identifier: MIT
#include "app/promise_board.h"

#include "app/event_text.h"

namespace srl::web {

PromiseCounts count_promises(const std::vector<PromiseVerdict>& verdicts) {
  PromiseCounts counts;
  for (const PromiseVerdict& verdict : verdicts) {
    ++counts.all;
    switch (verdict.status) {
      case PromiseStatus::kept: ++counts.kept; break;
      case PromiseStatus::not_yet_due: ++counts.not_yet_due; break;
      case PromiseStatus::broken: ++counts.broken; break;
    }
  }
  return counts;
}

const char* promise_word(PromiseStatus status) {
  switch (status) {
    case PromiseStatus::kept: return "Kept";
    case PromiseStatus::not_yet_due: return "Not yet due";
    case PromiseStatus::broken: break;
  }
  return "Broken";
}

std::string promise_summary(const PromiseCounts& counts) {
  const std::string all = std::to_string(counts.all);
  if (counts.broken > 0) return std::to_string(counts.broken) + " of " + all + " promises broken";
  if (counts.not_yet_due > 0) return "No promise broken so far";
  return "All " + all + " promises kept";
}

std::string promise_detail(const PromiseCounts& counts) {
  if (counts.kept == counts.all) return {};
  std::string text = std::to_string(counts.kept) + " kept";
  if (counts.not_yet_due > 0) {
    text.append(", ").append(std::to_string(counts.not_yet_due)).append(" not yet due");
  }
  return text;
}

std::string violation_words(const PromiseVerdict& verdict, const History& history) {
  if (verdict.finding.intent == kNoIntent) return {};
  // Not how often: a violation is counted per step, and one step may break it for fifteen gestures.
  std::string text("First by ");
  text.append(gesture_name(verdict.finding.intent));
  const std::string gesture = gesture_words(history, verdict.finding.intent);
  if (!gesture.empty()) text.append(": ").append(gesture);
  return text;
}

std::size_t event_of_break(const EventLog& log, const PromiseVerdict& verdict,
                           const Promise& promise) {
  const std::vector<Event>& events = log.events();
  std::size_t index = verdict.event_index;
  while (index < events.size() &&
         (events[index].kind != EventKind::promise_broken || events[index].text != promise.name)) {
    ++index;
  }
  return index;
}

}  // namespace srl::web
