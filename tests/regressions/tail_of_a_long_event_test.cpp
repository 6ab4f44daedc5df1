// SPDX-License-Identifier: MIT
// An event of the stream that was too long was left out as far as it had come. What came of it
// later was read as an event of its own, with whatever lines stood in it.
#include <doctest/doctest.h>

#include <string>

#include "live/stream_reader.h"

namespace srl::web {

TEST_CASE("regression: the tail of an event that is too long is no event") {
  const std::string too_long = "event: long\ndata: " + std::string(kStreamEventBytesMax, 'x');
  for (const char* tail : {"\nevent: tail\ndata: 1\n\n", "\n\n"}) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{1'000}, 2 * kStreamEventBytesMax}) {
      CAPTURE(tail);
      CAPTURE(piece);
      const std::string text = too_long + tail + "event: next\ndata: 2\n\n";
      StreamReader reader;
      std::string names;
      for (std::size_t at = 0; at < text.size(); at += piece) {
        for (const StreamEvent& event : reader.take(text.substr(at, piece))) names += event.name;
      }
      CHECK(names == "next");
    }
  }
}

TEST_CASE("regression: a stream that begins again owes nothing to an event that was too long") {
  StreamReader reader;
  reader.take("event: long\ndata: " + std::string(kStreamEventBytesMax, 'x'));
  reader.clear();
  CHECK(reader.take("event: next\n\n").size() == 1);
}

}  // namespace srl::web
