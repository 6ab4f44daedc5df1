// SPDX-License-Identifier: MIT
// What scripts/bench does to the live device, more often than any person would.
#include <emscripten.h>

#include <iterator>

#include "base/limits.h"
#include "platform/live_outside.h"
#include "protocol/task_json.h"

namespace srl::web::probe {
namespace {

Status write(LiveDevice& device, const JsonReader& gesture) {
  const TaskPatch fields = read_patch(gesture["fields"]);
  const auto& rows = device.view().rows;
  const auto last = static_cast<std::int64_t>(rows.size()) - 1;
  const bool is_edit = gesture["edits"].exists();
  const auto edited = is_edit ? static_cast<long>(gesture["edits"].integer(0, last)) : 0L;
  if (!gesture.ok()) return {};
  return is_edit ? device.update_task({std::next(rows.begin(), edited)->first}, fields)
                 : device.create_task(fields);
}

}  // namespace

extern "C" {

// A list of gestures, each in a transaction of its own: {"fields": {…}} makes a task, "edits"
// beside it names one that is there, counted from 0. False when no device runs or one was refused.
EMSCRIPTEN_KEEPALIVE int srl_probe_write(const char* gestures) {
  LiveDevice* device = platform::live_mode().device();
  const Result<JsonDocument> document = parse_json(gestures, kHistoryBytesMax);
  if (device == nullptr || !document.ok()) return 0;
  Status status;
  JsonReader(*document, status).for_each([&](const JsonReader& gesture) {
    const Status written = write(*device, gesture);
    if (status.ok()) status = written;
  });
  return status.ok() ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void srl_probe_set_online(int online) {
  LiveDevice* device = platform::live_mode().device();
  if (device != nullptr) device->set_online(online != 0);
}

// Goes online and sends at once, as a person does who cannot wait: alone, a device that is back
// waits for up to a second at random, so that not all of them come at the same time.
EMSCRIPTEN_KEEPALIVE void srl_probe_drain_now() {
  LiveDevice* device = platform::live_mode().device();
  if (device == nullptr) return;
  device->set_online(true);
  device->sync_now();
}

// Operations that are not yet on disk.
EMSCRIPTEN_KEEPALIVE double srl_probe_not_durable() {
  const LiveDevice* device = platform::live_mode().device();
  return device == nullptr ? -1 : static_cast<double>(device->summary().not_durable);
}

// Operations that the server has not acknowledged.
EMSCRIPTEN_KEEPALIVE double srl_probe_queued() {
  const LiveDevice* device = platform::live_mode().device();
  return device == nullptr ? -1 : static_cast<double>(device->summary().queued);
}

// The same, and those whose effect has not come back.
EMSCRIPTEN_KEEPALIVE double srl_probe_unsynced() {
  const LiveDevice* device = platform::live_mode().device();
  if (device == nullptr) return -1;
  const DeviceView& view = device->summary();
  return view.claim == SyncClaim::synced ? 0 : static_cast<double>(view.queued + 1);
}

}  // extern "C"

}  // namespace srl::web::probe
