// SPDX-License-Identifier: MIT
// A promise to the person, checked by the oracle on every step. A safety promise is broken by one
// event; a liveness promise by what is still not so when the world has had its time after the last
// fault. A promise has no state: it reads the oracle's model and what the step has changed. A new
// promise is one file in this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/job.h"
#include "sim/faults/fault.h"
#include "sim/oracle_model.h"

namespace srl {

// What happened in one step, as far as the oracle looks at it.
struct OracleStep {
  struct Shown {
    ActorId device;
    const DeviceView* view;
    ViewChanges changes;
    std::vector<Intent> touched_tasks;  // whose rows changed or went, by creating gesture
  };
  std::vector<Effect> effects;  // all in one account
  AccountId account = kNobody;  // which one
  std::vector<Intent> sent;     // operations that went out in a push
  std::vector<Shown> shown;
  std::vector<Intent> lost;  // found missing when an app restarted
  struct Overwritten {
    Intent by;  // made without having seen
    Intent of;  // this one, whose value is gone
    TaskField field;
    bool by_deletion;
  };
  std::vector<Overwritten> overwritten;
  struct Load {
    std::int64_t devices = 0;     // 0: none to speak of
    std::int64_t in_a_tenth = 0;  // of their requests, in a tenth of a second
  };
  Load load;                    // the largest so far
  std::vector<Intent> revived;  // wrote to a row that had been deleted
  struct Reminded {
    ActorId device;
    Intent task;
    Intent intent;  // the gesture that set the time
  };
  std::vector<Reminded> reminded_again;    // of the same task and time
  std::vector<Reminded> reminded_of_done;  // of what is done, gone, or due at another time
  std::vector<Reminded> reminded_off;      // at another time of day than was meant
  bool any() const {
    return !effects.empty() || !sent.empty() || !shown.empty() || !lost.empty() ||
           load.devices > 0 || !reminded_again.empty() || !reminded_of_done.empty() ||
           !reminded_off.empty();
  }
};

// What a liveness promise looks at when the run is at rest or out of time.
struct OracleRest {
  struct Shown {
    ActorId device;
    const DeviceView* view;
  };
  std::vector<Shown> devices;  // those that are running
  struct Account {
    std::vector<Task> rows;  // living ones, by id
    std::int64_t open_count = 0;
    std::map<ActorId, TimeMs> subscribers = {};  // who is to be reminded, and since when
    std::set<std::pair<TaskId, TimeMs>> given_up =
        {};  // reminders, by task and time: shown as such
  };
  std::map<AccountId, Account> accounts;  // at the service
  std::vector<Job> forgotten_jobs;        // due and not over, and nobody comes back to them
  TimeMs now_ms = 0;
  bool person_has_helped = false;           // all who need to sign in have been helped to
  std::vector<Effect> effects;              // the whole record, as stored
  std::vector<const Fault*> silent_faults;  // that did harm, while nothing that is exposed moved
  std::string_view signals_policy;          // the title of what decides what is exposed
};

struct Finding {
  Intent intent = kNoIntent;
  ActorId device = kLabActor;
  std::string text;  // what exactly is wrong, for a person
};

enum class PromiseKind : std::uint8_t { safety, liveness, bound };

struct Promise {
  std::string_view name;
  std::string_view sentence;  // the promise as a visitor reads it
  std::string_view failure_mode;
  PromiseKind kind = PromiseKind::safety;
  int order = 0;

  std::optional<Finding> (*on_step)(const OracleModel& model, const OracleStep& step) = nullptr;
  std::optional<Finding> (*at_rest)(const OracleModel& model, const OracleRest& rest) = nullptr;
};

// Every promise of the folder (generated at build time), and the same in their order.
std::vector<const Promise*> all_promises();
const std::vector<const Promise*>& promises_in_order();

}  // namespace srl
