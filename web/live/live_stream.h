// SPDX-License-Identifier: MIT
// Keeps one event stream open while there should be one: opens it again after a while that grows,
// and when nothing has come for so long that the connection must be dead. What was seen last stands
// in the device's database, so that a reload is told of what it has missed, and of nothing twice.
#pragma once

#include "live/live_ports.h"
#include "live/stream_reader.h"
#include "ports/database.h"

namespace srl::web {

inline constexpr DurationMs kStreamRetryMs = 3 * kSecondMs;  // doubled with each failure
inline constexpr DurationMs kStreamRetryMaxMs = kMinuteMs;
inline constexpr DurationMs kStreamSilenceMaxMs = 45 * kSecondMs;  // three heartbeats

class LiveStream {
 public:
  LiveStream(const LivePorts& ports, Database& database) : ports_(ports), database_(database) {}

  Status start();  // the schema is in place

  bool is_idle() const { return state_ == State::idle; }  // neither open nor waiting to be
  void open(const std::string& access_token);
  void close();

  std::vector<StreamEvent> on_text(std::string_view text);
  void on_end();
  void on_alarm();
  void note_seen(const std::string& id);

 private:
  enum class State { idle, open, waiting };

  LivePorts ports_;
  Database& database_;
  State state_ = State::idle;
  StreamReader reader_;
  std::string last_id_;
  DurationMs retry_ms_ = kStreamRetryMs;
};

}  // namespace srl::web
