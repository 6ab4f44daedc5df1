// SPDX-License-Identifier: MIT
// Events and gestures in words that a visitor understands: tasks by their titles, faults and
// promises by their sentences.
#pragma once

#include <string>
#include <string_view>

#include "observe/event_log.h"
#include "sim/history.h"

namespace srl::web {

// In typographic quotes.
std::string quoted(std::string_view text);

// "adds “Buy milk”", "completes “Buy milk”", "closes the app": to stand after who did it.
std::string gesture_words(const History& history, Intent gesture);

// The title under which the gesture's task was made; empty for a gesture on no task.
std::string_view task_title(const History& history, Intent gesture);

// As describe(), in those words.
std::string event_sentence(const Event& event, const History& history);

// The same for a run of events that differ in their gestures alone: "Applied: g1 … g15 (15)".
std::string event_run_sentence(const Event& first, const Event& last, std::size_t count);

}  // namespace srl::web
