// SPDX-License-Identifier: MIT
#include "sim/service_desk.h"

#include <utility>

namespace srl {

ServiceDesk::Verdict ServiceDesk::judge(bool is_urgent) {
  const std::int64_t second = stage_.now_ms() / kSecondMs;
  if (second != memory_.second) memory_.in_second = 0;
  memory_.second = second;
  if (memory_.per_second_max > 0 && !is_urgent) {
    if (memory_.in_second >= memory_.per_second_max) return Verdict::over_the_rate;
    ++memory_.in_second;
  }
  if (memory_.line.empty() && memory_.service_time_ms == 0) return Verdict::serve;
  return memory_.line.size() >= kServiceLineMax && !is_urgent ? Verdict::line_is_full
                                                              : Verdict::wait;
}

void ServiceDesk::join(Waiting request) {
  memory_.line.push_back(std::move(request));
  if (memory_.line.size() == 1) serve_first();
}

void ServiceDesk::serve_first() {
  const TimeMs done_ms = stage_.now_ms() + std::max<DurationMs>(memory_.service_time_ms, 1);
  stage_.queue.push(done_ms, ServiceTakesNext{memory_.generation});
}

std::optional<ServiceDesk::Waiting> ServiceDesk::on_next(const ServiceTakesNext& entry) {
  if (entry.generation != memory_.generation || memory_.line.empty()) return std::nullopt;
  Waiting served = std::move(memory_.line.front());
  memory_.line.pop_front();
  if (!memory_.line.empty()) serve_first();
  return served;
}

std::deque<ServiceDesk::Waiting> ServiceDesk::send_away() {
  ++memory_.generation;
  return std::exchange(memory_.line, {});
}

}  // namespace srl
