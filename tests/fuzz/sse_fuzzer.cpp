// SPDX-License-Identifier: MIT
// Server-sent events read the same however their text is cut.
#include "fuzz/fuzz_targets.h"
#include "live/stream_reader.h"

namespace srl::test {
namespace {

// Long ones are what a fuzzer does not come to: a byte of '~' stands for many.
constexpr std::size_t kManyBytes = web::kStreamEventBytesMax / 2 - 8;

std::string stretched(std::string_view bytes) {
  std::string text;
  std::size_t tildes = 0;
  for (const char c : bytes) {
    const bool is_stretched = c == '~' && ++tildes <= 8;
    text.append(is_stretched ? kManyBytes : 1, c);
  }
  return text;
}

std::string read_in_pieces(std::string_view text, std::size_t piece) {
  web::StreamReader reader;
  std::string read;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    for (const web::StreamEvent& event : reader.take(text.substr(at, piece))) {
      read.append(event.name).append("\n").append(event.data).append("\n").append(event.id);
      read.append("\n\n");
    }
  }
  return read;
}

}  // namespace

std::string fuzz_sse(std::string_view bytes) {
  const std::string text = stretched(bytes);
  const std::string whole = read_in_pieces(text, text.size() + 1);
  for (const std::size_t piece : {std::size_t{7}, std::size_t{1'000}, std::size_t{60'000}}) {
    if (piece * 10'000 < text.size()) continue;
    if (read_in_pieces(text, piece) != whole) {
      return "other events in pieces of " + std::to_string(piece);
    }
  }
  return "";
}

}  // namespace srl::test
