// SPDX-License-Identifier: MIT
// The message is delivered, the answer is not: to the worker it looks like a failure.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_push_timeout_after_delivery() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "push_timeout_after_delivery";
    fault.title = "Push delivered, answer lost";
    fault.sentence = "The notification service shows the reminder, and its answer never arrives.";
    fault.failure_mode = "jobs";
    fault.order = 45;
    fault.point = FaultPoint::notification;
    fault.comes_out_as = {EventKind::job_retry_scheduled};
    fault.shows_in = {Metric::notification_deliveries, Metric::job_retries};
    fault.swept_for_ms = 20 * kMinuteMs;
    fault.on_notification = [](const FaultSpec&, NotificationFate& fate) {
      fate.answer_lost = true;
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
