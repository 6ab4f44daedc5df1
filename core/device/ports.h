// SPDX-License-Identifier: MIT
// All that a device needs from outside, and its two parts share.
#pragma once

#include "base/limits.h"
#include "observe/recorder.h"
#include "policies/catalog.h"
#include "ports/clock.h"
#include "ports/database.h"
#include "ports/notifier.h"
#include "ports/random_source.h"
#include "ports/secret_store.h"
#include "ports/timers.h"
#include "ports/transport.h"

namespace srl {

struct DevicePorts {
  Clock& clock;
  Timers& timers;
  RandomSource& random;
  Transport& transport;
  Database& database;
  Recorder& recorder;
  SecretStore& secrets;
  Notifier& notifier;
};

// What may be switched while the device runs. The host owns it.
struct DeviceSettings {
  std::string device_id;
  Policies policies;
  Limits limits;
  // The device keeps the changes of its view for a caller that takes them after every step.
  bool keeps_changes = false;
};

}  // namespace srl
