// SPDX-License-Identifier: MIT
#include "app/intent_board.h"

#include "app/event_text.h"
#include "app/wording.h"
#include "sim/promises/promise.h"

namespace srl::web {
namespace {

constexpr std::string_view kOutcomeTitles[] = {
    "Still queued",       "Applied once", "Applied more than once", "Rejected and shown",
    "Never called saved", "Lost",         "Kept in a conflict",     "Conflict decided"};

std::string times(int count) {
  if (count == 0) return "never";
  if (count == 1) return "once";
  if (count == 2) return "twice";
  return std::to_string(count) + " times";
}

std::string_view told_words(const IntentRecord& record) {
  if (record.discarded) return "discarded by the person";
  if (record.rejected) return "rejected";
  if (record.in_conflict) return "that a person has to decide";
  if (record.told_acknowledged) return "acknowledged by the server";
  if (record.told_saved) return "saved on the device";
  return "not yet saved";
}

}  // namespace

IntentBoard intent_board(const OracleModel& model) {
  IntentBoard board;
  for (std::size_t i = 1; i < model.intents.size(); ++i) {
    if (model.intents[i].device == 0) continue;
    const IntentOutcome outcome = outcome_of(model.intents[i]);
    board.lines.push_back({static_cast<Intent>(i), outcome});
    ++board.counts[static_cast<std::size_t>(outcome)];
  }
  return board;
}

std::string_view outcome_title(IntentOutcome outcome) {
  return kOutcomeTitles[static_cast<std::size_t>(outcome)];
}

std::string intent_story(const IntentRecord& record, Intent gesture, const History& history,
                         std::string_view device) {
  std::string story(device);
  story.append(" ").append(gesture_words(history, gesture));
  story.append(" at ").append(format_clock(record.at_ms));
  story.append("\nsent ").append(times(record.sends));
  story.append(", applied ").append(times(record.effects));
  story.append("\nthe person was told: ").append(told_words(record));
  if (record.decided_by != kNoIntent) {
    story.append("\nthe conflict ended with ").append(gesture_name(record.decided_by));
    const std::string how = gesture_words(history, record.decided_by);
    if (!how.empty()) story.append(": ").append(how);
  }
  return story;
}

std::string span_text(const TraceSpan& span) {
  std::string text(span.fate);
  if (!text.empty()) text.append(kSeparator);
  return text.append(format_duration(span.to_ms - span.from_ms));
}

}  // namespace srl::web
