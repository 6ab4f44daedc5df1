// SPDX-License-Identifier: MIT
#include "sim/actors.h"

#include <variant>

#include "base/assertion.h"

namespace srl {

void Actors::stop_service() const {
  const bool was_up = service.is_up();
  service.set_up(false);
  if (was_up) service_is_gone();
}

void Actors::service_is_gone() const {
  for (const ServiceDesk::Waiting& waiting : desk.send_away()) {
    const auto* request = std::get_if<RequestInFlight>(&waiting);
    if (request == nullptr) continue;
    --stage.messages_in_flight;
    refuse(*request);
  }
  storm.on_service_gone();
}

void Actors::refuse(const RequestInFlight& entry) const {
  stage.journal.add(kServiceActor, EventKind::request_refused, kNoIntent, entry.message,
                    static_cast<std::int64_t>(route_of(*entry.request)),
                    request_text(*entry.request));
  network.send_reply(entry, device(entry.device).name(), nullptr, 0);
}

void note_disk(const Status& done) {
  SRL_ASSERT(done.ok(), "the service's disk, which is memory, takes what it is given");
}

}  // namespace srl
