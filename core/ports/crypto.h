// SPDX-License-Identifier: MIT
// The secrets of the service. Its key stays inside the port: a person who has only the database can
// make no token and guess no code.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace srl {

inline constexpr std::size_t kMacBytes = 32;

// May be called by many threads at once.
class Crypto {
 public:
  virtual ~Crypto() = default;

  // kMacBytes that only the holder of the key can make of `text`: HMAC-SHA-256 (RFC 2104).
  virtual std::string mac(std::string_view text) = 0;

  // Bytes that nobody can guess.
  virtual std::string random(std::size_t bytes) = 0;

  // Takes as long for texts that differ early as for texts that differ late.
  virtual bool equal(std::string_view a, std::string_view b) = 0;
};

}  // namespace srl
