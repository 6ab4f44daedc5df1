// SPDX-License-Identifier: MIT
#include "sim/network.h"

namespace srl {
namespace {

const PushRequest* push_of(const Request& request) {
  return std::get_if<PushRequest>(&request.body);
}

std::string response_text(Route route, const Response* response) {
  std::string text(route_name(route));
  if (response == nullptr) return text.append(": refused");
  return text.append(": ").append(std::to_string(response->status));
}

}  // namespace

std::string request_text(const Request& request) {
  std::string text(route_name(route_of(request)));
  if (const PushRequest* push = push_of(request)) {
    text.append(" of ").append(std::to_string(push->operations.size()));
  }
  return text;
}

void Network::set_cut_off(std::string_view device, bool cut_off) {
  if (cut_off) {
    memory_.cut_off.insert(std::string(device));
  } else {
    memory_.cut_off.erase(std::string(device));
  }
}

DurationMs Network::draw_latency(ActorId device) {
  while (memory_.latency.size() <= device) {
    memory_.latency.push_back(
        {stage_.history.seed, purpose_of("latency"), memory_.latency.size(), 0});
  }
  return memory_.latency[device].between(kLatencyMinMs, kLatencyMaxMs);
}

void Network::send_request(ActorId device, std::string_view device_name, std::uint64_t request_id,
                           std::shared_ptr<const Request> request, bool device_online) {
  Journal& journal = stage_.journal;
  const std::int64_t message = ++stage_.messages;
  const auto route = static_cast<std::int64_t>(route_of(*request));
  const std::string text = request_text(*request);
  journal.add(device, EventKind::request_sent, kNoIntent, message, route, text);
  if (const PushRequest* push = push_of(*request)) {
    for (const WireOperation& operation : push->operations) {
      journal.add(device, EventKind::operation_sent, operation.intent, message, 0,
                  op_kind_name(operation.kind));
    }
  }
  const DurationMs latency_ms = draw_latency(device);
  if (!device_online) {
    journal.add(device, EventKind::request_dropped, kNoIntent, message, route, text);
    return;
  }
  const Fate fate = stage_.faults.strike_message(
      FaultPoint::request, {device_name, route_name(route_of(*request)), push_of(*request)});
  if (fate.repeated_after_ms) {
    journal.add(device, EventKind::request_duplicated, kNoIntent, message, route, text);
    if (push_of(*request) != nullptr) journal.reached(Probe::request_delivered_twice);
    if (route_of(*request) == Route::refresh) journal.reached(Probe::refresh_races_refresh);
    const TimeMs at_ms = stage_.now_ms() + latency_ms + *fate.repeated_after_ms;
    stage_.queue.push(at_ms, RequestInFlight{message, device, request_id, request});
    ++stage_.messages_in_flight;
  }
  if (fate.dropped) {
    journal.add(device, EventKind::request_dropped, kNoIntent, message, route, text);
    return;
  }
  const TimeMs at_ms = stage_.now_ms() + latency_ms + fate.extra_delay_ms;
  stage_.queue.push(at_ms, RequestInFlight{message, device, request_id, std::move(request)});
  ++stage_.messages_in_flight;
}

void Network::send_reply(const RequestInFlight& answered, std::string_view device_name,
                         std::shared_ptr<const Response> response, DurationMs after_ms) {
  Journal& journal = stage_.journal;
  const Route route = route_of(*answered.request);
  const auto route_number = static_cast<std::int64_t>(route);
  const std::string text = response_text(route, response.get());
  journal.add(kServiceActor, EventKind::reply_sent, kNoIntent, answered.message, route_number,
              text);
  const DurationMs latency_ms = draw_latency(answered.device);
  const Fate fate = stage_.faults.strike_message(
      FaultPoint::reply, {device_name, route_name(route), push_of(*answered.request)});
  if (fate.dropped) {
    journal.add(answered.device, EventKind::reply_dropped, kNoIntent, answered.message,
                route_number, text);
    const bool committed = response != nullptr && response->status == 200;
    if (committed && route == Route::push) journal.reached(Probe::reply_lost_after_commit);
    if (committed && route == Route::refresh) journal.reached(Probe::refresh_reply_lost);
    return;
  }
  const TimeMs at_ms = stage_.now_ms() + after_ms + latency_ms + fate.extra_delay_ms;
  stage_.queue.push(at_ms, ReplyInFlight{answered.message, answered.device, answered.request_id,
                                         route, std::move(response)});
  ++stage_.messages_in_flight;
}

}  // namespace srl
