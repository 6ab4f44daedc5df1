// SPDX-License-Identifier: MIT
#include "net/connection.h"

#include <algorithm>
#include <utility>

#include "base/assertion.h"
#include "net/answer_head.h"

namespace srl {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Gives memory back: an assignment would keep a string's room, and thousands may be idle.
template <class Value>
void release(Value& value) {
  Value fresh;
  std::swap(value, fresh);
}

}  // namespace

void Connection::enter(Phase phase, TimeMs now_ms) {
  SRL_ASSERT(!is_over() || phase == Phase::over, "a connection that is over stays so");
  phase_ = phase;
  since_ms_ = now_ms;
  switch (phase) {
    case Phase::idle: deadline_ms_ = now_ms + kIdleTimeoutMs; break;
    case Phase::head: deadline_ms_ = now_ms + kHeadTimeoutMs; break;
    case Phase::body: deadline_ms_ = now_ms + kBodyTimeoutMs; break;
    case Phase::writing:
      deadline_ms_ =
          now_ms + kAnswerTimeoutMs + static_cast<std::int64_t>(output_size()) / kSlowestBytesPerMs;
      break;
    case Phase::lingering:
      deadline_ms_ = now_ms + (drain_deadline_ms_ ? kLastLingerTimeoutMs : kLingerTimeoutMs);
      break;
    case Phase::responding:
    case Phase::over: break;
  }
  if (drain_deadline_ms_) deadline_ms_ = std::min(deadline_ms_, *drain_deadline_ms_);
}

std::optional<TimeMs> Connection::deadline_ms() const {
  if (!waits_for_client()) return std::nullopt;
  return deadline_ms_;
}

std::size_t Connection::held_bytes() const {
  const bool is_own = body_ && body_.use_count() == 1;  // else a file, which is there anyway
  return input_.capacity() + parser_.held_bytes() + request_bytes_ + head_.capacity() +
         (is_own ? body_->capacity() : 0);
}

bool Connection::wants_input() const {
  return !has_ended_ && refusal_.status == 0 && (is_reading() || is_lingering());
}

void Connection::on_received(std::string_view bytes, TimeMs now_ms) {
  if (is_lingering()) {
    discarded_bytes_ += bytes.size();
    if (discarded_bytes_ > kDiscardedBytesMax) enter(Phase::over, now_ms);
    return;
  }
  if (input_.empty()) bytes.remove_prefix(parser_.feed(bytes));
  input_.append(bytes);
}

Connection::Step Connection::next_step(TimeMs now_ms) {
  if (is_lingering() && has_ended_) enter(Phase::over, now_ms);
  return is_reading() ? read_on(now_ms) : Step::nothing;
}

Connection::Step Connection::read_on(TimeMs now_ms) {
  if (refusal_.status != 0) return Step::refuse;
  if (!input_.empty()) input_.erase(0, parser_.feed(input_));
  if (input_.empty()) release(input_);
  switch (parser_.state()) {
    case RequestParser::State::refused: refusal_ = parser_.refusal(); return Step::refuse;
    case RequestParser::State::head_complete: return Step::admit;
    case RequestParser::State::complete: return Step::respond;
    case RequestParser::State::head:
    case RequestParser::State::body: break;
  }
  if (phase_ == Phase::idle && parser_.has_begun()) enter(Phase::head, now_ms);
  if (!has_ended_) return Step::nothing;
  if (phase_ == Phase::idle) {
    enter(Phase::over, now_ms);
    return Step::nothing;
  }
  refusal_ = {400, "the request ends before it is complete"};
  return Step::refuse;
}

void Connection::accept_body(TimeMs now_ms) {
  parser_.accept_body();
  if (parser_.state() != RequestParser::State::body) return;
  enter(Phase::body, now_ms);
  if (!parser_.expects_continue() || !input_.empty()) return;
  head_ = kContinue;
  sent_ = 0;
}

HttpRequest Connection::take_request(TimeMs now_ms) {
  SRL_ASSERT(parser_.state() == RequestParser::State::complete,
             "a request that is taken is complete");
  request_bytes_ = parser_.held_bytes();
  is_head_request_ = parser_.request().method == "HEAD";
  keeps_alive_ = parser_.request().keeps_alive;
  enter(Phase::responding, now_ms);
  HttpRequest request = parser_.take_request();
  release(parser_);
  return request;
}

// What is answered before its body is there must not be followed by a guess where that ends.
void Connection::answer(HttpAnswer answer, std::string_view date, TimeMs now_ms) {
  if (phase_ == Phase::over) return;
  const bool is_early = phase_ != Phase::responding;
  if (is_early) {
    is_head_request_ = head().method == "HEAD";
    keeps_alive_ = refusal_.status == 0 && head().keeps_alive && !head().announces_body;
    release(parser_);
  }
  request_bytes_ = 0;
  if (answer.is_lost) return end();
  closes_ = answer.closes || !keeps_alive_ || drain_deadline_ms_;
  if (closes_) release(input_);
  head_.erase(0, sent_);  // of the word to go on with the body, as a rule all
  sent_ = 0;
  head_ += answer_head(answer, date, closes_);
  body_ = sends_body(answer, is_head_request_) ? std::move(answer.body) : nullptr;
  refusal_ = {};
  enter(Phase::writing, now_ms);
}

std::array<std::string_view, 2> Connection::output() const {
  std::string_view head = head_;
  std::string_view body = body_ ? std::string_view(*body_) : std::string_view();
  head.remove_prefix(std::min(sent_, head_.size()));
  body.remove_prefix(sent_ - std::min(sent_, head_.size()));
  return {head, body};
}

void Connection::on_sent(std::size_t size, TimeMs now_ms) {
  SRL_ASSERT(size <= output_size() - sent_, "no more goes out than there is");
  sent_ += size;
  if (phase_ == Phase::writing && !has_output()) finish_answer(now_ms);
}

void Connection::finish_answer(TimeMs now_ms) {
  release(head_);
  body_.reset();
  sent_ = 0;
  if (!closes_ && !drain_deadline_ms_) return enter(Phase::idle, now_ms);
  enter(has_ended_ ? Phase::over : Phase::lingering, now_ms);
}

void Connection::on_deadline(TimeMs now_ms) {
  switch (phase_) {
    case Phase::head: return refuse({408, "the head took longer than 10 seconds"});
    case Phase::body: return refuse({408, "the body took longer than 20 seconds"});
    case Phase::responding: return;
    default: return enter(Phase::over, now_ms);
  }
}

void Connection::on_drain(TimeMs deadline_ms, TimeMs now_ms) {
  drain_deadline_ms_ = deadline_ms;
  deadline_ms_ = std::min(deadline_ms_, deadline_ms);
  if (is_lingering()) enter(Phase::lingering, now_ms);
  if (phase_ == Phase::idle && !parser_.has_begun()) enter(Phase::over, now_ms);
}

}  // namespace srl
