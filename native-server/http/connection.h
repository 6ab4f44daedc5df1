// SPDX-License-Identifier: MIT
// One open TCP connection: between two requests it waits in the poller, during one it belongs to the
// thread that answers.
#pragma once

#include <unistd.h>

#include <chrono>
#include <memory>
#include <string>

namespace srl {

using Instant = std::chrono::steady_clock::time_point;

struct Connection {
  explicit Connection(int socket_fd) : fd(socket_fd) {}
  ~Connection() { ::close(fd); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  const int fd;        // non-blocking; closed with the connection
  std::string input;   // arrived and not yet taken
  Instant deadline{};  // of the head that is arriving, or of doing nothing
};

using ConnectionPtr = std::unique_ptr<Connection>;

}  // namespace srl
