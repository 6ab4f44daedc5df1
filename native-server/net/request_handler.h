// SPDX-License-Identifier: MIT
// What stands behind the edge: requests that are complete go in, answers come out.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "net/http_message.h"

namespace srl {

// Who answers a request.
enum class Lane {
  instant,  // the event loop itself: it must not wait for anything
  urgent,   // threads of their own, whatever the others do
  normal
};

// What had to be turned away: no thread, no room for a connection or for its bytes.
enum class Shed { queue, connections, memory };

class RequestHandler {
 public:
  virtual ~RequestHandler() = default;

  // Looks at a head whose body has not been read. Nothing: go on. On the event loop.
  virtual std::optional<HttpAnswer> admit(const HttpRequest& head) = 0;

  virtual Lane lane_of(const HttpRequest& request) const = 0;

  // Answers; many threads do at once. `waited`: for a thread.
  virtual HttpAnswer respond(const HttpRequest& request, std::chrono::milliseconds waited) = 0;

  // The answer that refuses with that status. Any thread.
  virtual HttpAnswer refuse(int status, std::string_view why) = 0;

  // A request or a connection was refused, or given up, for want of room. On the event loop.
  virtual void on_shed(Shed reason) = 0;
};

}  // namespace srl
