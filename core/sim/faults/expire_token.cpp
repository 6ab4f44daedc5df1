// SPDX-License-Identifier: MIT
// Access tokens expire at once, and for as long as the fault lasts new ones live for `delay_ms`
// only. A window of a millisecond is a token that expires now.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_expire_token() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "expire_token";
    fault.title = "Token expiry";
    fault.sentence = "Access tokens expire now; new ones expire after five seconds.";
    fault.failure_mode = "auth";
    fault.order = 20;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::request_unauthenticated};
    fault.shows_in = {Metric::auth_rejections, Metric::http_responses};
    fault.default_delay_ms = 5 * kSecondMs;
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      note_disk(actors.service.expire_tokens(spec.device, spec.delay_ms));
    };
    fault.ends = [](const FaultSpec& spec, Actors& actors) {
      actors.service.restore_token_lifetime(spec.device);
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
