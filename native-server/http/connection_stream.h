// SPDX-License-Identifier: MIT
// How the HTTP library reads one request from a connection and writes its answer. The whole request
// has one deadline, so that a client that sends a byte now and then cannot hold a thread.
#pragma once

#include <functional>

#include "http/connection.h"
#include "http/http_library.h"

namespace srl {

class ConnectionStream final : public httplib::Stream {
 public:
  ConnectionStream(Connection& connection, Instant deadline)
      : connection_(connection), deadline_(deadline) {}

  // How long the request has waited for a thread.
  void set_waited(std::chrono::milliseconds waited) { waited_ = waited; }
  std::chrono::milliseconds waited() const { return waited_; }

  // From now on the answer goes nowhere: what the lab calls a lost reply.
  void lose_reply() { loses_reply_ = true; }

  // The answer is somebody else's business, and so is the connection once this request is over:
  // what the library writes goes nowhere.
  using NewOwner = std::function<void(ConnectionPtr)>;
  void hand_over(NewOwner owner) { new_owner_ = std::move(owner); }
  const NewOwner& new_owner() const { return new_owner_; }

  // True when the connection must not be used again.
  bool is_spent() const { return loses_reply_ || failed_; }

  bool is_readable() const override { return !connection_.input.empty(); }
  bool wait_readable() const override;
  bool wait_writable() const override;
  bool is_peer_alive() const override;
  ssize_t read(char* out, std::size_t size) override;
  ssize_t write(const char* data, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  int socket() const override { return connection_.fd; }
  time_t duration() const override { return 0; }

 private:
  bool wait_for(short events) const;

  Connection& connection_;
  Instant deadline_;
  std::chrono::milliseconds waited_{0};
  bool loses_reply_ = false;
  bool failed_ = false;
  NewOwner new_owner_;
};

// The stream whose request this thread is answering; null between requests.
ConnectionStream* current_stream();

class CurrentStream {
 public:
  explicit CurrentStream(ConnectionStream& stream);
  ~CurrentStream();
  CurrentStream(const CurrentStream&) = delete;
  CurrentStream& operator=(const CurrentStream&) = delete;
};

}  // namespace srl
