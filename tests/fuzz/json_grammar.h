// SPDX-License-Identifier: MIT
// The grammar of JSON (RFC 8259), once more and by itself: whether a text is JSON, and from which
// byte on no text that begins so is any.
#pragma once

#include <cstddef>
#include <string_view>

namespace srl::test {

struct JsonVerdict {
  bool is_json = false;
  std::size_t wrong_from = 0;  // the first byte that no JSON has there; its size: it is cut off
  std::size_t wrong_to = 0;    // the last byte of what begins there, a word or a string
};

// `text` is UTF-8. A byte order mark in front of it counts as nothing.
JsonVerdict json_verdict(std::string_view text);

}  // namespace srl::test
