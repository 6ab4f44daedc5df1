// SPDX-License-Identifier: MIT
#include "http/connection_poller.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace srl {
namespace {

constexpr int kSweepIntervalMs = 1'000;
constexpr int kEventsAtOnce = 64;
constexpr std::size_t kReadBytes = 4096;

// Takes what has arrived, at most a little more than a head may hold. False when the client has
// closed.
bool receive(Connection& connection) {
  std::array<char, kReadBytes> buffer;
  while (connection.input.size() <= kHeadBytesMax) {
    const ssize_t got = ::recv(connection.fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) {
      connection.input.append(buffer.data(), static_cast<std::size_t>(got));
      continue;
    }
    if (got < 0 && errno == EINTR) continue;
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }
  return true;
}

Instant now() { return std::chrono::steady_clock::now(); }

}  // namespace

ConnectionPoller::ConnectionPoller(OnHead on_head)
    : on_head_(std::move(on_head)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC)) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_;
  if (epoll_ < 0 || wake_ < 0 || ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0) {
    throw std::runtime_error("the system gives no epoll descriptor");
  }
  thread_ = std::thread([this] { run(); });
}

void ConnectionPoller::stop() {
  if (stopping_.exchange(true)) return;
  const std::uint64_t one = 1;
  const ssize_t written = ::write(wake_, &one, sizeof one);
  static_cast<void>(written);  // it fails only when the counter is full: then it is readable too
  thread_.join();
  ::close(epoll_);
  ::close(wake_);
}

bool ConnectionPoller::add(ConnectionPtr connection) {
  const HeadVerdict verdict = judge_head(connection->input);
  if (verdict.complete) {  // the client did not wait for the answer before
    on_head_(std::move(connection), verdict);
    return true;
  }
  connection->deadline = now() + (connection->input.empty() ? kIdleTimeout : kHeadTimeout);
  return watch(std::move(connection));
}

bool ConnectionPoller::watch(ConnectionPtr connection) {
  const std::lock_guard lock(mutex_);
  const bool is_idle = connection->input.empty();
  if ((stopping_ && is_idle) || waiting_.size() >= kConnectionsMax) return false;
  const int fd = connection->fd;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
  event.data.fd = fd;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) return false;
  waiting_.emplace(fd, std::move(connection));
  return true;
}

ConnectionPtr ConnectionPoller::take(int fd) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(fd);
  if (found == waiting_.end()) return nullptr;
  ConnectionPtr connection = std::move(found->second);
  waiting_.erase(found);
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
  return connection;
}

void ConnectionPoller::run() {
  std::array<epoll_event, kEventsAtOnce> events;
  Instant swept = now();
  bool draining = false;
  while (!stopping_ || has_waiting()) {
    const int count = ::epoll_wait(epoll_, events.data(), kEventsAtOnce, kSweepIntervalMs);
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd != wake_) on_readable(fd);
    }
    if (stopping_ && !draining) {
      draining = true;
      ::epoll_ctl(epoll_, EPOLL_CTL_DEL, wake_, nullptr);
      close_idle(now() + kDrainTimeout);
    }
    if (now() - swept < std::chrono::milliseconds(kSweepIntervalMs)) continue;
    swept = now();
    close_overdue(swept);
  }
}

void ConnectionPoller::on_readable(int fd) {
  ConnectionPtr connection = take(fd);
  if (!connection) return;
  const bool was_idle = connection->input.empty();
  const bool is_closed = !receive(*connection);
  const HeadVerdict verdict = judge_head(connection->input);
  if (verdict.complete) {  // whoever has closed its half only may still read the answer
    on_head_(std::move(connection), verdict);
    return;
  }
  if (is_closed) return;
  if (was_idle && !connection->input.empty()) connection->deadline = now() + kHeadTimeout;
  watch(std::move(connection));
}

bool ConnectionPoller::has_waiting() {
  const std::lock_guard lock(mutex_);
  return !waiting_.empty();
}

void ConnectionPoller::close_idle(Instant heads_until) {
  const std::lock_guard lock(mutex_);
  std::erase_if(waiting_, [&](auto& entry) {
    Connection& connection = *entry.second;
    connection.deadline = std::min(connection.deadline, heads_until);
    return connection.input.empty();
  });
}

void ConnectionPoller::close_overdue(Instant at) {
  std::vector<ConnectionPtr> slow;  // answered outside of the lock
  {
    const std::lock_guard lock(mutex_);
    for (auto entry = waiting_.begin(); entry != waiting_.end();) {
      if (entry->second->deadline > at) {
        ++entry;
        continue;
      }
      ::epoll_ctl(epoll_, EPOLL_CTL_DEL, entry->first, nullptr);
      if (!entry->second->input.empty()) slow.push_back(std::move(entry->second));
      entry = waiting_.erase(entry);
    }
  }
  for (ConnectionPtr& connection : slow) {
    on_head_(std::move(connection), {true, 408, "the head took longer than 10 seconds"});
  }
}

}  // namespace srl
