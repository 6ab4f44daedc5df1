// SPDX-License-Identifier: MIT
// Where connections wait between requests, and while a head is still arriving: one thread and epoll
// for all of them, so that thousands of idle or slow clients hold no thread. A connection whose head
// is complete, or refused, is handed on.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "http/connection.h"
#include "http/request_head.h"

namespace srl {

inline constexpr std::size_t kConnectionsMax = 4096;
inline constexpr std::chrono::seconds kIdleTimeout{60};
inline constexpr std::chrono::seconds kHeadTimeout{10};
inline constexpr std::chrono::seconds kDrainTimeout{3};

class ConnectionPoller {
 public:
  // `on_head` is called on the poller's thread, or on that of add().
  using OnHead = std::function<void(ConnectionPtr, const HeadVerdict&)>;

  explicit ConnectionPoller(OnHead on_head);
  ~ConnectionPoller() { stop(); }
  ConnectionPoller(const ConnectionPoller&) = delete;
  ConnectionPoller& operator=(const ConnectionPoller&) = delete;

  // Waits for the next request of a connection. False when there is no room, or the poller has
  // stopped: the connection is closed then.
  bool add(ConnectionPtr connection);

  // Closes all that do nothing, and gives heads that are arriving kDrainTimeout to arrive. Called
  // twice it does nothing.
  void stop();

 private:
  void run();
  void on_readable(int fd);
  void close_overdue(Instant now);
  void close_idle(Instant heads_until);
  bool has_waiting();
  ConnectionPtr take(int fd);
  bool watch(ConnectionPtr connection);

  OnHead on_head_;
  int epoll_ = -1;
  int wake_ = -1;  // an eventfd: readable when it is time to stop
  std::mutex mutex_;
  std::map<int, ConnectionPtr> waiting_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace srl
