// SPDX-License-Identifier: MIT
#include "http/lab_faults.h"

#include <algorithm>

#include "protocol/json_reader.h"

namespace srl {
namespace {

constexpr std::string_view kKindNames[] = {"drop_reply",   "delay",          "refuse",
                                           "expire_token", "revoke_session", "miss_cron",
                                           "pause_worker", "crash_worker",   "refuse_push"};
constexpr std::string_view kPlaceNames[] = {"taken", "before_send", "after_send", "before_record"};
constexpr std::string_view kUsualPlace = "before_send";
constexpr std::string_view kSendPlace = "send";
constexpr std::string_view kDropRefreshReply = "drop_refresh_reply";
constexpr DurationMs kDelayDefaultMs = kSecondMs;

Result<LabFaultKind> parse_kind(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kKindNames); ++i) {
    if (kKindNames[i] == name) return static_cast<LabFaultKind>(i);
  }
  if (name == kDropRefreshReply) return LabFaultKind::drop_reply;
  return make_error(ErrorCode::unknown_name,
                    "a fault is drop_reply, delay, refuse, drop_refresh_reply, expire_token, "
                    "revoke_session, miss_cron, pause_worker, crash_worker or refuse_push");
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

Result<std::string_view> parse_place(std::string_view name) {
  for (const std::string_view known : kPlaceNames) {
    if (known == name) return known;
  }
  return make_error(ErrorCode::unknown_name,
                    "a run can be struck at taken, before_send, after_send or before_record");
}

// What becomes of runs of the worker, and of no request.
bool is_of_the_worker(const LabFault& fault) { return fault.kind >= LabFaultKind::miss_cron; }

bool strikes_a_place(const LabFault& fault) {
  return fault.kind == LabFaultKind::pause_worker || fault.kind == LabFaultKind::crash_worker;
}

}  // namespace

bool strikes_at_once(const LabFault& fault) {
  return fault.kind == LabFaultKind::expire_token || fault.kind == LabFaultKind::revoke_session;
}

Result<LabFault> read_lab_fault(const Json& document) {
  Status status;
  const JsonReader reader(document, status);
  LabFault fault;
  fault.kind = reader["fault"].name(parse_kind);
  if (reader["route"].exists()) fault.route = reader["route"].name(parse_route);
  fault.times = reader["times"].integer_or(1, 0, kLabTimesMax);
  if (reader["fault"].text_or("") == kDropRefreshReply) fault.route = Route::refresh;
  const DurationMs delay_ms = fault.kind == LabFaultKind::delay ? kDelayDefaultMs : 0;
  const bool pauses = fault.kind == LabFaultKind::pause_worker;
  fault.delay_ms = reader["delay_ms"].integer_or(pauses ? kJobLeaseMs + kSecondMs : delay_ms, 0,
                                                 pauses ? kLabPauseMax : kLabDelayMax);
  fault.device = reader["device"].text_or("");
  if (strikes_a_place(fault)) {
    fault.place = reader["at"].exists() ? reader["at"].name(parse_place) : kUsualPlace;
  }
  if (fault.kind == LabFaultKind::refuse_push) fault.place = kSendPlace;
  if (!status.ok()) return status.error();
  return fault;
}

Json to_json(const LabFault& fault) {
  Json::Object members{{"fault", kKindNames[static_cast<std::size_t>(fault.kind)]},
                       {"times", fault.times}};
  if (fault.route) members.emplace("route", route_name(*fault.route));
  if (fault.delay_ms > 0) members.emplace("delay_ms", fault.delay_ms);
  if (!fault.device.empty()) members.emplace("device", fault.device);
  if (strikes_a_place(fault)) members.emplace("at", fault.place);
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

LabStrike LabFaults::strike(Route route) {
  LabStrike strike;
  strike_all([&](const LabFault& fault) {
    if (strikes_at_once(fault) || is_of_the_worker(fault)) return false;
    if (fault.route && *fault.route != route) return false;
    switch (fault.kind) {
      case LabFaultKind::drop_reply: strike.drops_reply = true; break;
      case LabFaultKind::delay: strike.delay_ms = std::max(strike.delay_ms, fault.delay_ms); break;
      case LabFaultKind::refuse: strike.refuses = true; break;
      default: break;
    }
    return true;
  });
  return strike;
}

bool LabFaults::misses_cron() {
  bool misses = false;
  strike_all([&](const LabFault& fault) {
    if (fault.kind != LabFaultKind::miss_cron) return false;
    misses = true;
    return true;
  });
  return misses;
}

LabRunFate LabFaults::strike_run(std::string_view place) {
  LabRunFate fate;
  strike_all([&](const LabFault& fault) {
    if (fault.place != place) return false;
    if (fault.kind == LabFaultKind::crash_worker) fate.dies = true;
    if (fault.kind == LabFaultKind::refuse_push) fate.refuses_push = true;
    if (fault.kind == LabFaultKind::pause_worker) fate.stands_still_ms = fault.delay_ms;
    return true;
  });
  return fate;
}

// Each fault that strikes is used up by one.
void LabFaults::strike_all(const std::function<bool(const LabFault&)>& is_struck) {
  const std::lock_guard lock(mutex_);
  for (LabFault& fault : faults_) {
    if (is_struck(fault) && fault.times > 0 && --fault.times == 0) fault.times = -1;  // spent
  }
  std::erase_if(faults_, [](const LabFault& fault) { return fault.times < 0; });
}

}  // namespace srl
