// SPDX-License-Identifier: MIT
#include "base/digest.h"

#include "base/hex.h"

namespace srl {

std::string format_digest(std::uint64_t digest) {
  std::string text(16, '0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[text.size() - 1 - i] = kHexDigits[(digest >> (4 * i)) & 0xF];
  }
  return text;
}

}  // namespace srl
