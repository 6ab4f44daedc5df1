// SPDX-License-Identifier: MIT
#include "http/lab_faults.h"

#include <algorithm>

#include "protocol/json_reader.h"

namespace srl {
namespace {

constexpr std::string_view kKindNames[] = {"drop_reply",   "delay",          "refuse",
                                           "expire_token", "revoke_session", "rate_limit",
                                           "slow_server",  "disk_full"};
constexpr std::string_view kDropRefreshReply = "drop_refresh_reply";
constexpr DurationMs kDelayDefaultMs = kSecondMs;
constexpr DurationMs kServiceTimeDefaultMs = 3 * kSecondMs;
constexpr std::int64_t kPerSecondDefault = 2;

Result<LabFaultKind> parse_kind(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kKindNames); ++i) {
    if (kKindNames[i] == name) return static_cast<LabFaultKind>(i);
  }
  if (name == kDropRefreshReply) return LabFaultKind::drop_reply;
  return make_error(ErrorCode::unknown_name,
                    "a fault is drop_reply, delay, refuse, drop_refresh_reply, expire_token, "
                    "revoke_session, rate_limit, slow_server or disk_full");
}

Result<Route> parse_route(std::string_view name) {
  std::string known;
  for (int i = 0; i < kRouteCount; ++i) {
    const auto route = static_cast<Route>(i);
    if (route_name(route) == name) return route;
    known.append(known.empty() ? "" : ", ").append(route_name(route));
  }
  return make_error(ErrorCode::unknown_name, "a route is one of " + known);
}

// A state of the server rather than something that befalls a request.
bool lasts(LabFaultKind kind) {
  return kind == LabFaultKind::rate_limit || kind == LabFaultKind::slow_server ||
         kind == LabFaultKind::disk_full;
}

DurationMs default_delay_ms(LabFaultKind kind) {
  if (kind == LabFaultKind::delay) return kDelayDefaultMs;
  return kind == LabFaultKind::slow_server ? kServiceTimeDefaultMs : 0;
}

void strike_with(const LabFault& fault, LabStrike& strike) {
  switch (fault.kind) {
    case LabFaultKind::drop_reply: strike.drops_reply = true; return;
    case LabFaultKind::delay: strike.delay_ms = std::max(strike.delay_ms, fault.delay_ms); return;
    case LabFaultKind::refuse: strike.refuses = true; return;
    case LabFaultKind::rate_limit: strike.is_over_the_rate = true; return;
    case LabFaultKind::slow_server:
      strike.service_time_ms = std::max(strike.service_time_ms, fault.delay_ms);
      return;
    case LabFaultKind::disk_full: strike.disk_is_full = true; return;
    case LabFaultKind::expire_token:
    case LabFaultKind::revoke_session: return;
  }
}

}  // namespace

std::string_view lab_fault_name(LabFaultKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

bool strikes_at_once(const LabFault& fault) {
  return fault.kind == LabFaultKind::expire_token || fault.kind == LabFaultKind::revoke_session;
}

Result<LabFault> read_lab_fault(const Json& document) {
  Status status;
  const JsonReader reader(document, status);
  LabFault fault;
  fault.kind = reader["fault"].name(parse_kind);
  if (reader["route"].exists()) fault.route = reader["route"].name(parse_route);
  fault.times = reader["times"].integer_or(lasts(fault.kind) ? 0 : 1, 0, kLabTimesMax);
  if (reader["fault"].text_or("") == kDropRefreshReply) fault.route = Route::refresh;
  fault.delay_ms = reader["delay_ms"].integer_or(default_delay_ms(fault.kind), 0, kLabDelayMax);
  if (fault.kind == LabFaultKind::rate_limit) {
    fault.per_second = reader["per_second"].integer_or(kPerSecondDefault, 1, kLabPerSecondMax);
  }
  fault.device = reader["device"].text_or("");
  if (!status.ok()) return status.error();
  return fault;
}

Json to_json(const LabFault& fault) {
  Json::Object members{{"fault", lab_fault_name(fault.kind)},
                       {"times", fault.times}};
  if (fault.route) members.emplace("route", route_name(*fault.route));
  if (fault.delay_ms > 0) members.emplace("delay_ms", fault.delay_ms);
  if (fault.per_second > 0) members.emplace("per_second", fault.per_second);
  if (!fault.device.empty()) members.emplace("device", fault.device);
  return members;
}

Status LabFaults::add(const LabFault& fault) {
  const std::lock_guard lock(mutex_);
  if (faults_.size() >= kLabFaultsMax) {
    return make_error(ErrorCode::too_large, "there are " + std::to_string(kLabFaultsMax) +
                                                " faults; DELETE /v1/lab/faults clears them");
  }
  faults_.push_back(fault);
  return {};
}

void LabFaults::clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
}

std::vector<LabFault> LabFaults::list() const {
  const std::lock_guard lock(mutex_);
  return faults_;
}

LabStrike LabFaults::strike(Route route, TimeMs now_ms) {
  const std::lock_guard lock(mutex_);
  if (second_ != now_ms / kSecondMs) in_second_ = 0;
  second_ = now_ms / kSecondMs;
  ++in_second_;
  LabStrike strike;
  for (LabFault& fault : faults_) {
    if (strikes_at_once(fault)) continue;
    if (fault.route && *fault.route != route) continue;
    if (fault.kind == LabFaultKind::rate_limit) {
      if (route == Route::refresh || in_second_ <= fault.per_second) continue;
    }
    strike_with(fault, strike);
    if (fault.times > 0 && --fault.times == 0) fault.times = -1;  // spent
  }
  std::erase_if(faults_, [](const LabFault& fault) { return fault.times < 0; });
  return strike;
}

}  // namespace srl
