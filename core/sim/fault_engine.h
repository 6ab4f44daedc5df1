// SPDX-License-Identifier: MIT
// Decides which faults strike what. The specs are the history's; the state (how often each has
// matched and struck) is plain data.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "protocol/messages.h"
#include "sim/faults/fault.h"
#include "sim/journal.h"

namespace srl {

// Between which steps of the worker a fault can strike.
inline constexpr std::string_view kWorkerPlaces[] = {"taken", "before_send", "after_send",
                                                     "before_record"};

// What stands for a route where a transaction is the worker's.
inline constexpr std::string_view kWorkerTransaction = "worker";

// Hears of each strike before it has done anything.
class StrikeListener {
 public:
  virtual ~StrikeListener() = default;
  virtual void on_strike(std::size_t spec) = 0;
};

class FaultEngine {
 public:
  // What a fault may look at: meaning, not bytes.
  struct Target {
    std::string_view device;
    std::string_view route;
    const PushRequest* push = nullptr;
  };

  struct SpecState {
    std::int64_t matches = 0;
    std::int64_t strikes = 0;
    bool active = false;
    RandomStream random;
  };
  using Memory = std::vector<SpecState>;

  FaultEngine(std::uint64_t seed, const std::vector<FaultSpec>& specs, Journal& journal)
      : seed_(seed), specs_(specs), journal_(journal) {}

  void set_listener(StrikeListener* listener) { listener_ = listener; }

  const Memory& memory() const { return memory_; }
  Memory& memory() { return memory_; }

  // The window of spec `index` opens or closes. True when that changed anything.
  bool begin(std::size_t index, Actors& actors);
  bool end(std::size_t index, Actors& actors);

  // What becomes of a message at `point` (request or reply).
  Fate strike_message(FaultPoint point, const Target& target);

  // What becomes of a run of the worker at one of kWorkerPlaces, and of a message to the push
  // service.
  RunFate strike_run(std::string_view place);
  NotificationFate strike_notification(std::string_view device);

  // What becomes of a transaction. What is left open is drawn from `random`.
  struct TransactionStrike {
    TransactionFate fate;
    RandomStream* random = nullptr;  // nullptr: nothing has struck
  };
  TransactionStrike strike_transaction(const Target& target);

  // The spec that strikes a disk batch, nullptr when none does.
  const FaultSpec* strike(FaultPoint point, const Target& target);

  bool any_active() const;
  bool is_active(std::size_t index) const {
    return index < memory_.size() && memory_[index].active;
  }
  std::int64_t strikes(std::size_t index) const {
    return index < memory_.size() ? memory_[index].strikes : 0;
  }

 private:
  RandomStream& random_of(const FaultSpec& spec);
  SpecState& state_of(std::size_t index);
  bool strikes_now(std::size_t index, const Fault& fault, const Target& target);
  void note_strike(std::size_t index, const Fault& fault, const Target& target);
  void tell(std::size_t index);

  std::uint64_t seed_;
  const std::vector<FaultSpec>& specs_;
  Journal& journal_;
  StrikeListener* listener_ = nullptr;
  Memory memory_;
};

}  // namespace srl
