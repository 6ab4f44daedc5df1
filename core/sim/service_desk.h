// SPDX-License-Identifier: MIT
// What a request meets before the service looks at it: how many came in this second, and how many
// are waiting already. Without a fault it is served at once. A slow service serves one after the
// other.
#pragma once

#include <cstdint>
#include <deque>
#include <variant>

#include "service/load_meter.h"
#include "sim/stage.h"

namespace srl {

inline constexpr std::size_t kServiceLineMax = 64;  // who comes then is shed

class ServiceDesk {
 public:
  using Waiting = std::variant<RequestInFlight, ClientActs>;
  enum class Verdict : std::uint8_t { serve, wait, over_the_rate, line_is_full };

  // Plain data: a checkpoint copies it.
  struct Memory {
    DurationMs service_time_ms = 0;   // of each; 0: none waits for another
    std::int64_t per_second_max = 0;  // 0: no limit
    std::int64_t second = 0;          // the one that is counted
    std::int64_t in_second = 0;
    std::deque<Waiting> line;  // the first one is being served
    std::uint64_t generation = 0;
    LoadMeter load;
  };

  explicit ServiceDesk(Stage& stage) : stage_(stage) {}

  const Memory& memory() const { return memory_; }
  Memory& memory() { return memory_; }

  void set_service_time(DurationMs each_ms) { memory_.service_time_ms = each_ms; }
  void set_rate_limit(std::int64_t per_second) { memory_.per_second_max = per_second; }

  void count_arrival() { memory_.load.count(stage_.now_ms()); }
  const LoadMeter& load() const { return memory_.load; }

  // `is_urgent`: it is not turned away, however many there are.
  Verdict judge(bool is_urgent);
  void join(Waiting request);  // after Verdict::wait
  // The one that has been served. Empty when the line has gone with the service.
  std::optional<Waiting> on_next(const ServiceTakesNext& entry);
  // The service is gone, and those who waited know.
  std::deque<Waiting> send_away();

 private:
  void serve_first();

  Stage& stage_;
  Memory memory_;
};

}  // namespace srl
