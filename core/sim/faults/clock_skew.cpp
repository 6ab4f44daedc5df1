// SPDX-License-Identifier: MIT
// The device's wall clock runs ahead by `delay_ms`, as clocks do that a person has set by hand.
// What is stamped with it lies; what is only measured (delays, time-outs) goes on rightly.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_clock_skew() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "clock_skew";
    fault.title = "Clock runs ahead";
    fault.sentence = "The device believes that it is an hour later than it is.";
    fault.failure_mode = "conflict";
    fault.order = 20;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::clock_ahead};
    fault.shows_in = {Metric::clock_ahead_ops};
    fault.default_delay_ms = 1 * kHourMs;
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.on_devices(spec.device,
                        [&](DeviceHost& device) { device.set_clock_ahead(spec.delay_ms); });
    };
    fault.ends = [](const FaultSpec& spec, Actors& actors) {
      actors.on_devices(spec.device, [](DeviceHost& device) { device.set_clock_ahead(0); });
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
