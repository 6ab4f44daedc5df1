// SPDX-License-Identifier: MIT
#include "app/run_marks.h"

#include <algorithm>

#include "app/event_text.h"
#include "sim/faults/fault.h"
#include "sim/promises/promise.h"

namespace srl::web {
namespace {

std::string fault_text(const FaultSpec& spec) {
  const Fault* fault = find_fault(spec.fault);
  std::string text(fault != nullptr ? fault->title : spec.fault);
  if (!spec.device.empty()) text.append(" (").append(spec.device).append(")");
  return text;
}

std::string gesture_text(const History& history, Intent gesture) {
  std::string text = gesture_name(gesture);
  const std::string& device = history.gestures[static_cast<std::size_t>(gesture) - 1].device;
  if (!device.empty()) text.append(": ").append(device);
  return text.append(" ").append(gesture_words(history, gesture));
}

void add_faults(std::vector<RunMark>& marks, const History& history) {
  for (const FaultSpec& spec : history.faults) {
    marks.push_back({spec.from_ms, MarkKind::fault, "Fault begins: " + fault_text(spec)});
    if (spec.until_ms <= spec.from_ms) continue;
    marks.push_back({spec.until_ms, MarkKind::fault_end, "Fault ends: " + fault_text(spec)});
  }
}

}  // namespace

std::vector<RunMark> run_marks(const History& history, const std::vector<TracedBreak>& breaks) {
  std::vector<RunMark> marks;
  for (const Caption& caption : history.narrative.captions) {
    marks.push_back({caption.at_ms, MarkKind::caption, caption.text});
  }
  for (std::size_t i = 0; i < history.gestures.size(); ++i) {
    marks.push_back({history.gestures[i].at_ms, MarkKind::gesture,
                     gesture_text(history, static_cast<Intent>(i + 1))});
  }
  add_faults(marks, history);
  for (const TracedBreak& broken : breaks) {
    std::string text = "Promise broken";
    for (const Promise* promise : promises_in_order()) {
      if (promise->name == broken.promise) text.append(": ").append(promise->sentence);
    }
    marks.push_back({broken.at_ms, MarkKind::broken, std::move(text)});
  }
  return marks;
}

}  // namespace srl::web
