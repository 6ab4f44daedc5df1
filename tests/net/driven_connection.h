// SPDX-License-Identifier: MIT
// A connection with everything around it that the event loop would be: strings are its socket, a
// number its clock. It answers each request with its method, address and body.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "net/connection.h"

namespace srl::test {

class DrivenConnection {
 public:
  Connection connection{0};
  TimeMs now_ms = 0;
  std::vector<HttpRequest> requests;  // taken, and answered if answers_at_once
  std::size_t refusals = 0;           // of what was no request, or denied
  std::string denied_path = "/denied";
  bool answers_at_once = true;
  bool echoes = true;  // else the answer's body holds nothing of the request

  // Whatever it does not want yet stays in the socket.
  void receive(std::string_view bytes) {
    in_socket_.append(bytes);
    pump();
  }
  void end() {
    has_ended_ = true;
    pump();
  }
  void pass(DurationMs duration_ms) {
    now_ms += duration_ms;
    const std::optional<TimeMs> deadline_ms = connection.deadline_ms();
    if (deadline_ms && *deadline_ms <= now_ms) connection.on_deadline(now_ms);
    pump();
  }
  void answer(HttpAnswer answer) {
    connection.answer(std::move(answer), "now", now_ms);
    pump();
  }
  void answer_last() { answer(answer_to(requests.back())); }

  // So many bytes the socket takes; all, if not said otherwise.
  void set_room(std::size_t bytes) { room_ = bytes; }
  void read(std::size_t bytes) {
    room_ = bytes;
    pump();
  }
  const std::string& output() const { return output_; }
  std::size_t answers() const { return count("HTTP/1.1 "); }
  std::size_t final_answers() const { return answers() - count("HTTP/1.1 100 "); }
  bool has_status(int status) const {
    return output_.find("HTTP/1.1 " + std::to_string(status) + " ") != std::string::npos;
  }
  std::size_t unread() const { return in_socket_.size(); }

  HttpAnswer answer_to(const HttpRequest& request) const {
    HttpAnswer answer;
    const std::string echo = request.method + " " + request.target + " " + request.body;
    answer.set_body((echoes ? echo : "ok") + "\n");
    return answer;
  }

  void pump() {
    do {
      feed();
      send();
    } while (take_step() || feeds());
  }

 private:
  static constexpr std::size_t kReadAtOnce = 1000;

  std::size_t count(std::string_view text) const {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = output_.find(text, at)) != std::string::npos; ++at) ++found;
    return found;
  }
  bool feeds() const { return connection.wants_input() && (!in_socket_.empty() || has_ended_); }
  void feed() {
    if (!feeds()) return;
    if (in_socket_.empty()) return connection.on_client_end();
    const std::string bytes = in_socket_.substr(0, kReadAtOnce);
    in_socket_.erase(0, bytes.size());
    connection.on_received(bytes, now_ms);
  }
  void send() {
    for (const std::string_view piece : connection.output()) {
      const std::size_t size = std::min(piece.size(), room_);
      if (size == 0) continue;
      output_.append(piece.substr(0, size));
      if (room_ != std::string::npos) room_ -= size;
      connection.on_sent(size, now_ms);
      return;
    }
  }
  bool take_step() {
    switch (connection.next_step(now_ms)) {
      case Connection::Step::nothing: return connection.has_output() && room_ > 0;
      case Connection::Step::admit:
        if (connection.head().path() == denied_path) {
          connection.answer(refusal(403), "now", now_ms);
        } else {
          connection.accept_body(now_ms);
        }
        return true;
      case Connection::Step::respond:
        requests.push_back(connection.take_request(now_ms));
        if (answers_at_once) connection.answer(answer_to(requests.back()), "now", now_ms);
        return true;
      case Connection::Step::refuse:
        connection.answer(refusal(connection.refusal().status), "now", now_ms);
        return true;
    }
    return false;
  }
  HttpAnswer refusal(int status) {
    ++refusals;
    HttpAnswer answer;
    answer.status = status;
    answer.set_body("no\n");
    return answer;
  }

  std::string in_socket_;
  bool has_ended_ = false;
  std::size_t room_ = std::string::npos;
  std::string output_;
};

}  // namespace srl::test
