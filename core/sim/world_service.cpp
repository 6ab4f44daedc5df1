// SPDX-License-Identifier: MIT
// How requests come to the service and answers go back: of the devices, and of the storm's clients,
// which meet the same desk and are answered without the database.
#include "base/http_status.h"
#include "sim/world.h"

namespace srl {
namespace {

constexpr DurationMs kServiceTimeMs = 2;

ErrorCode code_of(ServiceDesk::Verdict why) {
  return why == ServiceDesk::Verdict::over_the_rate ? ErrorCode::too_many_requests
                                                    : ErrorCode::unavailable;
}

}  // namespace

// ---------------------------------------------------------------------------------------- devices

void World::deliver_request(const RequestInFlight& entry) {
  --stage_.messages_in_flight;
  Journal& journal = stage_.journal;
  const auto route = static_cast<std::int64_t>(route_of(*entry.request));
  const std::string text = request_text(*entry.request);
  if (network_.is_cut_off(device_host(entry.device).name())) {
    journal.add(entry.device, EventKind::request_dropped, kNoIntent, entry.message, route, text);
    return;
  }
  desk_.count_arrival();
  if (!service_->is_up()) return actors().refuse(entry);
  journal.add(kServiceActor, EventKind::request_arrived, kNoIntent, entry.message, route, text);
  const ServiceDesk::Verdict verdict = desk_.judge(route_of(*entry.request) == Route::refresh);
  switch (verdict) {
    case ServiceDesk::Verdict::serve: return serve(entry);
    case ServiceDesk::Verdict::wait: ++stage_.messages_in_flight; return desk_.join(entry);
    case ServiceDesk::Verdict::over_the_rate:
    case ServiceDesk::Verdict::line_is_full: return answer_unserved(entry, verdict);
  }
}

void World::serve(const RequestInFlight& entry) {
  const DeviceHost& device = device_host(entry.device);
  Journal& journal = stage_.journal;
  std::shared_ptr<const Response> response = service_->handle(*entry.request, device.name());
  const Response* const committed = service_->committed_response();
  if (on_exchange_ && committed != nullptr) on_exchange_(*entry.request, *committed);
  if (service_->died()) return;  // nobody is left to answer
  if (const auto* changes = std::get_if<ChangesResponse>(&response->body)) {
    if (changes->has_more) journal.reached(Probe::pull_in_several_pages);
  } else if (const auto* list = std::get_if<ListResponse>(&response->body)) {
    const std::int64_t limit = stage_.history.limits.list_rows_max;
    if (static_cast<std::int64_t>(list->rows.size()) == limit) {
      journal.reached(Probe::list_truncated);
    }
  } else if (const auto* problem = std::get_if<Problem>(&response->body)) {
    if (problem->code == ErrorCode::cursor_reset) journal.reached(Probe::cursor_below_floor);
  }
  network_.send_reply(entry, device.name(), std::move(response), kServiceTimeMs);
}

void World::answer_unserved(const RequestInFlight& entry, ServiceDesk::Verdict why) {
  network_.send_reply(entry, device_host(entry.device).name(), service_->turn_away(code_of(why)),
                      0);
}

void World::deliver_reply(const ReplyInFlight& entry) {
  --stage_.messages_in_flight;
  DeviceHost& device = device_host(entry.device);
  if (!network_.is_cut_off(device.name())) return device.on_reply(entry);
  const bool committed = entry.response != nullptr && entry.response->status == http::kOk;
  if (committed && entry.route == Route::push) stage_.journal.reached(Probe::reply_cut_off);
  stage_.journal.add(entry.device, EventKind::reply_dropped, kNoIntent, entry.message,
                     static_cast<std::int64_t>(entry.route), name_of(entry.route));
}

// -------------------------------------------------------------------------------------- the storm

void World::play_client(const ClientActs& entry) {
  switch (entry.step) {
    case ClientStep::arrives: return deliver_client_request(entry);
    case ClientStep::is_answered: return storm_.on_answered(entry);
    case ClientStep::times_out: return storm_.on_timeout(entry);
  }
}

void World::deliver_client_request(const ClientActs& entry) {
  if (!storm_.arrives(entry)) return;
  desk_.count_arrival();
  if (!service_->is_up()) return storm_.answer(entry, ErrorCode::unreachable, 0, 0);
  const ServiceDesk::Verdict verdict = desk_.judge(false);
  switch (verdict) {
    case ServiceDesk::Verdict::serve:
      return storm_.answer(entry, ErrorCode::none, 0, kServiceTimeMs);
    case ServiceDesk::Verdict::wait: storm_.keeps_waiting(entry); return desk_.join(entry);
    case ServiceDesk::Verdict::over_the_rate:
    case ServiceDesk::Verdict::line_is_full: break;
  }
  const std::shared_ptr<const Response> response = service_->turn_away(code_of(verdict));
  const auto& problem = std::get<Problem>(response->body);
  storm_.answer(entry, problem.code, problem.retry_after_ms, 0);
}

// --------------------------------------------------------------------------------------- the line

void World::serve_next(const ServiceTakesNext& entry) {
  const std::optional<ServiceDesk::Waiting> served = desk_.on_next(entry);
  if (!served.has_value()) return;
  if (const auto* client = std::get_if<ClientActs>(&*served)) {
    return storm_.answer(*client, ErrorCode::none, 0, kServiceTimeMs);
  }
  --stage_.messages_in_flight;
  serve(std::get<RequestInFlight>(*served));
}

}  // namespace srl
