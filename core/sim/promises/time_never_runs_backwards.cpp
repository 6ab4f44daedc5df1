// SPDX-License-Identifier: MIT
// Monotonic reads: within one session of the app, a row never goes back to an older version.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check(const OracleModel& model, const OracleStep& step) {
  for (const OracleStep::Shown& shown : step.shown) {
    const DeviceSeen& seen = model.devices.at(shown.device);
    for (const TaskId& handle : shown.changes.rows) {
      const auto row = seen.rows.find(handle);
      const auto newest = seen.newest.find(handle);
      if (row == seen.rows.end() || newest == seen.newest.end()) continue;
      if (row->second.version >= newest->second) continue;
      return Finding{row->second.created_by, shown.device,
                     "the device showed version " + std::to_string(newest->second) +
                         " of a task and now shows version " +
                         std::to_string(row->second.version)};
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
    promise.on_step = check;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
