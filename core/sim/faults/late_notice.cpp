// SPDX-License-Identifier: MIT
// The notification service takes a message at once and delivers it `delay_ms` later: meanwhile the
// task is done, deleted or moved.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_late_notice() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "late_notice";
    fault.title = "Reminder held up";
    fault.sentence = "A reminder takes two minutes to the device, and the work goes on meanwhile.";
    fault.failure_mode = "jobs";
    fault.order = 48;
    fault.point = FaultPoint::notification;
    fault.comes_out_as = {EventKind::reminder_outdated};
    fault.shows_in = {Metric::reminders_outdated};
    fault.default_delay_ms = 2 * kMinuteMs;
    fault.swept_for_ms = 40 * kMinuteMs;
    fault.swept_delay_ms = {10 * kSecondMs, 10 * kMinuteMs};
    fault.on_notification = [](const FaultSpec& spec, NotificationFate& fate) {
      fate.extra_delay_ms = spec.delay_ms;
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
