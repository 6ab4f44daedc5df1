// SPDX-License-Identifier: MIT
// A run as the fragment of a URL, which a browser never sends to any server. Two forms: the whole
// history ("#h=", base64url of its deflated JSON), which opens anywhere, and the short form
// ("#scenario=offline-replay&seed=7&t=12500"), which names a scenario that the reader has too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "sim/history.h"

namespace srl {

// "#h=…". too_large when it would have more than kLinkBytesMax: such a run travels as a file.
Result<std::string> link_from_history(const History& history);

// The history of a whole URL or of a fragment that starts with '#'; other keys beside `h` are left
// to parse_short_link. Nothing is unpacked beyond kHistoryBytesMax, whatever the link claims.
Result<History> history_from_link(std::string_view link);

// True when the link carries a history of its own.
bool has_history(std::string_view link);

struct ShortLink {
  std::string scenario;               // a file name without its extension
  std::optional<std::uint64_t> seed;  // unset: the scenario's
  std::string preset;                 // empty: the scenario's
  std::optional<TimeMs> t_ms;         // the moment that is shown; unset: the start
  std::string focus;                  // what the reader should look at: "g3", a promise, a panel
  // Keys of a newer page (and `h`), as they stand in the link: they are not ours to drop.
  std::vector<std::pair<std::string, std::string>> others;

  friend bool operator==(const ShortLink&, const ShortLink&) = default;
};

// Takes a whole URL or a fragment that starts with '#'; one without '#' is an empty link. Errors
// name the key. A name that parses may still be unknown: that is for the one who looks it up.
Result<ShortLink> parse_short_link(std::string_view link);

// "#scenario=…&seed=…&preset=…&t=…&focus=…" and the others; what is unset is left out.
std::string format_short_link(const ShortLink& link);

}  // namespace srl
