// SPDX-License-Identifier: MIT
// Device and service are of different versions, and each tells the other things that it does not
// know: members, an operation of an unknown kind, results with an unknown status, errors with
// unknown codes.
#include <algorithm>

#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_version_skew() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "version_skew";
    fault.title = "Versions differ";
    fault.sentence = "App and server are of different versions and tell each other unknown things.";
    fault.failure_mode = "offline_replay";
    fault.order = 10;
    fault.point = FaultPoint::request;
    fault.comes_out_as = {EventKind::answer_unreadable};
    fault.shows_in = {Metric::sync_unreadable_answers};
    fault.on_message = [](const FaultSpec&, RandomStream& random, Fate& fate) {
      fate.skew = std::max<std::uint64_t>(1, random.next());
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
