// SPDX-License-Identifier: MIT
// The service's own connection to its database dies between COMMIT and its answer. All is there,
// and the service cannot know it: it answers 503, and who is answered so sends again.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_commit_in_doubt() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "commit_in_doubt";
    fault.title = "Commit without an answer";
    fault.sentence = "The server's database saves a change, and the server is not told.";
    fault.failure_mode = "service";
    fault.order = 22;
    fault.point = FaultPoint::transaction;
    fault.swept_for_ms = 5 * kMinuteMs;
    fault.comes_out_as = {EventKind::commit_in_doubt};
    fault.shows_in = {Metric::http_responses, Metric::worker_runs};
    fault.on_transaction = [](const FaultSpec&, TransactionFate& fate) {
      fate.loses_commit_answer = true;
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
