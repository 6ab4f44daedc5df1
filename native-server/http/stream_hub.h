// SPDX-License-Identifier: MIT
// The event streams of all devices: one thread for all of them, so that a device which only listens
// holds none of those that answer requests. It looks into the database after each commit of this
// process, and once a second for what others have written (srl worker beside the server). Where it
// finds no memory it ends the streams, and goes on: their devices come again.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <thread>
#include <vector>

#include "http/stream_source.h"
#include "net/socket.h"
#include "threads/mutex.h"

namespace srl {

inline constexpr std::int64_t kStreamsMax = 256;
inline constexpr std::size_t kStreamBacklogBytesMax = 256 * 1024;  // then the device does not read
inline constexpr DurationMs kHeartbeatMs = 15 * kSecondMs;

struct StreamRules {
  std::int64_t streams_max = kStreamsMax;
  DurationMs heartbeat_ms = kHeartbeatMs;
};

class StreamHub final : private CommitListener {
 public:
  using OnCount = std::function<void(std::int64_t streams)>;

  StreamHub(DatabaseService& service, const StreamRules& rules, OnCount on_count);
  ~StreamHub() override { stop(); }
  StreamHub(const StreamHub&) = delete;
  StreamHub& operator=(const StreamHub&) = delete;

  StreamSource& source() { return source_; }
  bool has_room() const { return !stopping_ && count_ < rules_.streams_max; }

  // Takes the connection over; `head` is the beginning of the answer. A session has one stream: an
  // older one of it ends.
  void add(Socket connection, StreamPlace place, std::string head) EXCLUDES(mutex_);

  // Ends all streams. Called twice it does nothing.
  void stop();

 private:
  using Instant = std::chrono::steady_clock::time_point;

  struct Stream {
    Socket connection;
    StreamPlace place;
    std::string output;      // not sent yet
    bool is_ending = false;  // with the last byte of its output
  };

  void on_commit() override;
  void wake();
  void run();
  void turn();
  void end_all() EXCLUDES(mutex_);
  void wait();
  void take_new() EXCLUDES(mutex_);
  void look();
  void tell(Stream& stream, const StreamNews& news);
  void beat();
  void send_output();
  void note_count() EXCLUDES(mutex_);

  StreamSource source_;
  const StreamRules rules_;
  const OnCount on_count_;
  const Socket wake_;  // an eventfd: readable when there is something to do
  std::atomic<std::int64_t> count_{0};
  std::atomic<bool> has_news_{false};
  std::atomic<bool> stopping_{false};
  Mutex mutex_;
  std::vector<Stream> new_ GUARDED_BY(mutex_);
  std::vector<Stream> streams_;  // the thread's own
  std::int64_t noted_count_ = 0;
  Instant looked_{};
  Instant::duration pause_{};  // until it may look again
  Instant beaten_{};
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace srl
