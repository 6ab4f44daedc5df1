// SPDX-License-Identifier: MIT
// The network is split, and the device is on the other side. Unlike `offline`, it isn't told: it
// sends, and waits for its time-outs. Unlike `drop_request` and `drop_reply`, it holds for both
// directions, and for what was already on its way: what would arrive meanwhile is lost. Other
// devices go on.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_partition() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "partition";
    fault.title = "Cut off";
    fault.sentence =
        "Nothing reaches the device and nothing leaves it, while it believes itself online.";
    fault.failure_mode = "offline_replay";
    fault.order = 6;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::request_timed_out, EventKind::refresh_failed};
    fault.shows_in = {Metric::sync_request_timeouts, Metric::auth_refresh_failures};
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.network.set_cut_off(spec.device, true);
    };
    fault.ends = [](const FaultSpec& spec, Actors& actors) {
      actors.network.set_cut_off(spec.device, false);
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
