// SPDX-License-Identifier: MIT
// All that live mode needs from outside. The browser implements it (platform/live_*.cpp), tests
// fake it.
#pragma once

#include "base/civil_time.h"
#include "live/alarms.h"
#include "live/http_port.h"
#include "live/page_disk.h"
#include "live/stream_port.h"
#include "live/tab_memory.h"
#include "ports/clock.h"
#include "ports/random_source.h"
#include "ports/secret_store.h"

namespace srl::web {

struct LivePorts {
  Clock& clock;
  RandomSource& random;
  Alarms& alarms;
  HttpPort& http;
  StreamPort& stream;
  PageDisk& disk;
  TabMemory& tab;
  SecretStore& secrets;  // of the tab's own device
  const TimeZone& zone;  // of the person's clocks
};

}  // namespace srl::web
