// SPDX-License-Identifier: MIT
// The notification service, simulated: it delivers a message to a device, and answers the worker.
// Faults make of either what they like.
#pragma once

#include "sim/stage.h"

namespace srl {

class NotificationNetwork {
 public:
  // Plain data: a checkpoint of its owner copies it.
  struct Memory {
    RandomStream latency;
    std::int64_t in_flight = 0;  // messages and answers
  };

  NotificationNetwork(Stage& stage, Memory& memory);

  void send(std::int64_t run, const NotificationSend& sent);
  void on_settled() { --memory_.in_flight; }  // one of what is in flight has arrived
  bool is_idle() const { return memory_.in_flight == 0; }

 private:
  void answer(const NotificationAnswers& answer, DurationMs after_ms);

  Stage& stage_;
  Memory& memory_;
};

}  // namespace srl
