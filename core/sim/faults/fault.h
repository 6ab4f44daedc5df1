// SPDX-License-Identifier: MIT
// A kind of fault. It strikes at a port, as a rule: pass, deliver later, drop, repeat, lose the
// reply. Code above the ports never knows. A new kind is one file in this folder.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "observe/event_log.h"
#include "observe/metric_info.h"
#include "ports/notification_provider.h"
#include "protocol/http_form.h"
#include "sim/history.h"

namespace srl {

// Where a kind strikes.
enum class FaultPoint : std::uint8_t {
  window,        // begins and ends: a state of the world
  instant,       // happens once, when it begins
  request,       // a message from a device
  reply,         // a message to a device
  disk_batch,    // a batch of pages on its way to a device's disk
  transaction,   // a transaction of the service that writes: a request's, or the worker's
  worker,        // a step of a run of the worker
  notification,  // a message to the notification service
};

// What becomes of a message.
struct Fate {
  bool dropped = false;
  DurationMs extra_delay_ms = 0;
  std::optional<DurationMs> repeated_after_ms;  // a second copy, so much later

  // Of a request: something on the way answers in the service's place, which may still be asked.
  std::optional<HttpResponseForm> answered_on_the_way;
  bool reaches_the_service = false;
  std::int64_t bytes_max = 0;  // of its body; a larger one is answered 413. 0: no limit of its own
  std::uint64_t skew = 0;  // the other side is of another version (sim/wire_changes.h); 0: it isn't
  // Of a reply: a random word that says how it is cut (sim/wire_changes.h).
  std::optional<std::uint64_t> cut;
};

// What becomes of a run of the worker at one of its steps.
struct RunFate {
  bool dies = false;
  DurationMs stands_still_ms = 0;
};

// What becomes of a transaction of the service.
struct TransactionFate {
  bool dies = false;  // the service does, in it, and is up again so much later:
  DurationMs restart_after_ms = 0;
  std::int64_t at_statement = 0;  // 0: at any that it has, or after the last
  bool loses_commit_answer = false;
};

// What becomes of a message to the notification service.
struct NotificationFate {
  bool answer_lost = false;
  DurationMs extra_delay_ms = 0;             // of the message; its answer is not held up
  std::optional<NotificationReply> instead;  // it is not delivered, and this is the answer
};

struct Actors;  // sim/actors.h

// What a sweep draws: from `low` to `high`, in units. None where both are 0.
struct SweptRange {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t unit = 1;

  bool is_given() const { return high != 0; }
  std::int64_t draw(RandomStream& random) const { return random.between(low, high) * unit; }
};

struct Fault {
  std::string_view name;
  std::string_view title;
  std::string_view sentence;
  std::string_view failure_mode;  // under which heading it stands
  int order = 0;                  // within its heading
  FaultPoint point = FaultPoint::window;
  std::string_view route = {};  // strikes messages of this route only; empty: of any
  DurationMs default_delay_ms = 0;
  std::int64_t default_amount = 0;
  std::int64_t amount_max = 200;  // that a history may ask for

  // In a sweep: how likely a seed has it, how long it lasts at most, and what its specs say.
  std::uint64_t swept_chance_ppm = 350'000;
  DurationMs swept_for_ms = 30 * kSecondMs;
  SweptRange swept_delay_ms = {};
  SweptRange swept_amount = {};
  std::uint64_t swept_probability_ppm = 0;  // 0: any, for a message and the like

  // What happens where it does harm, and the counters of failures of which at least one moves with
  // every such event. A strike that comes out as none of them has harmed nobody.
  std::vector<EventKind> comes_out_as = {};
  std::vector<Metric> shows_in = {};

  // What it does to the world, where it is a window or an instant. `ends` with an empty device
  // mends what the kind breaks, on every device, also where nothing is broken. `spec.delay_ms` and
  // `spec.amount` are never 0 here when the kind has a default.
  void (*begins)(const FaultSpec& spec, Actors& actors) = nullptr;
  void (*ends)(const FaultSpec& spec, Actors& actors) = nullptr;
  void (*on_message)(const FaultSpec& spec, RandomStream& random, Fate& fate) = nullptr;
  void (*on_worker)(const FaultSpec& spec, RunFate& fate) = nullptr;
  void (*on_notification)(const FaultSpec& spec, NotificationFate& fate) = nullptr;
  void (*on_transaction)(const FaultSpec& spec, TransactionFate& fate) = nullptr;
};

// The spec with the kind's own delay and amount put in where it names none.
FaultSpec with_defaults(FaultSpec spec);

// Every fault of the folder (generated at build time), and the same in their order.
std::vector<const Fault*> all_faults();
const std::vector<const Fault*>& faults_in_order();
const Fault* find_fault(std::string_view name);

}  // namespace srl
