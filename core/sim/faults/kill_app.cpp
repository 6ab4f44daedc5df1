// SPDX-License-Identifier: MIT
// The process is gone between two instructions; `delay_ms` later the person opens the app again.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_kill_app() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "kill_app";
    fault.title = "Kill the app";
    fault.sentence = "The app dies at once. What its disk does not have is gone.";
    fault.failure_mode = "device";
    fault.order = 10;
    fault.point = FaultPoint::instant;
    fault.comes_out_as = {EventKind::device_started};
    fault.shows_in = {Metric::app_starts};
    fault.default_delay_ms = 1 * kSecondMs;
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.on_devices(spec.device, [&](DeviceHost& device) { device.kill(spec.delay_ms); });
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
