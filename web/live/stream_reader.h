// SPDX-License-Identifier: MIT
// Server-sent events (WHATWG HTML §9.2.6) out of text that arrives in pieces: as much of it as the
// service writes. What is read does not depend on where the pieces end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace srl::web {

inline constexpr std::size_t kStreamEventBytesMax = 64 * 1024;  // longer ones are left out

struct StreamEvent {
  std::string name;
  std::string data;
  std::string id;
};

class StreamReader {
 public:
  // The events that are complete with it.
  std::vector<StreamEvent> take(std::string_view text);
  void clear() {
    rest_.clear();
    is_too_long_ = false;
  }

 private:
  std::string rest_;          // of an event whose end has not come
  bool is_too_long_ = false;  // it is, and what comes of it is left out up to its end
};

}  // namespace srl::web
