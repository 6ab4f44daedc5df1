// SPDX-License-Identifier: MIT
// A running 64-bit digest (FNV-1a) of values in a fixed byte order: equal on every machine and
// compiler. It tells two runs apart; it protects nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace srl {

class Digest {
 public:
  void add(std::uint64_t value) {
    // Eight bytes a step: the order is fixed by the shifts, not by the machine.
    state_ = (state_ ^ (value & 0xFFFF'FFFFULL)) * kPrime;
    state_ = (state_ ^ (value >> 32)) * kPrime;
    state_ ^= state_ >> 29;
  }

  void add_signed(std::int64_t value) { add(static_cast<std::uint64_t>(value)); }

  void add_text(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    for (const char c : text) state_ = (state_ ^ static_cast<unsigned char>(c)) * kPrime;
  }

  std::uint64_t value() const { return state_; }

 private:
  static constexpr std::uint64_t kPrime = 0x100000001B3ULL;
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

// 16 hexadecimal digits.
std::string format_digest(std::uint64_t digest);

}  // namespace srl
