// SPDX-License-Identifier: MIT
// The article's first scenario: a batch of tasks made offline, then a reconnect.
#include "sim/workloads/workload.h"

namespace srl {
namespace {

constexpr int kTasksMadeOffline = 15;

void generate_offline_batch(RandomStream& random, History& history) {
  history.devices = {std::string(kPhone)};
  FaultSpec offline;
  offline.fault = "offline";
  offline.device = kPhone;
  offline.from_ms = 500;
  TimeMs at_ms = 1'000;
  for (int i = 1; i <= kTasksMadeOffline; ++i) {
    history.gestures.push_back(create_gesture(at_ms, kPhone, "Task " + std::to_string(i)));
    at_ms += random.between(50, 800);
  }
  offline.until_ms = at_ms + random.between(100, 3'000);
  history.faults.push_back(offline);
  history.duration_ms = offline.until_ms + 30 * kSecondMs;
}

}  // namespace

const Workload& workload_offline_batch() {
  static const Workload kWorkload{"offline_batch", "15 tasks made offline, then a reconnect.", 0,
                                  generate_offline_batch};
  return kWorkload;
}

}  // namespace srl
