// SPDX-License-Identifier: MIT
// What the names in histories and links are called on the screen, so that every panel says the
// same. A name that is unknown here is shown as it stands.
#pragma once

#include <string>
#include <string_view>

#include "model/safeguards.h"

namespace srl::web {

// Between parts of a line that are of equal rank.
inline constexpr std::string_view kSeparator = " \xC2\xB7 ";

// "some_name" → "some name".
std::string words_of(std::string_view name);
// "some_name" → "Some name": what an unknown name looks like.
std::string readable(std::string_view name);

// "naive" → "Naive".
std::string preset_title(std::string_view preset);

// The heading of a group of faults, promises or signals: "offline_replay" → "Offline replay".
std::string failure_mode_title(std::string_view failure_mode);
// Its place in the order of the failure modes; what is unknown comes last.
std::size_t failure_mode_order(std::string_view failure_mode);

// "Phone"; a live device, whose name is an id, is "Device 3f2a".
std::string device_title(std::string_view device);

struct DecisionWords {
  const char* title;     // "Idempotency"
  const char* question;  // what is decided
};
DecisionWords decision_words(Decision decision);

// A sentence inside another: without its full stop.
std::string_view without_stop(std::string_view sentence);

// "1 row", "15 rows".
std::string counted(std::int64_t count, std::string_view singular, std::string_view plural);

}  // namespace srl::web
