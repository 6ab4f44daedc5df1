// SPDX-License-Identifier: MIT
// Monotonic reads: within one session of the app, a row never goes back to an older version. Where
// the service itself has gone back, its devices follow.
#include "sim/promises/promise.h"

namespace srl {
namespace {

// Versions that the service has lost since may be shown until the device has heard of it.
bool is_lost(const OracleModel& model, AccountId account, std::int64_t version) {
  for (std::size_t time = 0; time < model.went_back.size(); ++time) {
    const bool is_in_between =
        version > model.stood_after(time, account) && version <= model.stood_before(time, account);
    if (is_in_between) return true;
  }
  return false;
}

std::optional<Finding> check_time_never_runs_backwards(const OracleModel& model,
                                                       const OracleStep& step) {
  for (const OracleStep::Shown& shown : step.shown) {
    const DeviceSeen& seen = model.devices.at(shown.device);
    for (const TaskId& handle : shown.changes.rows) {
      const auto row = seen.rows.find(handle);
      const auto newest = seen.newest.find(handle);
      if (row == seen.rows.end() || newest == seen.newest.end()) continue;
      if (row->second.version >= newest->second) continue;
      if (is_lost(model, seen.account, newest->second)) continue;
      // It has heard that what it shows is of a lost time.
      if (seen.heard_of() > 0 && row->second.version == 0) continue;
      return Finding{row->second.created_by, shown.device,
                     "the device showed version " + std::to_string(newest->second) +
                         " of a task and now shows version " + std::to_string(row->second.version)};
    }
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_time_never_runs_backwards() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "time_never_runs_backwards";
    promise.sentence = "What you have seen never turns back into something older.";
    promise.failure_mode = "conflict";
    promise.order = 4;
    promise.on_step = check_time_never_runs_backwards;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
