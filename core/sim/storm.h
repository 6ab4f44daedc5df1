// SPDX-License-Identifier: MIT
// Many more devices, as far as their load is concerned: clients of a few numbers, without database
// or session. Each one asks the service now and then, fails when it is down, slow or turns it away,
// and comes back under the retry policy in force: the very objects that the devices follow. Each
// keeps a connection, as a device with live updates does, so all of them notice at once that it
// breaks.
//
// Of what they do the event log has one line a second: how many requests arrived.
#pragma once

#include <cstdint>
#include <vector>

#include "service/load_meter.h"
#include "sim/stage.h"

namespace srl {

// How long a client has nothing to ask for: drawn from 1 ms to this.
inline constexpr DurationMs kClientPauseMaxMs = 10 * kSecondMs;

class Storm {
 public:
  struct Client {
    RetryState retry;
    std::uint32_t request = 0;
    bool is_connected = true;  // the last answer was good
    bool is_served = false;    // an answer is on its way
    RandomStream random;
  };

  // Plain data: a checkpoint copies it.
  struct Memory {
    std::vector<Client> clients;
    std::uint64_t generation = 0;
    LoadMeter load;           // of these clients alone
    std::int64_t second = 0;  // the one that is counted for the event log
    std::int64_t in_second = 0;
  };

  explicit Storm(Stage& stage) : stage_(stage) {}

  const Memory& memory() const { return memory_; }
  Memory& memory() { return memory_; }

  void set_clients(std::int64_t clients);  // 0: it is over
  std::int64_t clients() const { return static_cast<std::int64_t>(memory_.clients.size()); }

  // A request has arrived at the service. False: it is none any more.
  bool arrives(const ClientActs& entry);
  // What became of it: answered (none: done), or waiting in the service's line.
  void answer(const ClientActs& request, ErrorCode code, DurationMs retry_after_ms,
              DurationMs after_ms);
  void keeps_waiting(const ClientActs& request);

  void on_answered(const ClientActs& entry);
  void on_timeout(const ClientActs& entry);
  void on_service_gone();

 private:
  bool is_current(const ClientActs& entry) const;
  void ask(std::uint32_t index, DurationMs in_ms);
  void fail(std::uint32_t index, const FailedAttempt& failed);
  DurationMs draw(Client& client, DurationMs least_ms, DurationMs most_ms) {
    return client.random.between(least_ms, most_ms);
  }

  Stage& stage_;
  Memory memory_;
};

}  // namespace srl
