// SPDX-License-Identifier: MIT
// The way takes no more than `amount` bytes at once, as many a proxy does: a larger push is
// answered 413 before the service sees it.
#include "sim/faults/fault.h"

namespace srl {
namespace {

constexpr std::int64_t kBytesMax = 64 * 1024;  // of a proxy that nobody has told otherwise

}  // namespace

const Fault& fault_size_limit() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "size_limit";
    fault.title = "The way takes small pushes only";
    fault.sentence = "A proxy refuses what is larger than its limit.";
    fault.failure_mode = "offline_replay";
    fault.order = 9;
    fault.point = FaultPoint::request;
    fault.route = "push";
    fault.default_amount = kBytesMax;
    fault.amount_max = 1024 * 1024;
    fault.comes_out_as = {EventKind::push_too_large};
    fault.shows_in = {Metric::sync_too_large};
    fault.swept_amount = {1'000, 5'000};
    fault.on_message = [](const FaultSpec& spec, RandomStream&, Fate& fate) {
      fate.bytes_max = spec.amount;
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
