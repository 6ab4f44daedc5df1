// SPDX-License-Identifier: MIT
#include "sim/network.h"

#include <algorithm>

#include "base/http_status.h"
#include "protocol/json_codec.h"
#include "sim/wire_changes.h"

namespace srl {
namespace {

const PushRequest* push_of(const Request& request) {
  return std::get_if<PushRequest>(&request.body);
}

std::string response_text(Route route, const Response* response) {
  std::string text(name_of(route));
  if (response == nullptr) return text.append(": refused");
  return text.append(": ").append(std::to_string(response->status));
}

// What the way, or a service of another version, has made of an answer.
std::shared_ptr<const Response> as_it_arrives(const RequestInFlight& answered,
                                              std::shared_ptr<const Response> response) {
  if (answered.answered_on_the_way != nullptr) return answered.answered_on_the_way;
  if (answered.skew == 0) return response;
  const Route route = route_of(*answered.request);
  return std::make_shared<const Response>(
      from_http(route, as_newer_service(to_http(*response), answered.skew)));
}

}  // namespace

std::string request_text(const Request& request) {
  std::string text(name_of(route_of(request)));
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
                  name_of(operation.kind));
    }
  }
  const DurationMs latency_ms = draw_latency(device);
  if (!device_online) {
    journal.add(device, EventKind::request_dropped, kNoIntent, message, route, text);
    return;
  }
  Fate fate = fate_of(device_name, *request);
  RequestInFlight flight{message, device, request_id, std::move(request)};
  if (fate.skew != 0) {
    flight.skew = fate.skew;
    Result<Request> newer = as_newer_device(*flight.request, fate.skew);
    if (newer.ok()) {
      flight.request = std::make_shared<const Request>(std::move(*newer));
    } else {
      fate.answered_on_the_way = to_http(problem_response(newer.error()));
    }
    journal.reached(Probe::versions_differ);
  }
  if (fate.repeated_after_ms) {
    journal.add(device, EventKind::request_duplicated, kNoIntent, message, route, text);
    if (push_of(*flight.request) != nullptr) journal.reached(Probe::request_delivered_twice);
    if (route_of(*flight.request) == Route::refresh) journal.reached(Probe::refresh_races_refresh);
    const TimeMs at_ms = stage_.now_ms() + latency_ms + *fate.repeated_after_ms;
    stage_.queue.push(at_ms, flight);
    ++stage_.messages_in_flight;
  }
  if (fate.dropped) {
    journal.add(device, EventKind::request_dropped, kNoIntent, message, route, text);
    return;
  }
  const DurationMs delay_ms = latency_ms + fate.extra_delay_ms;
  if (fate.answered_on_the_way && !fate.reaches_the_service) {
    return answer_on_the_way(flight, *fate.answered_on_the_way, delay_ms);
  }
  if (fate.answered_on_the_way) {
    const Route asked = route_of(*flight.request);
    flight.answered_on_the_way =
        std::make_shared<const Response>(from_http(asked, *fate.answered_on_the_way));
  }
  stage_.queue.push(stage_.now_ms() + delay_ms, std::move(flight));
  ++stage_.messages_in_flight;
}

// What the faults make of it, and what the wire does that the real service has as well: a body that
// is larger than it takes is answered unread.
Fate Network::fate_of(std::string_view device_name, const Request& request) {
  Fate fate = stage_.faults.strike_message(
      FaultPoint::request, {device_name, name_of(route_of(request)), push_of(request)});
  const PushRequest* push = push_of(request);
  if (push == nullptr) return fate;
  const auto own_max = static_cast<std::int64_t>(kRequestBytesMax);
  const std::int64_t bytes_max = fate.bytes_max > 0 ? std::min(fate.bytes_max, own_max) : own_max;
  if (bytes_at_most(*push) <= bytes_max) return fate;
  const std::size_t bytes = json_text(*push).size();
  if (static_cast<std::int64_t>(bytes) <= bytes_max) return fate;
  stage_.journal.reached(Probe::push_too_large);
  if (bytes_max < own_max) {
    fate.answered_on_the_way = page_of(http::kContentTooLarge);
  } else {
    fate.answered_on_the_way =
        to_http(problem_response(make_error(ErrorCode::too_large, "a body has at most 1 MiB")));
  }
  fate.reaches_the_service = false;
  return fate;
}

void Network::answer_on_the_way(const RequestInFlight& asked, const HttpResponseForm& answer,
                                DurationMs after_ms) {
  const Route route = route_of(*asked.request);
  auto response = std::make_shared<const Response>(from_http(route, answer));
  const DurationMs back_ms = draw_latency(asked.device);
  stage_.journal.reached(Probe::answered_on_the_way);
  stage_.journal.add(asked.device, EventKind::request_intercepted, kNoIntent, asked.message,
                     static_cast<std::int64_t>(route), response_text(route, response.get()));
  stage_.queue.push(
      stage_.now_ms() + after_ms + back_ms,
      ReplyInFlight{asked.message, asked.device, asked.request_id, route, std::move(response)});
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
  if (response != nullptr) response = as_it_arrives(answered, std::move(response));
  const Fate fate = stage_.faults.strike_message(
      FaultPoint::reply, {device_name, name_of(route), push_of(*answered.request)});
  if (fate.dropped) {
    journal.add(answered.device, EventKind::reply_dropped, kNoIntent, answered.message,
                route_number, text);
    const bool committed = response != nullptr && response->status == http::kOk;
    if (committed && route == Route::push) journal.reached(Probe::reply_lost_after_commit);
    if (committed && route == Route::refresh) journal.reached(Probe::refresh_reply_lost);
    return;
  }
  if (fate.cut && response != nullptr) {
    response = std::make_shared<const Response>(
        from_http(route, cut_answer(to_http(*response), *fate.cut)));
    journal.reached(Probe::answer_cut);
  }
  const TimeMs at_ms = stage_.now_ms() + after_ms + latency_ms + fate.extra_delay_ms;
  stage_.queue.push(at_ms,
                    ReplyInFlight{answered.message, answered.device, answered.request_id, route,
                                  std::move(response), stage_.oracle.times_gone_back()});
  ++stage_.messages_in_flight;
}

}  // namespace srl
