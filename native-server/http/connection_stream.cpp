// SPDX-License-Identifier: MIT
#include "http/connection_stream.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace srl {
namespace {

thread_local ConnectionStream* current = nullptr;

}  // namespace

ConnectionStream* current_stream() { return current; }

CurrentStream::CurrentStream(ConnectionStream& stream) { current = &stream; }

CurrentStream::~CurrentStream() { current = nullptr; }

bool ConnectionStream::wait_for(short events) const {
  using std::chrono::milliseconds;
  const auto left =
      std::chrono::duration_cast<milliseconds>(deadline_ - std::chrono::steady_clock::now());
  if (left.count() <= 0) return false;
  pollfd waited{connection_.fd, events, 0};
  int ready = -1;
  do {
    ready = ::poll(&waited, 1, static_cast<int>(left.count()));
  } while (ready < 0 && errno == EINTR);
  return ready > 0 && (waited.revents & events) != 0;
}

bool ConnectionStream::wait_readable() const { return is_readable() || wait_for(POLLIN); }

bool ConnectionStream::wait_writable() const {
  return loses_reply_ || new_owner_ || wait_for(POLLOUT);
}

bool ConnectionStream::is_peer_alive() const {
  char byte = 0;
  const ssize_t peeked = ::recv(connection_.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return peeked > 0 || (peeked < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
}

ssize_t ConnectionStream::read(char* out, std::size_t size) {
  std::string& input = connection_.input;
  if (!input.empty()) {
    const std::size_t taken = std::min(size, input.size());
    std::copy_n(input.begin(), taken, out);
    input.erase(0, taken);
    return static_cast<ssize_t>(taken);
  }
  while (wait_for(POLLIN)) {
    const ssize_t got = ::recv(connection_.fd, out, size, 0);
    if (got > 0) return got;
    if (got < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK)) continue;
    break;
  }
  failed_ = true;
  return -1;
}

ssize_t ConnectionStream::write(const char* data, std::size_t size) {
  if (loses_reply_ || new_owner_) return static_cast<ssize_t>(size);
  std::size_t sent = 0;
  while (sent < size) {
    const ssize_t put = ::send(connection_.fd, data + sent, size - sent, MSG_NOSIGNAL);
    if (put > 0) {
      sent += static_cast<std::size_t>(put);
      continue;
    }
    const bool full = put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
    if (!full || !wait_for(POLLOUT)) {
      failed_ = true;
      return -1;
    }
  }
  return static_cast<ssize_t>(sent);
}

void ConnectionStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  httplib::detail::get_remote_ip_and_port(connection_.fd, ip, port);
}

void ConnectionStream::get_local_ip_and_port(std::string& ip, int& port) const {
  httplib::detail::get_local_ip_and_port(connection_.fd, ip, port);
}

}  // namespace srl
