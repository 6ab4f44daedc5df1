// SPDX-License-Identifier: MIT
// 410 Gone (RFC 8030 §7.3): the subscription is dead, and no retry will change that.
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_push_gone_410() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "push_gone_410";
    fault.title = "Subscription gone";
    fault.sentence = "The notification service says that nobody is there any more: 410.";
    fault.failure_mode = "jobs";
    fault.order = 47;
    fault.point = FaultPoint::notification;
    fault.comes_out_as = {EventKind::subscription_gone};
    fault.shows_in = {Metric::notification_deliveries};
    fault.swept_for_ms = 20 * kMinuteMs;
    fault.on_notification = [](const FaultSpec&, NotificationFate& fate) {
      fate.instead = NotificationReply{NotificationStatus::gone, 0};
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
