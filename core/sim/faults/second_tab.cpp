// SPDX-License-Identifier: MIT
// Another tab of the device: it shares the stored tokens, has its own copy in memory, and refreshes
// every `delay_ms`.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_second_tab() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "second_tab";
    fault.title = "Second tab";
    fault.sentence = "Another tab of this device keeps refreshing the tokens that both share.";
    fault.failure_mode = "auth";
    fault.order = 24;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::sign_in_needed};
    fault.shows_in = {Metric::auth_sessions_lost};
    fault.default_delay_ms = 2 * kSecondMs;
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.on_devices(spec.device,
                        [&](DeviceHost& device) { device.set_second_tab(spec.delay_ms); });
    };
    fault.ends = [](const FaultSpec& spec, Actors& actors) {
      actors.on_devices(spec.device, [](DeviceHost& device) { device.set_second_tab(0); });
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
