// SPDX-License-Identifier: MIT
#include "live/server_watch.h"

#include <utility>

#include "base/http_status.h"

namespace srl::web {
namespace {

// In trouble rather than another program: a server of ours answers so while it starts or stops.

}  // namespace

void ServerWatch::on_answer(const Result<HttpResponseForm>& answer, TimeMs now_ms) {
  if (!answer.ok() || answer->status >= http::kInternalServerError) {
    become(State::unreachable, now_ms);
    return;
  }
  ServerSignals signals;
  if (answer->status == http::kOk) signals = ServerSignals::parse(answer->body);
  if (!signals.is_ours()) {
    // Where the server has been seen, something stands in front of it.
    become(is_known_ ? State::unreachable : State::not_ours, now_ms);
    return;
  }
  is_known_ = true;
  signals_ = std::move(signals);
  become(State::reachable, now_ms);
}

void ServerWatch::become(State state, TimeMs now_ms) {
  if (state == state_) return;
  state_ = state;
  since_ms_ = now_ms;
}

}  // namespace srl::web
