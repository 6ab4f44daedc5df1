// SPDX-License-Identifier: MIT
// Overwritten later is not lost. Overwritten by a person who had not seen it is: the author of the
// first change believes that it stands, and nobody ever decided between the two. A policy that asks
// leaves the row as it is and records a conflict instead.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::optional<Finding> check_no_silent_overwrite(const OracleModel& model, const OracleStep& step) {
  if (step.overwritten.empty()) return std::nullopt;
  const OracleStep::Overwritten& first = step.overwritten.front();
  const IntentRecord* record = model.find(first.by);
  const std::string what = first.by_deletion
                               ? "deleted the task without having seen "
                               : "overwrote the " + std::string(field_name(first.field)) + " of ";
  return Finding{first.by, record->device,
                 gesture_name(first.by) + " " + what + gesture_name(first.of) +
                     (first.by_deletion ? "" : ", which its author had not seen")};
}

}  // namespace

const Promise& promise_no_silent_overwrite() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "no_silent_overwrite";
    promise.sentence = "No change is overwritten by a person who has not seen it.";
    promise.failure_mode = "conflict";
    promise.order = 9;
    promise.on_step = check_no_silent_overwrite;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
