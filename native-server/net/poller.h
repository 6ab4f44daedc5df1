// SPDX-License-Identifier: MIT
// epoll, level-triggered, and a way to wake the thread that waits in it.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <span>

#include "net/socket.h"

namespace srl {

class Poller {
 public:
  static constexpr std::uint64_t kWoken = 0;  // the number under which wake() shows

  Poller();  // throws std::runtime_error where the system gives no descriptor

  // `events` of EPOLLIN and EPOLLOUT; errors always show. False when the system refuses.
  bool add(int fd, std::uint64_t number, std::uint32_t events);
  bool change(int fd, std::uint64_t number, std::uint32_t events);
  void remove(int fd);

  // What has happened; empty when the time is over. -1: waits for ever.
  std::span<const epoll_event> wait(int timeout_ms);

  // From any thread: wait() returns, now or the next time.
  void wake();

 private:
  static constexpr std::size_t kEventsAtOnce = 256;

  Socket epoll_;
  Socket wake_;  // an eventfd
  std::array<epoll_event, kEventsAtOnce> events_{};
};

}  // namespace srl
