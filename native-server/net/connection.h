// SPDX-License-Identifier: MIT
// What becomes of one client's connection: which bytes of it make requests, what is sent, how long
// each step may take, when it ends. Pure: bytes and times go in, bytes come out, and the event loop
// has the socket. So tests and the fuzzer drive it with strings.
//
// One request is answered at a time, and one answer is given to each. After an answer that closes,
// nothing of what follows is parsed.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "net/http_message.h"
#include "net/request_parser.h"

namespace srl {

inline constexpr DurationMs kIdleTimeoutMs = 60 * kSecondMs;
inline constexpr DurationMs kHeadTimeoutMs = 10 * kSecondMs;
inline constexpr DurationMs kBodyTimeoutMs = 20 * kSecondMs;
inline constexpr DurationMs kAnswerTimeoutMs =
    20 * kSecondMs;  // to take it, and what its size allows:
inline constexpr std::int64_t kSlowestBytesPerMs = 16;
inline constexpr DurationMs kLingerTimeoutMs = 2 * kSecondMs;
inline constexpr DurationMs kLastLingerTimeoutMs = 200;  // when the server stops
inline constexpr std::size_t kDiscardedBytesMax = 4 * 1024 * 1024;

class Connection {
 public:
  explicit Connection(TimeMs now_ms) { enter(Phase::idle, now_ms); }

  // ---- what the socket says. Times are of one clock that is never set.

  // Bytes have arrived; only while it wants input.
  void on_received(std::string_view bytes, TimeMs now_ms);
  // The client sends nothing any more; it may still read.
  void on_client_end() { has_ended_ = true; }
  // So much of output() has gone out.
  void on_sent(std::size_t size, TimeMs now_ms);
  // The time is over that the client had for what it is doing.
  void on_deadline(TimeMs now_ms);
  // The server stops: this one ends with the answer to what has begun, at the latest then.
  void on_drain(TimeMs deadline_ms, TimeMs now_ms);

  // ---- what is to be done next, over and over until there is nothing

  enum class Step {
    nothing,  // more bytes, or more time
    admit,    // the head is there: accept_body() or answer()
    respond,  // the request is complete: take_request(), and answer() later
    refuse    // answer() with refusal()
  };
  Step next_step(TimeMs now_ms);

  const HttpRequest& head() const { return parser_.request(); }
  void accept_body(TimeMs now_ms);
  HttpRequest take_request(TimeMs now_ms);
  Refusal refusal() const { return refusal_; }
  // Refuses what is arriving: next_step() says so, if something was.
  void refuse(Refusal refusal) { refusal_ = refusal; }
  // The answer of the request under way, or of what was refused. `date`: of its header.
  void answer(HttpAnswer answer, std::string_view date, TimeMs now_ms);

  // ---- what the socket is to do

  bool wants_input() const;
  std::array<std::string_view, 2> output() const;
  bool has_output() const { return sent_ < output_size(); }
  bool is_lingering() const { return phase_ == Phase::lingering; }  // sends nothing any more
  bool is_over() const { return phase_ == Phase::over; }
  void end() { phase_ = Phase::over; }

  // ---- for the server, which must choose between connections

  enum class Phase { idle, head, body, responding, writing, lingering, over };
  Phase phase() const { return phase_; }
  bool waits_for_client() const { return phase_ != Phase::responding && phase_ != Phase::over; }
  TimeMs since_ms() const { return since_ms_; }  // when the phase began
  std::optional<TimeMs> deadline_ms() const;
  std::size_t held_bytes() const;

 private:
  void enter(Phase phase, TimeMs now_ms);
  void finish_answer(TimeMs now_ms);
  Step read_on(TimeMs now_ms);
  std::size_t output_size() const { return head_.size() + (body_ ? body_->size() : 0); }
  bool is_reading() const {
    return phase_ == Phase::idle || phase_ == Phase::head || phase_ == Phase::body;
  }

  Phase phase_ = Phase::idle;
  TimeMs since_ms_ = 0;
  TimeMs deadline_ms_ = 0;
  std::string input_;  // arrived, not parsed yet
  RequestParser parser_;
  Refusal refusal_;
  bool has_ended_ = false;  // the client
  std::optional<TimeMs> drain_deadline_ms_;
  bool closes_ = false;  // with the answer under way
  bool is_head_request_ = false;
  bool keeps_alive_ = true;
  std::size_t request_bytes_ = 0;  // of the one that is being answered
  std::size_t discarded_bytes_ = 0;
  std::string head_;  // of the answer; or the word to go on with the body
  std::shared_ptr<const std::string> body_;
  std::size_t sent_ = 0;  // of both
};

}  // namespace srl
