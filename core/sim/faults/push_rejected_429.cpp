// SPDX-License-Identifier: MIT
// 429 Too Many Requests; `delay_ms` is its Retry-After.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_push_rejected_429() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "push_rejected_429";
    fault.title = "Notification service throttles";
    fault.sentence = "The notification service refuses for now: 429, with a time to wait.";
    fault.failure_mode = "jobs";
    fault.order = 46;
    fault.point = FaultPoint::notification;
    fault.comes_out_as = {EventKind::job_retry_scheduled};
    fault.shows_in = {Metric::notification_deliveries, Metric::job_retries};
    fault.default_delay_ms = kMinuteMs;
    fault.swept_for_ms = 20 * kMinuteMs;
    fault.on_notification = [](const FaultSpec& spec, NotificationFate& fate) {
      fate.instead = NotificationReply{NotificationStatus::throttled, spec.delay_ms};
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
