// SPDX-License-Identifier: MIT
// The bytes before a request's body, judged before any parser sees them (RFC 9112 §2.2, §5, §6). What
// two parsers could read differently is refused, not mended: that is how requests are smuggled.
#pragma once

#include <cstddef>
#include <string_view>

namespace srl {

inline constexpr std::size_t kHeadBytesMax = 16 * 1024;
inline constexpr std::size_t kHeaderCountMax = 64;

struct HeadVerdict {
  bool complete = false;      // the blank line is there
  int refusal = 0;            // an HTTP status; 0: nothing is wrong so far
  std::string_view why = {};  // for the person who wrote the client
};

// `bytes` is what has arrived of the request.
HeadVerdict judge_head(std::string_view bytes);

}  // namespace srl
