// SPDX-License-Identifier: MIT
// The actors of a world and what lies between them: what a fault of the kinds `window` and
// `instant` may get at.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "sim/device_host.h"
#include "sim/network.h"
#include "sim/service_desk.h"
#include "sim/service_host.h"
#include "sim/stage.h"
#include "sim/storm.h"
#include "sim/worker_host.h"

namespace srl {

struct Actors {
  Stage& stage;
  Network& network;
  ServiceDesk& desk;
  Storm& storm;
  std::vector<std::unique_ptr<DeviceHost>>& devices;
  ServiceHost& service;
  WorkerHost& worker;

  DeviceHost& device(ActorId actor) const {
    return *devices[static_cast<std::size_t>(actor - kFirstDeviceActor)];
  }

  // Calls `visit` with the device of that name; without a name with every one.
  template <class Visit>
  void on_devices(std::string_view name, Visit visit) const {
    for (const std::unique_ptr<DeviceHost>& device : devices) {
      if (name.empty() || device->name() == name) visit(*device);
    }
  }

  void stop_service() const;

  // The connections of those who waited break, and so do those that clients of the storm keep open.
  void service_is_gone() const;

  // A request that meets no service.
  void refuse(const RequestInFlight& entry) const;
};

// The service's disk is memory: it fails by faults only, and they strike elsewhere.
void note_disk(const Status& done);

}  // namespace srl
