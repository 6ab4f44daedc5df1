// SPDX-License-Identifier: MIT
// The clocks where the device is will be set, `delay_ms` from now: forward by an hour, the next
// time back. That is known before, as such changes are; what was counted in hours is an hour off
// afterwards.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_clock_change_of_the_year() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "clock_change_of_the_year";
    fault.title = "Clocks change tonight";
    fault.sentence =
        "Twelve hours from now the clocks are set forward by an hour, the next time back.";
    fault.failure_mode = "jobs";
    fault.order = 49;
    fault.point = FaultPoint::instant;
    fault.comes_out_as = {EventKind::reminder_across_clock_change};
    fault.shows_in = {Metric::reminders_across_clock_change};
    fault.default_delay_ms = 12 * kHourMs;
    fault.swept_delay_ms = {kMinuteMs, kDayMs};
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.on_devices(spec.device,
                        [&](DeviceHost& device) { device.announce_clock_change(spec.delay_ms); });
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
