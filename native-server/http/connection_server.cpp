// SPDX-License-Identifier: MIT
#include "http/connection_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>

#include "http/connection_stream.h"

namespace srl {
namespace {

constexpr std::chrono::seconds kRefusalTimeout{1};
constexpr std::size_t kDiscardedBytesMax = 4 * 1024 * 1024;
constexpr int kDiscardWaitMs = 20;

// Never shed: whoever asks whether the process lives must not hear that it is busy, and a device
// that cannot refresh its tokens comes back with more requests, not fewer.
bool is_urgent(std::string_view head) {
  return head.starts_with("GET /livez ") || head.starts_with("POST /v1/auth/refresh ");
}

// One more while it lives.
class Busy {
 public:
  explicit Busy(std::atomic<std::int64_t>& count) : count_(count) { ++count_; }
  ~Busy() { --count_; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  std::atomic<std::int64_t>& count_;
};

// Ends a connection so that the answer arrives: a close with unread input would reset it.
void close_politely(ConnectionPtr connection) {
  ::shutdown(connection->fd, SHUT_WR);
  std::array<char, 4096> discarded;
  std::size_t total = 0;
  while (total < kDiscardedBytesMax) {
    const ssize_t got = ::recv(connection->fd, discarded.data(), discarded.size(), MSG_DONTWAIT);
    if (got > 0) {
      total += static_cast<std::size_t>(got);
      continue;
    }
    pollfd waited{connection->fd, POLLIN, 0};
    if (got == 0 || ::poll(&waited, 1, kDiscardWaitMs) <= 0) return;
  }
}

}  // namespace

// What the library hands over is a new connection, and all there is to do is to let it wait.
class ConnectionServer::AcceptQueue final : public httplib::TaskQueue {
 public:
  explicit AcceptQueue(ConnectionServer& server) : server_(server) {}
  bool enqueue(std::function<void()> accept) override {
    accept();
    return true;
  }
  void shutdown() override { server_.drain(); }

 private:
  ConnectionServer& server_;
};

ConnectionServer::ConnectionServer()
    : pool_(std::make_unique<httplib::ThreadPool>(kThreads, kThreadsMax, kRequestsWaitingMax)),
      urgent_(std::make_unique<httplib::ThreadPool>(kUrgentThreads)),
      poller_(std::make_unique<ConnectionPoller>(
          [this](ConnectionPtr connection, const HeadVerdict& verdict) {
            on_head(std::move(connection), verdict);
          })) {
  new_task_queue = [this] { return new AcceptQueue(*this); };
}

ConnectionServer::~ConnectionServer() { drain(); }

void ConnectionServer::drain() {
  if (draining_.exchange(true)) return;
  poller_->stop();
  pool_->shutdown();
  urgent_->shutdown();
}

bool ConnectionServer::process_and_close_socket(int socket) {
  auto connection = std::make_unique<Connection>(socket);
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
  const bool taken = poller_->add(std::move(connection));
  if (!taken && on_shed_) on_shed_(Shed::connections);
  return taken;
}

void ConnectionServer::on_head(ConnectionPtr connection, const HeadVerdict& verdict) {
  if (verdict.refusal != 0) return refuse(std::move(connection), verdict.refusal, verdict.why);
  const bool urgent = is_urgent(connection->input);
  // The library's task type wants to be copied.
  auto shared = std::make_shared<ConnectionPtr>(std::move(connection));
  const auto task = [this, shared, since = std::chrono::steady_clock::now()] {
    answer(std::move(*shared), since);
  };
  ++waiting_;
  if (pool_->enqueue(task) || (urgent && urgent_->enqueue(task))) return;
  --waiting_;
  if (on_shed_) on_shed_(Shed::queue);
  refuse(std::move(*shared), 503, "too many requests are waiting; try again in a moment");
}

void ConnectionServer::refuse(ConnectionPtr connection, int status, std::string_view why) {
  ConnectionStream stream(*connection, std::chrono::steady_clock::now() + kRefusalTimeout);
  const std::string text = refusal_ ? refusal_(status, why) : std::string();
  static_cast<void>(stream.write(text.data(), text.size()));
  close_politely(std::move(connection));
}

void ConnectionServer::answer(ConnectionPtr connection, Instant since) {
  --waiting_;
  const Busy busy(busy_);
  const Instant now = std::chrono::steady_clock::now();
  ConnectionStream stream(*connection, now + kRequestTimeout);
  stream.set_waited(std::chrono::duration_cast<std::chrono::milliseconds>(now - since));
  bool is_last = false;
  bool done = false;
  {
    const CurrentStream current(stream);
    std::string remote;
    std::string local;
    int remote_port = 0;
    int local_port = 0;
    stream.get_remote_ip_and_port(remote, remote_port);
    stream.get_local_ip_and_port(local, local_port);
    done = process_request(stream, remote, remote_port, local, local_port, draining_, is_last,
                           nullptr);
  }
  if (stream.is_spent()) return;
  if (stream.new_owner()) return stream.new_owner()(std::move(connection));
  if (done && !is_last && !draining_) {
    static_cast<void>(poller_->add(std::move(connection)));
  } else {
    close_politely(std::move(connection));
  }
}

}  // namespace srl
