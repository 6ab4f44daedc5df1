// SPDX-License-Identifier: MIT
// No network at the device: it sends nothing, and replies on their way to it are lost.
#include "sim/actors.h"
#include "sim/faults/fault.h"

namespace srl {

const Fault& fault_offline() {
  static const Fault kFault = [] {
    Fault fault;
    fault.name = "offline";
    fault.title = "Offline mode";
    fault.sentence = "The device has no network. The app goes on working and queues what you do.";
    fault.failure_mode = "offline_replay";
    fault.order = 0;
    fault.point = FaultPoint::window;
    fault.comes_out_as = {EventKind::device_offline};
    fault.shows_in = {Metric::device_offline};
    fault.begins = [](const FaultSpec& spec, Actors& actors) {
      actors.on_devices(spec.device, [](DeviceHost& device) { device.set_online(false); });
    };
    fault.ends = [](const FaultSpec& spec, Actors& actors) {
      actors.on_devices(spec.device, [](DeviceHost& device) { device.set_online(true); });
    };
    return fault;
  }();
  return kFault;
}

}  // namespace srl
