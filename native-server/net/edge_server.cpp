// SPDX-License-Identifier: MIT
#include "net/edge_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <exception>
#include <new>

#include "base/http_status.h"
#include "net/answer_head.h"

namespace srl {
namespace {

constexpr std::uint64_t kListenerNumber = 1;  // clients come after it
constexpr int kSweepIntervalMs = 250;
constexpr int kAcceptsAtOnce = 64;
constexpr int kStepsAtOnce = 8;  // some pipelined requests; then it is the others' turn
constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kWriteBytes = 128 * 1024;     // at a time: hundreds may be slow at once
constexpr int kSendBufferBytes = 256 * 1024;        // of the system, which would take megabytes
constexpr std::size_t kRefusedAtOnceMax = 64;       // beyond kConnectionsMax
constexpr std::size_t kGivenUpShare = 16;           // of the connections, when there are too many
constexpr std::size_t kSmallBodyBytes = 16 * 1024;  // of a refresh: there is always room for it

constexpr std::string_view kTooManyRequests =
    "too many requests are waiting; try again in a moment";

// As many as the system has descriptors for.
std::size_t connections_max() {
  const std::size_t descriptors =
      std::min(descriptors_max(), kConnectionsMax + kDescriptorsReserved);
  return std::max(descriptors / 2, descriptors - std::min(descriptors, kDescriptorsReserved));
}

Socket spare_descriptor() { return Socket(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

// "" where it is not of IPv4: the listening socket takes no other.
std::string peer_address(int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  std::array<char, INET_ADDRSTRLEN> text{};
  const bool is_known =
      ::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
      address.sin_family == AF_INET &&
      ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size()) != nullptr;
  return is_known ? text.data() : std::string();
}

// Does a client wait to be let in?
bool is_awaited(int listener) {
  pollfd waiting{listener, POLLIN, 0};
  return ::poll(&waiting, 1, 0) > 0;
}

bool is_passing(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

EdgeServer::EdgeServer(RequestHandler& handler)
    : handler_(handler),
      spare_(spare_descriptor()),
      connections_max_(connections_max()),
      buffer_(kReadBytes, '\0') {
  // So that post(), on any thread, needs no memory.
  answers_.reserve(kAnswersPostedMax);
  taken_.reserve(kAnswersPostedMax);
  look_at_clock();
}

EdgeServer::~EdgeServer() {
  if (normal_) normal_->stop();
  if (urgent_) urgent_->stop();
}

int EdgeServer::listen(int port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return errno;
  // Not SO_REUSEPORT: with it two servers would share a port, each answering now and then.
  const int on = 1;
  ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.fd(), generic, size) != 0 || ::listen(socket.fd(), SOMAXCONN) != 0 ||
      ::getsockname(socket.fd(), generic, &size) != 0) {
    return errno;
  }
  if (!poller_.add(socket.fd(), kListenerNumber, EPOLLIN)) return errno;
  listener_ = std::move(socket);
  port_ = ntohs(address.sin_port);
  return 0;
}

void EdgeServer::start_workers() {
  // The few first: where threads are short, it is not they that are missing.
  urgent_ = std::make_unique<WorkerPool>(kUrgentThreads, kRequestsWaitingMax);
  normal_ = std::make_unique<WorkerPool>(kThreads, kRequestsWaitingMax);
  threads_ = static_cast<std::int64_t>(normal_->threads());
}

bool EdgeServer::serve() {
  while (!has_failed_ && !(is_draining_ && (clients_.empty() || now_ms_ >= stop_by_ms_))) {
    try {
      turn();
    } catch (const std::bad_alloc&) {
      note_no_memory();  // what this turn has left undone, the next one does
    }
  }
  drop_answers();
  normal_->stop();
  urgent_->stop();
  clients_.clear();
  return !has_failed_;
}

void EdgeServer::stop() {
  stopping_ = true;
  poller_.wake();
}

void EdgeServer::turn() {
  const auto happened = poller_.wait(patience_ms());
  look_at_clock();
  for (const epoll_event& event : happened) {
    const ClientId id = event.data.u64;
    if (id == Poller::kWoken) continue;
    guard(id, [&] { id == kListenerNumber ? accept_clients() : on_event(id, event.events); });
  }
  take_answers();
  std::vector<ClientId> unfinished;
  unfinished.swap(unfinished_);
  for (const ClientId id : unfinished) guard(id, [&] { pump(id); });
  if (stopping_ && !is_draining_) begin_drain();
  if (now_ms_ - swept_ms_ >= kSweepIntervalMs) sweep();
  free_memory();
}

// Counting may find no memory either.
void EdgeServer::note_no_memory() {
  try {
    handler_.on_shed(Shed::memory);
  } catch (const std::bad_alloc&) {
  }
}

int EdgeServer::patience_ms() const {
  if (!unfinished_.empty()) return 0;
  const bool is_at_rest = clients_.empty() && accepts_ && !stopping_;
  return is_at_rest ? -1 : kSweepIntervalMs;
}

void EdgeServer::look_at_clock() {
  using std::chrono::steady_clock;
  const auto now = steady_clock::now().time_since_epoch();
  now_ms_ = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  const auto seconds = static_cast<std::int64_t>(std::time(nullptr));
  if (seconds == date_s_) return;
  date_s_ = seconds;
  date_ = http_date(seconds);
}

// -------------------------------------------------------------------------------- new connections

void EdgeServer::accept_clients() {
  for (int i = 0; i < kAcceptsAtOnce && listener_.is_open(); ++i) {
    Socket socket(::accept4(listener_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.is_open()) {
      take_client(std::move(socket));
      continue;
    }
    switch (errno) {
      case EMFILE:
      case ENFILE:
      case ENOBUFS:
      case ENOMEM: return on_no_descriptor();
      case EBADF:
      case EINVAL:
      case ENOTSOCK: has_failed_ = true; return;
      case EAGAIN: return;
      default: break;  // the client has gone again
    }
  }
}

void EdgeServer::take_client(Socket socket) {
  // Without it a small answer on a kept connection takes 40 ms.
  const int on = 1;
  ::setsockopt(socket.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket.fd(), SOL_SOCKET, SO_SNDBUF, &kSendBufferBytes, sizeof kSendBufferBytes);
  if (clients_.size() >= connections_max_) {
    handler_.on_shed(Shed::connections);
    give_up_oldest(connections_max_ / kGivenUpShare + 1, false);
  }
  if (clients_.size() >= connections_max_ + kRefusedAtOnceMax) return;
  const bool is_refused = clients_.size() >= connections_max_;
  const ClientId id = ++last_id_;
  auto client = std::make_unique<Client>(std::move(socket), now_ms_);
  client->peer = peer_address(client->socket.fd());
  client->interest = EPOLLIN;
  if (!poller_.add(client->socket.fd(), id, EPOLLIN))
    return refuse_unseen(std::move(client->socket));
  if (is_refused) client->connection.refuse({503, kTooManyConnections});
  clients_.emplace(id, std::move(client));
  if (is_refused) pump(id);
}

// The oldest that do nothing make room. Where there are none, a spare descriptor is given away for
// as long as a refusal takes; and where that is not enough, nobody is let in until the next sweep,
// so that the loop does not spin.
void EdgeServer::on_no_descriptor() {
  if (!is_awaited(listener_.fd())) return;  // EMFILE is answered also where no client waits
  handler_.on_shed(Shed::connections);
  if (give_up_oldest(kRefusedAtOnceMax, false) > 0) return;
  spare_.reset();
  Socket socket(::accept4(listener_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (socket.is_open()) refuse_unseen(std::move(socket));
  spare_ = spare_descriptor();
  if (spare_.is_open()) return;
  accepts_ = false;
  poller_.change(listener_.fd(), kListenerNumber, 0);
}

// What it wants to ask is not read.
void EdgeServer::refuse_unseen(Socket socket) {
  const HttpAnswer answer = handler_.refuse(503, kTooManyConnections);
  const std::string text = answer_head(answer, date_, true) + *answer.body;
  const ssize_t sent = ::send(socket.fd(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  static_cast<void>(sent);
}

// --------------------------------------------------------------------------------- one connection

void EdgeServer::on_event(ClientId id, std::uint32_t events) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  Client& client = *found->second;
  const bool is_gone = (events & (EPOLLERR | EPOLLHUP)) != 0;
  if (is_gone || ((events & EPOLLIN) != 0 && !receive(client))) return remove(id);
  pump(id, events);
}

// False when the connection is broken.
bool EdgeServer::receive(Client& client) {
  if (!client.connection.wants_input()) return true;
  const ssize_t got = ::recv(client.socket.fd(), buffer_.data(), buffer_.size(), 0);
  if (got < 0) return is_passing(errno);
  if (got == 0) {
    client.connection.on_client_end();
  } else {
    const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
    client.connection.on_received(bytes, now_ms_);
  }
  return true;
}

// False when the connection is broken.
bool EdgeServer::send(Client& client) {
  if (!client.connection.has_output()) return true;
  std::array<iovec, 2> pieces{};
  std::size_t left = kWriteBytes;
  std::size_t count = 0;
  for (const std::string_view piece : client.connection.output()) {
    const std::size_t size = std::min(piece.size(), left);
    pieces[count++] = {const_cast<char*>(piece.data()), size};
    left -= size;
  }
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = count;
  const ssize_t sent = ::sendmsg(client.socket.fd(), &message, MSG_NOSIGNAL);
  if (sent < 0) return is_passing(errno);
  client.connection.on_sent(static_cast<std::size_t>(sent), now_ms_);
  return true;
}

// Lets a connection do what it can, as far as its turn goes. `happened`: what epoll has seen.
void EdgeServer::pump(ClientId id, std::uint32_t happened) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  Client& client = *found->second;
  int steps = 0;
  do {
    if (!send(client)) return remove(id);
  } while (++steps < kStepsAtOnce && take_step(id, client));
  if (clients_.find(id) == clients_.end()) return;  // another has it now
  if (client.connection.is_over()) return remove(id);
  if (client.connection.is_lingering() && !client.is_shut) {
    client.is_shut = true;
    ::shutdown(client.socket.fd(), SHUT_WR);
  }
  if (steps == kStepsAtOnce) unfinished_.push_back(id);
  count_bytes(client);
  watch(id, client, happened);
}

// False when there is nothing to do, or the connection is gone.
bool EdgeServer::take_step(ClientId id, Client& client) {
  Connection& connection = client.connection;
  switch (connection.next_step(now_ms_)) {
    case Connection::Step::nothing: return false;
    case Connection::Step::admit:
      if (std::optional<HttpAnswer> refused = handler_.admit(connection.head())) {
        connection.answer(std::move(*refused), date_, now_ms_);
      } else {
        connection.accept_body(now_ms_);
      }
      return true;
    case Connection::Step::respond: hand_out(id, client); return clients_.count(id) > 0;
    case Connection::Step::refuse: {
      const Refusal refusal = connection.refusal();
      connection.answer(handler_.refuse(refusal.status, refusal.why), date_, now_ms_);
      return true;
    }
  }
  return false;
}

void EdgeServer::hand_out(ClientId id, Client& client) {
  count_bytes(client);
  HttpRequest request = client.connection.take_request(now_ms_);
  request.peer = client.peer;
  const Lane lane = handler_.lane_of(request);
  if (lane == Lane::instant) {
    return set_answer(id, respond(request, std::chrono::milliseconds(0)));
  }
  const bool is_small = lane == Lane::urgent && request.body.size() <= kSmallBodyBytes;
  // Clients that keep the server waiting pay for it, not one that has sent a whole request.
  free_memory();
  if (held_bytes_ > kEdgeBytesMax && !is_small) {
    handler_.on_shed(Shed::memory);
    return set_answer(id, handler_.refuse(503, kTooManyBytes));
  }
  const auto since = std::chrono::steady_clock::now();
  auto shared = std::make_shared<const HttpRequest>(std::move(request));
  const auto task = [this, id, since, shared] {
    const auto waited = std::chrono::steady_clock::now() - since;
    post(id, respond(*shared, std::chrono::duration_cast<std::chrono::milliseconds>(waited)));
  };
  if ((lane == Lane::urgent ? *urgent_ : *normal_).enqueue(task)) return;
  handler_.on_shed(Shed::queue);
  set_answer(id, handler_.refuse(503, kTooManyRequests));
}

HttpAnswer EdgeServer::respond(const HttpRequest& request, std::chrono::milliseconds waited) {
  int status = 500;
  try {
    return handler_.respond(request, waited);
  } catch (const std::bad_alloc&) {
    status = 503;
  } catch (...) {
  }
  try {
    return handler_.refuse(status, status == http::kServiceUnavailable ? kTooManyBytes : "");
  } catch (const std::bad_alloc&) {
    HttpAnswer bare;
    bare.status = 503;
    bare.closes = true;
    return bare;
  }
}

void EdgeServer::post(ClientId id, HttpAnswer answer) {
  bool is_first = false;
  {
    const MutexLock lock(mutex_);
    if (drops_answers_) return;
    is_first = answers_.empty();
    answers_.emplace_back(id, std::move(answer));
  }
  if (is_first) poller_.wake();
}

void EdgeServer::take_answers() {
  {
    const MutexLock lock(mutex_);
    taken_.swap(answers_);
  }
  for (auto& posted : taken_) {
    guard(posted.first, [&] {
      set_answer(posted.first, std::move(posted.second));
      pump(posted.first);
    });
  }
  taken_.clear();
}

// The loop takes no answers any more, and a thread may wait for a place that one of them holds.
void EdgeServer::drop_answers() {
  const MutexLock lock(mutex_);
  drops_answers_ = true;
  answers_.clear();
}

void EdgeServer::set_answer(ClientId id, HttpAnswer answer) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  Client& client = *found->second;
  if (!answer.new_owner) return client.connection.answer(std::move(answer), date_, now_ms_);
  poller_.remove(client.socket.fd());
  answer.new_owner(std::move(client.socket));
  remove(id);
}

void EdgeServer::watch(ClientId id, Client& client, std::uint32_t happened) {
  const Connection& connection = client.connection;
  const std::uint32_t wanted =
      (connection.wants_input() ? EPOLLIN : 0U) | (connection.has_output() ? EPOLLOUT : 0U);
  // What is looked for in vain costs nothing until it happens.
  if ((wanted & ~client.interest) == 0 && (happened & client.interest & ~wanted) == 0) return;
  client.interest = wanted;
  if (!poller_.change(client.socket.fd(), id, wanted)) remove(id);
}

void EdgeServer::remove(ClientId id) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  held_bytes_ -= found->second->counted_bytes;
  clients_.erase(found);
}

// ----------------------------------------------------------------------------- every now and then

void EdgeServer::sweep() {
  swept_ms_ = now_ms_;
  std::vector<ClientId> overdue;
  for (const auto& [id, client] : clients_) {
    const std::optional<TimeMs> deadline_ms = client->connection.deadline_ms();
    if (deadline_ms && *deadline_ms <= now_ms_) overdue.push_back(id);
  }
  for (const ClientId id : overdue) {
    clients_.at(id)->connection.on_deadline(now_ms_);
    guard(id, [&] { pump(id); });
  }
  if (accepts_ || !listener_.is_open()) return;
  accepts_ = true;
  poller_.change(listener_.fd(), kListenerNumber, EPOLLIN);
}

void EdgeServer::begin_drain() {
  is_draining_ = true;
  listener_.reset();
  stop_by_ms_ = now_ms_ + kStopTimeoutMs;
  std::vector<ClientId> ids;
  ids.reserve(clients_.size());
  for (const auto& [id, client] : clients_) ids.push_back(id);
  for (const ClientId id : ids) {
    const auto found = clients_.find(id);
    if (found == clients_.end()) continue;  // given up for one before
    found->second->connection.on_drain(now_ms_ + kDrainTimeoutMs, now_ms_);
    guard(id, [&] { pump(id); });
  }
}

}  // namespace srl
