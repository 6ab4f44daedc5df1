// SPDX-License-Identifier: MIT
// The HTTP edge: one thread and epoll for all sockets. It reads whole requests and writes answers;
// between the two, threads answer, and never wait for a client. Connections belong to the loop. A
// thread gets a request and posts its answer back under the connection's number; if the connection
// is gone by then, so is the answer.
//
// What is short (connections, descriptors, memory, threads) is taken from those who have kept the
// server waiting the longest, and refused with 503: it never ends the process.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "net/connection.h"
#include "net/poller.h"
#include "net/request_handler.h"
#include "net/socket.h"
#include "net/worker_pool.h"
#include "threads/mutex.h"

namespace srl {

inline constexpr std::size_t kConnectionsMax = 10'000;
inline constexpr std::size_t kDescriptorsReserved = 384;  // event streams, the database, the log
inline constexpr std::size_t kEdgeBytesMax = 64 * 1024 * 1024;  // requests and answers of all
inline constexpr std::size_t kThreads = 64;
inline constexpr std::size_t kUrgentThreads = 4;
inline constexpr std::size_t kRequestsWaitingMax = 2048;  // with group commit, a third of a second
inline constexpr std::size_t kAnswersPostedMax =
    2 * kRequestsWaitingMax + kThreads + kUrgentThreads;
inline constexpr std::int64_t kRequestsWaitingBusy = kRequestsWaitingMax / 8;
inline constexpr std::string_view kTooManyConnections =
    "there are too many connections; try again in a moment";
inline constexpr std::string_view kTooManyBytes =
    "requests and answers take too much memory; try again in a moment";
inline constexpr DurationMs kDrainTimeoutMs = 2'500;  // for clients, after stop()
inline constexpr DurationMs kStopTimeoutMs = 3'500;   // for answers

class EdgeServer {
 public:
  explicit EdgeServer(RequestHandler& handler);  // outlives it
  ~EdgeServer();

  // Takes a port of the loopback address; 0: one that is free. Returns errno, 0 when it is done.
  int listen(int port);
  int port() const { return port_; }

  // Makes the threads that answer, before serve(): after all others, since it takes what the system
  // gives. Throws std::system_error where that is none.
  void start_workers();

  // Answers until stop(); false when the listening socket failed.
  bool serve();

  // From any thread: takes no new connections, gives what has begun kDrainTimeoutMs, ends.
  void stop();

  std::int64_t requests_waiting() const { return normal_ ? normal_->waiting() : 0; }
  std::int64_t threads_busy() const { return normal_ ? normal_->busy() : 0; }
  std::int64_t threads() const { return threads_; }
  // So many requests wait that what can be left out should be.
  bool is_busy() const { return requests_waiting() > kRequestsWaitingBusy; }

 private:
  struct Client {
    Client(Socket taken, TimeMs now_ms) : socket(std::move(taken)), connection(now_ms) {}
    Socket socket;
    Connection connection;
    std::string peer{};             // its address
    std::uint32_t interest = 0;     // what epoll looks for
    std::size_t counted_bytes = 0;  // of held_bytes_
    bool is_shut = false;           // nothing is sent any more
  };
  using ClientId = std::uint64_t;

  void turn();
  template <class Work>
  void guard(ClientId id, const Work& work);
  int patience_ms() const;
  void look_at_clock();
  void accept_clients();
  void take_client(Socket socket);
  void on_no_descriptor();
  void refuse_unseen(Socket socket);
  void on_event(ClientId id, std::uint32_t events);
  bool receive(Client& client);
  bool send(Client& client);
  void pump(ClientId id, std::uint32_t happened = 0);
  bool take_step(ClientId id, Client& client);
  void hand_out(ClientId id, Client& client);
  void set_answer(ClientId id, HttpAnswer answer);
  HttpAnswer respond(const HttpRequest& request, std::chrono::milliseconds waited);
  void post(ClientId id, HttpAnswer answer) EXCLUDES(mutex_);
  void note_no_memory();
  void take_answers() EXCLUDES(mutex_);
  void drop_answers() EXCLUDES(mutex_);
  void count_bytes(Client& client);
  void watch(ClientId id, Client& client, std::uint32_t happened);
  void remove(ClientId id);
  void sweep();
  std::size_t give_up_oldest(std::size_t wanted, bool for_memory);
  void give_up(ClientId id, bool for_memory);
  void free_memory();
  void begin_drain();

  RequestHandler& handler_;
  Poller poller_;
  Socket listener_;
  Socket spare_;  // a descriptor to give away when there is none
  int port_ = 0;
  bool has_failed_ = false;
  bool accepts_ = true;
  const std::size_t connections_max_;
  std::unordered_map<ClientId, std::unique_ptr<Client>> clients_;
  ClientId last_id_ = 1;
  std::size_t held_bytes_ = 0;
  std::vector<ClientId> unfinished_;  // they have had their turn, and more to do
  std::string buffer_;                // what recv() writes to
  TimeMs now_ms_ = 0;
  TimeMs swept_ms_ = 0;
  std::int64_t date_s_ = 0;
  std::string date_;
  bool is_draining_ = false;
  TimeMs stop_by_ms_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<std::int64_t> threads_{0};
  Mutex mutex_;
  // Posted, not taken yet.
  std::vector<std::pair<ClientId, HttpAnswer>> answers_ GUARDED_BY(mutex_);
  std::vector<std::pair<ClientId, HttpAnswer>> taken_;  // its room, for the next ones
  bool drops_answers_ GUARDED_BY(mutex_) = false;
  std::unique_ptr<WorkerPool> urgent_;  // last: their threads use all of the above
  std::unique_ptr<WorkerPool> normal_;
};

// Work that fails ends its own connection and no other. Most of it fails because there is no memory
// for the connection's bytes.
template <class Work>
void EdgeServer::guard(ClientId id, const Work& work) {
  try {
    work();
  } catch (const std::exception&) {
    note_no_memory();
    remove(id);
  }
}

}  // namespace srl
