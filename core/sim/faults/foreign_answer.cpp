// SPDX-License-Identifier: MIT
// Something between device and service answers in its place: a firewall, a proxy whose server is
// away, a hotel's sign-in page. `amount` is the status; without one each answer has another. One in
// four reaches the service as well: a gateway that would not wait.
#include <iterator>

#include "sim/faults/fault.h"
#include "sim/wire_changes.h"

namespace srl {
namespace {

constexpr int kStatuses[] = {401, 403, 404, 410, 413, 429, 502, 200};

void answer(const FaultSpec& spec, RandomStream& random, Fate& fate) {
  const std::size_t drawn = random.index(std::size(kStatuses));
  const std::uint64_t word = random.next();
  const int status = spec.amount > 0 ? static_cast<int>(spec.amount) : kStatuses[drawn];
  fate.answered_on_the_way = page_of(status, word);
  fate.reaches_the_service = word / 4 % 4 == 0;
}

}  // namespace

const Fault& fault_foreign_answer() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "foreign_answer";
    fault.title = "A proxy answers";
    fault.sentence = "A firewall or a sign-in page answers in the server's place.";
    fault.failure_mode = "offline_replay";
    fault.order = 7;
    fault.point = FaultPoint::request;
    fault.comes_out_as = {EventKind::foreign_answer};
    fault.shows_in = {Metric::sync_foreign_answers};
    fault.amount_max = 599;
    fault.on_message = answer;
    return fault;
  }();
  return kFault;
}

}  // namespace srl
