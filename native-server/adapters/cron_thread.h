// SPDX-License-Identifier: MIT
// Cron inside the server: calls at every multiple of an interval since 1970, as cron's */5 does.
#pragma once

#include <functional>
#include <thread>

#include "adapters/stop_flag.h"
#include "ports/clock.h"

namespace srl {

class CronThread {
 public:
  // The clock and the flag must outlive it; setting the flag ends it after the tick that runs, and
  // so does its end.
  CronThread(const Clock& clock, StopFlag& stop, DurationMs every_ms, std::function<void()> on_tick)
      : stop_(stop), thread_([&clock, &stop, every_ms, on_tick = std::move(on_tick)] {
          while (!stop.wait_for(every_ms - clock.now_ms() % every_ms)) on_tick();
        }) {}
  ~CronThread() {
    stop_.set();
    thread_.join();
  }
  CronThread(const CronThread&) = delete;
  CronThread& operator=(const CronThread&) = delete;

 private:
  StopFlag& stop_;
  std::thread thread_;
};

}  // namespace srl
