// SPDX-License-Identifier: MIT
// Where an actor reports what it does. The host adds the time and the actor.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/intent.h"
#include "observe/event_log.h"
#include "observe/metrics.h"

namespace srl {

class Recorder {
 public:
  virtual ~Recorder() = default;
  virtual void event(EventKind kind, Intent intent, std::int64_t a, std::int64_t b,
                     std::string_view text) = 0;
  virtual Metrics& metrics() = 0;
};

}  // namespace srl
