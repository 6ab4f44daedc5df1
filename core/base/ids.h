// SPDX-License-Identifier: MIT
// Identifiers: UUIDs of version 7 (RFC 9562), so that ids sort by the time they were made.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace srl {

struct Uuid {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  bool is_nil() const { return high == 0 && low == 0; }
  friend bool operator==(const Uuid& a, const Uuid& b) {
    return a.high == b.high && a.low == b.low;
  }
  friend bool operator!=(const Uuid& a, const Uuid& b) { return !(a == b); }
  friend bool operator<(const Uuid& a, const Uuid& b) {
    return a.high != b.high ? a.high < b.high : a.low < b.low;
  }
};

using TaskId = Uuid;
using OpId = Uuid;  // the idempotency key of one operation

inline constexpr std::size_t kUuidTextLength = 36;

// A version 7 UUID: 48 bits of `time_ms`, the rest from two random words.
Uuid make_uuid_v7(TimeMs time_ms, std::uint64_t random_a, std::uint64_t random_b);

// The canonical form: 8-4-4-4-12 lower-case hexadecimal digits.
std::string to_string(const Uuid& id);

// The same without a string on the heap. No zero at the end.
using UuidText = std::array<char, kUuidTextLength>;
UuidText text_of(const Uuid& id);

// Reads the canonical form in either case; bad_value otherwise.
Result<Uuid> parse_uuid(std::string_view text);

// The last four digits of the canonical form: enough to tell ids apart on a screen.
std::string short_id(const Uuid& id);

struct UuidHash {
  std::size_t operator()(const Uuid& id) const {
    return static_cast<std::size_t>(id.high ^ (id.low * 0x9E3779B97F4A7C15ULL));
  }
};

}  // namespace srl
