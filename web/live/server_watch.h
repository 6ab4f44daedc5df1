// SPDX-License-Identifier: MIT
// Is the server there, and is it ours? One request answers both and brings the signals: /metrics.
// A static host answers it with something else, or not at all.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "live/server_signals.h"
#include "protocol/http_form.h"

namespace srl::web {

inline constexpr DurationMs kServerLookMs = 3 * kSecondMs;

class ServerWatch {
 public:
  enum class State { unknown, reachable, unreachable, not_ours };

  // An error: no answer came.
  void on_answer(const Result<HttpResponseForm>& answer, TimeMs now_ms);

  State state() const { return state_; }
  TimeMs since_ms() const { return since_ms_; }  // of the state
  // It has said at least once that it is `srl serve`: a device may talk to it.
  bool is_known() const { return is_known_; }
  const ServerSignals& signals() const { return signals_; }

 private:
  void become(State state, TimeMs now_ms);

  State state_ = State::unknown;
  TimeMs since_ms_ = 0;
  bool is_known_ = false;
  ServerSignals signals_;
};

}  // namespace srl::web
