// SPDX-License-Identifier: MIT
// What scripts/bench does to the live device, more often than any person would.
#include <emscripten.h>

#include <string>

#include "platform/live_outside.h"

namespace srl::web::probe {

extern "C" {

// Adds that many tasks, each by a gesture and in a transaction of its own. False when no device runs
// or one was refused.
EMSCRIPTEN_KEEPALIVE int srl_probe_add_tasks(int count) {
  LiveDevice* device = platform::live_session().device();
  if (device == nullptr) return 0;
  TaskPatch fields;
  fields.mark(TaskField::title);
  for (int i = 0; i < count; ++i) {
    fields.values.title = "Task " + std::to_string(i);
    if (!device->create_task(fields).ok()) return 0;
  }
  return 1;
}

EMSCRIPTEN_KEEPALIVE void srl_probe_set_online(int online) {
  LiveDevice* device = platform::live_session().device();
  if (device != nullptr) device->set_online(online != 0);
}

// Goes online and sends at once, as a person does who cannot wait: alone, a device that is back waits for
// up to a second at random, so that not all of them come at the same time.
EMSCRIPTEN_KEEPALIVE void srl_probe_drain_now() {
  LiveDevice* device = platform::live_session().device();
  if (device == nullptr) return;
  device->set_online(true);
  device->sync_now();
}

// Operations that are not yet on disk.
EMSCRIPTEN_KEEPALIVE double srl_probe_not_durable() {
  const LiveDevice* device = platform::live_session().device();
  return device == nullptr ? -1 : static_cast<double>(device->view().not_durable);
}

// Operations that the server has not acknowledged, or whose effect has not come back.
EMSCRIPTEN_KEEPALIVE double srl_probe_unsynced() {
  const LiveDevice* device = platform::live_session().device();
  if (device == nullptr) return -1;
  const DeviceView& view = device->view();
  return view.claim == SyncClaim::synced ? 0 : static_cast<double>(view.queued + 1);
}

}  // extern "C"

}  // namespace srl::web::probe
