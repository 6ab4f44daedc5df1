// SPDX-License-Identifier: MIT
// The network between the devices and the service: latency from a seeded stream, at least 1 ms, and
// whatever the faults make of a message.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "sim/stage.h"

namespace srl {

inline constexpr DurationMs kLatencyMinMs = 20;
inline constexpr DurationMs kLatencyMaxMs = 120;

class Network {
 public:
  explicit Network(Stage& stage) : stage_(stage) {}

  // Plain data for checkpoints.
  struct Memory {
    std::vector<RandomStream> latency;           // by device; grows as devices appear
    std::set<std::string, std::less<>> cut_off;  // devices; "": all
  };
  const Memory& memory() const { return memory_; }
  Memory& memory() { return memory_; }

  // What arrives meanwhile is lost: the host asks.
  void set_cut_off(std::string_view device, bool cut_off);
  bool is_cut_off(std::string_view device) const {
    return memory_.cut_off.count(device) != 0 || memory_.cut_off.count("") != 0;
  }

  void send_request(ActorId device, std::string_view device_name, std::uint64_t request_id,
                    std::shared_ptr<const Request> request, bool device_online);

  // `response` is empty for a refused connection.
  void send_reply(const RequestInFlight& answered, std::string_view device_name,
                  std::shared_ptr<const Response> response, DurationMs after_ms);

 private:
  DurationMs draw_latency(ActorId device);
  Fate fate_of(std::string_view device_name, const Request& request);
  void answer_on_the_way(const RequestInFlight& asked, const HttpResponseForm& answer,
                         DurationMs after_ms);

  Stage& stage_;
  Memory memory_;
};

// "push of 5", "changes": what a request is, for events.
std::string request_text(const Request& request);

}  // namespace srl
