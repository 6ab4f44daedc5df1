// SPDX-License-Identifier: MIT
#include "net/poller.h"

#include <sys/eventfd.h>

#include <stdexcept>

namespace srl {

Poller::Poller()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!epoll_.is_open() || !wake_.is_open() || !add(wake_.fd(), kWoken, EPOLLIN)) {
    throw std::runtime_error("the system gives no epoll descriptor");
  }
}

bool Poller::add(int fd, std::uint64_t number, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = number;
  return ::epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, fd, &event) == 0;
}

bool Poller::change(int fd, std::uint64_t number, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = number;
  return ::epoll_ctl(epoll_.fd(), EPOLL_CTL_MOD, fd, &event) == 0;
}

void Poller::remove(int fd) { ::epoll_ctl(epoll_.fd(), EPOLL_CTL_DEL, fd, nullptr); }

std::span<const epoll_event> Poller::wait(int timeout_ms) {
  const int count =
      ::epoll_wait(epoll_.fd(), events_.data(), static_cast<int>(events_.size()), timeout_ms);
  const std::span<const epoll_event> happened(events_.data(),
                                              static_cast<std::size_t>(count > 0 ? count : 0));
  for (const epoll_event& event : happened) {
    if (event.data.u64 != kWoken) continue;
    std::uint64_t wakes = 0;
    const ssize_t read = ::read(wake_.fd(), &wakes, sizeof wakes);
    static_cast<void>(read);
  }
  return happened;
}

void Poller::wake() {
  const std::uint64_t one = 1;
  const ssize_t written = ::write(wake_.fd(), &one, sizeof one);
  static_cast<void>(written);  // it fails only when the counter is full: then it is readable too
}

}  // namespace srl
