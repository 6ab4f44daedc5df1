// SPDX-License-Identifier: MIT
#include "http/stream_hub.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <stdexcept>

#include "http/stream_events.h"

namespace srl {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLookEvery{1'000};  // for the commits of other processes
constexpr milliseconds kLookPauseMin{20};  // between two looks: commits come by the hundred
constexpr int kLookPauseShare = 4;         // of what a look took: reading for many takes longer

std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }

// False when the client has closed. What it sends on a stream means nothing.
bool is_open(const Socket& connection) {
  std::array<char, 1024> discarded;
  const ssize_t got = ::recv(connection.fd(), discarded.data(), discarded.size(), MSG_DONTWAIT);
  return got > 0 || (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR));
}

// Sends what goes without waiting. False when the connection is broken.
bool send_some(const Socket& connection, std::string& output) {
  while (!output.empty()) {
    const ssize_t sent =
        ::send(connection.fd(), output.data(), output.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      output.erase(0, static_cast<std::size_t>(sent));
      continue;
    }
    return sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  }
  return true;
}

}  // namespace

StreamHub::StreamHub(DatabaseService& service, const StreamRules& rules, OnCount on_count)
    : source_(service),
      rules_(rules),
      on_count_(std::move(on_count)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!wake_.is_open()) throw std::runtime_error("the system gives no event descriptor");
  source_.set_listener(this);
  thread_ = std::thread([this] { run(); });
}

void StreamHub::stop() {
  if (stopping_.exchange(true)) return;
  wake();
  thread_.join();
  source_.set_listener(nullptr);
}

void StreamHub::wake() {
  const std::uint64_t one = 1;
  const ssize_t written = ::write(wake_.fd(), &one, sizeof one);
  static_cast<void>(written);  // it fails only when the counter is full: then it is readable too
}

void StreamHub::on_commit() {
  if (count_ > 0 && !has_news_.exchange(true)) wake();
}

void StreamHub::add(Socket connection, StreamPlace place, std::string head) {
  {
    const MutexLock lock(mutex_);
    if (stopping_) return;
    new_.push_back({std::move(connection), std::move(place), std::move(head) + stream_opening()});
  }
  ++count_;
  has_news_ = true;
  wake();
}

void StreamHub::run() {
  beaten_ = now();
  while (!stopping_) {
    try {
      turn();
    } catch (const std::bad_alloc&) {
      end_all();
      wake();  // how many there are is still to be noted
    }
  }
  try {
    take_new();
    send_output();
    streams_.clear();
    note_count();
  } catch (const std::bad_alloc&) {
    end_all();
  }
}

void StreamHub::turn() {
  wait();
  take_new();
  look();
  beat();
  send_output();
  note_count();
}

void StreamHub::end_all() {
  streams_.clear();
  const MutexLock lock(mutex_);
  new_.clear();
}

void StreamHub::wait() {
  std::vector<pollfd> waited{{wake_.fd(), POLLIN, 0}};
  for (const Stream& stream : streams_) {
    const short events = stream.output.empty() ? POLLIN : POLLIN | POLLOUT;
    waited.push_back({stream.connection.fd(), events, 0});
  }
  int timeout_ms = streams_.empty() ? -1 : static_cast<int>(kLookEvery.count());
  if (has_news_ && !streams_.empty()) {
    timeout_ms = static_cast<int>(std::chrono::duration_cast<milliseconds>(pause_).count()) + 1;
  }
  timeout_ms = std::min(timeout_ms, static_cast<int>(rules_.heartbeat_ms));
  if (::poll(waited.data(), waited.size(), timeout_ms) <= 0) return;
  std::uint64_t wakes = 0;
  const ssize_t read = ::read(wake_.fd(), &wakes, sizeof wakes);
  static_cast<void>(read);  // nothing was there: a connection has woken the thread
  for (std::size_t i = 1; i < waited.size(); ++i) {
    Stream& stream = streams_[i - 1];
    if ((waited[i].revents & ~POLLOUT) == 0) continue;
    if (!is_open(stream.connection)) stream.connection.reset();
  }
  std::erase_if(streams_, [](const Stream& stream) { return !stream.connection.is_open(); });
}

void StreamHub::take_new() {
  const MutexLock lock(mutex_);
  for (Stream& stream : new_) {
    std::erase_if(streams_,
                  [&](const Stream& older) { return older.place.session == stream.place.session; });
    streams_.push_back(std::move(stream));
  }
  new_.clear();
}

void StreamHub::look() {
  const auto since = now() - looked_;
  const bool is_due = has_news_ ? since >= pause_ : since >= kLookEvery;
  if (streams_.empty() || !is_due) return;
  looked_ = now();
  has_news_ = false;  // before the look: what is committed during it is looked for again
  std::vector<StreamPlace> places;
  places.reserve(streams_.size());
  for (const Stream& stream : streams_) places.push_back(stream.place);
  const std::optional<std::vector<StreamNews>> news = source_.news(places);
  pause_ = std::max<Instant::duration>(kLookPauseMin, kLookPauseShare * (now() - looked_));
  if (!news) return;
  for (std::size_t i = 0; i < streams_.size(); ++i) tell(streams_[i], (*news)[i]);
}

void StreamHub::tell(Stream& stream, const StreamNews& news) {
  if (stream.is_ending) return;
  if (!news.has_session) {
    stream.output += revoked_event();
    stream.is_ending = true;
    return;
  }
  if (news.seq != stream.place.seq) stream.output += change_event(news.seq);
  stream.place.seq = news.seq;
  for (const StoredNotice& stored : news.notices) {
    if (!stored.is_stale) stream.output += reminder_event(stored);
    stream.place.notice = stored.id;
  }
  if (static_cast<std::int64_t>(news.notices.size()) == kNoticesAtOnceMax) has_news_ = true;
}

void StreamHub::beat() {
  if (now() - beaten_ < milliseconds(rules_.heartbeat_ms)) return;
  beaten_ = now();
  for (Stream& stream : streams_) stream.output += heartbeat();
}

void StreamHub::send_output() {
  std::erase_if(streams_, [](Stream& stream) {
    const bool is_alive = send_some(stream.connection, stream.output);
    const bool is_over = stream.is_ending && stream.output.empty();
    return !is_alive || is_over || stream.output.size() > kStreamBacklogBytesMax;
  });
}

void StreamHub::note_count() {
  auto count = static_cast<std::int64_t>(streams_.size());
  {
    const MutexLock lock(mutex_);
    count += static_cast<std::int64_t>(new_.size());
  }
  count_ = count;
  if (count == noted_count_) return;
  noted_count_ = count;
  on_count_(count);
}

}  // namespace srl
