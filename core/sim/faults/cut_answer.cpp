// SPDX-License-Identifier: MIT
// An answer arrives that is not whole: results are missing or are of other operations, or its body
// ends in the middle.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_cut_answer() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "cut_answer";
    fault.title = "Answers are cut";
    fault.sentence = "The server's answer arrives with results missing, or half of its body.";
    fault.failure_mode = "offline_replay";
    fault.order = 8;
    fault.point = FaultPoint::reply;
    fault.comes_out_as = {EventKind::answer_unreadable};
    fault.shows_in = {Metric::sync_unreadable_answers};
    fault.on_message = [](const FaultSpec&, RandomStream& random, Fate& fate) {
      fate.cut = random.next();
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
