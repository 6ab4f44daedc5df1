// SPDX-License-Identifier: MIT
// Writes that get no answer for so long that their attempts are spent: they are parked, the person
// asks again when all is well, and the service recognises what it had applied all along.
#include "sim/workloads/workload.h"

namespace srl {
namespace {

constexpr DurationMs kOutageMaxMs = 40 * kMinuteMs;

void generate_long_outage(RandomStream& random, History& history) {
  history.devices = {std::string(kPhone)};
  TimeMs at_ms = 500;
  for (int i = 1; i <= 4; ++i) {
    history.gestures.push_back(create_gesture(at_ms, kPhone, "Task " + std::to_string(i)));
    at_ms += random.between(50, 5'000);
  }
  FaultSpec outage;
  outage.fault = random.chance_ppm(500'000) ? "drop_reply" : "drop_request";
  outage.route = "push";
  outage.from_ms = random.between(1, at_ms);
  outage.until_ms = outage.from_ms + random.between(kOutageMaxMs / 4, kOutageMaxMs);
  history.faults.push_back(outage);
  history.duration_ms = outage.until_ms + 10 * kSecondMs;
}

}  // namespace

const Workload& workload_long_outage() {
  static const Workload kWorkload{
      "long_outage", "No push is answered until the attempts are spent.", 3, generate_long_outage};
  return kWorkload;
}

}  // namespace srl
