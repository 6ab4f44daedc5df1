// SPDX-License-Identifier: MIT
#include "live/stream_reader.h"

#include "base/text.h"

namespace srl::web {
namespace {

constexpr std::string_view kEventEnd = "\n\n";

StreamEvent read_event(std::string_view block) {
  StreamEvent event;
  for (const std::string& line : split(block, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string::npos) continue;  // a comment: the heartbeat
    const std::string_view value = trim(std::string_view(line).substr(colon + 1));
    const std::string_view name = std::string_view(line).substr(0, colon);
    if (name == "event") event.name = value;
    if (name == "data") event.data = value;
    if (name == "id") event.id = value;
  }
  return event;
}

}  // namespace

std::vector<StreamEvent> StreamReader::take(std::string_view text) {
  rest_ += text;
  std::vector<StreamEvent> events;
  std::size_t begin = 0;
  for (std::size_t end = rest_.find(kEventEnd); end != std::string::npos;
       end = rest_.find(kEventEnd, begin)) {
    if (!is_too_long_ && end - begin <= kStreamEventBytesMax) {
      StreamEvent event = read_event(std::string_view(rest_).substr(begin, end - begin));
      if (!event.name.empty()) events.push_back(std::move(event));
    }
    is_too_long_ = false;
    begin = end + kEventEnd.size();
  }
  rest_.erase(0, begin);
  // The last byte may be the first half of the end.
  if (rest_.size() > kStreamEventBytesMax + 1) {
    is_too_long_ = true;
    rest_.erase(0, rest_.size() - 1);
  }
  return events;
}

}  // namespace srl::web
