// SPDX-License-Identifier: MIT
// The HTTP library's server with another way of holding connections. The library gives each one a
// thread for as long as it is open; here a connection has a thread only while a request of it is
// answered. What is refused before that (malformed or endless heads, too many clients) never
// reaches the library.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/connection_poller.h"
#include "http/http_library.h"

namespace srl {

inline constexpr std::size_t kThreads = 16;
inline constexpr std::size_t kThreadsMax = 64;
inline constexpr std::size_t kUrgentThreads = 2;
inline constexpr std::size_t kRequestsWaitingMax = 2048;  // with group commit, a third of a second
inline constexpr std::chrono::seconds kRequestTimeout{20};  // to send a body, and to take the answer

inline constexpr std::int64_t kRequestsWaitingBusy = kRequestsWaitingMax / 8;

enum class Shed { queue, connections, streams };

class ConnectionServer : public httplib::Server {
 public:
  ConnectionServer();
  ~ConnectionServer() override;

  // The whole text of the answer that refuses a request with that status.
  void set_refusal(std::function<std::string(int status, std::string_view why)> refusal) {
    refusal_ = std::move(refusal);
  }
  // How many requests wait for a thread, and how many threads are answering one.
  std::int64_t requests_waiting() const { return waiting_; }
  std::int64_t threads_busy() const { return busy_; }

  void set_on_shed(std::function<void(Shed)> on_shed) { on_shed_ = std::move(on_shed); }

  // So many requests wait that what can be left out should be.
  bool is_busy() const { return waiting_ > kRequestsWaitingBusy; }

 private:
  class AcceptQueue;

  bool process_and_close_socket(int socket) override;
  void on_head(ConnectionPtr connection, const HeadVerdict& verdict);
  void answer(ConnectionPtr connection, Instant since);
  void refuse(ConnectionPtr connection, int status, std::string_view why);
  void drain();

  std::function<std::string(int, std::string_view)> refusal_;
  std::function<void(Shed)> on_shed_;
  std::unique_ptr<httplib::ThreadPool> pool_;
  std::unique_ptr<httplib::ThreadPool> urgent_;  // for what is never shed
  std::unique_ptr<ConnectionPoller> poller_;
  std::atomic<std::int64_t> waiting_{0};
  std::atomic<std::int64_t> busy_{0};
  std::atomic<bool> draining_{false};
};

}  // namespace srl
