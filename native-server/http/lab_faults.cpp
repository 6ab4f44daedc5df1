// SPDX-License-Identifier: MIT
#include "http/lab_faults.h"

#include <algorithm>

#include "protocol/json_reader.h"

namespace srl {
namespace {

constexpr std::string_view kKindNames[] = {
    "drop_reply",  "delay",     "refuse",    "expire_token", "revoke_session", "rate_limit",
    "slow_server", "disk_full", "miss_cron", "pause_worker", "crash_worker",   "refuse_push"};
constexpr std::string_view kPlaceNames[] = {"taken", "before_send", "after_send", "before_record"};
constexpr std::string_view kUsualPlace = "before_send";
constexpr std::string_view kSendPlace = "send";
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
                    "revoke_session, rate_limit, slow_server, disk_full, miss_cron, pause_worker, "
                    "crash_worker or refuse_push");
}

Result<Route> parse_route(std::string_view name) {
  std::string known;
  for (int i = 0; i < kCountOf<Route>; ++i) {
    const auto route = static_cast<Route>(i);
    if (name_of(route) == name) return route;
    known.append(known.empty() ? "" : ", ").append(name_of(route));
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

// A state of the server rather than something that befalls a request.
bool lasts(LabFaultKind kind) {
  return kind == LabFaultKind::rate_limit || kind == LabFaultKind::slow_server ||
         kind == LabFaultKind::disk_full;
}

DurationMs default_delay_ms(LabFaultKind kind) {
  if (kind == LabFaultKind::delay) return kDelayDefaultMs;
  if (kind == LabFaultKind::pause_worker) return kJobLeaseMs + kSecondMs;
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
    default: return;
  }
}

}  // namespace

std::string_view lab_fault_name(LabFaultKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

bool strikes_at_once(const LabFault& fault) {
  return fault.kind == LabFaultKind::expire_token || fault.kind == LabFaultKind::revoke_session;
}

Result<LabFault> read_lab_fault(const JsonDocument& document) {
  Status status;
  const JsonReader reader(document, status);
  LabFault fault;
  fault.kind = reader["fault"].name(parse_kind);
  if (reader["route"].exists()) fault.route = reader["route"].name(parse_route);
  fault.times = reader["times"].integer_or(lasts(fault.kind) ? 0 : 1, 0, kLabTimesMax);
  if (reader["fault"].text_or("") == kDropRefreshReply) fault.route = Route::refresh;
  const bool pauses = fault.kind == LabFaultKind::pause_worker;
  fault.delay_ms = reader["delay_ms"].integer_or(default_delay_ms(fault.kind), 0,
                                                 pauses ? kLabPauseMax : kLabDelayMax);
  if (fault.kind == LabFaultKind::rate_limit) {
    fault.per_second = reader["per_second"].integer_or(kPerSecondDefault, 1, kLabPerSecondMax);
  }
  fault.device = reader["device"].text_or("");
  if (strikes_a_place(fault)) {
    fault.place = reader["at"].exists() ? reader["at"].name(parse_place) : kUsualPlace;
  }
  if (fault.kind == LabFaultKind::refuse_push) fault.place = kSendPlace;
  if (!status.ok()) return status.error();
  return fault;
}

Json to_json(const LabFault& fault) {
  Json::Object members{{"fault", lab_fault_name(fault.kind)}, {"times", fault.times}};
  if (fault.route) members.emplace("route", name_of(*fault.route));
  if (fault.delay_ms > 0) members.emplace("delay_ms", fault.delay_ms);
  if (fault.per_second > 0) members.emplace("per_second", fault.per_second);
  if (!fault.device.empty()) members.emplace("device", fault.device);
  if (strikes_a_place(fault)) members.emplace("at", fault.place);
  return members;
}

Status LabFaults::add(const LabFault& fault) {
  const MutexLock lock(mutex_);
  if (faults_.size() >= kLabFaultsMax) {
    return make_error(ErrorCode::too_large, "there are " + std::to_string(kLabFaultsMax) +
                                                " faults; DELETE /v1/lab/faults clears them");
  }
  faults_.push_back(fault);
  return {};
}

void LabFaults::clear() {
  const MutexLock lock(mutex_);
  faults_.clear();
}

std::vector<LabFault> LabFaults::list() const {
  const MutexLock lock(mutex_);
  return faults_;
}

LabStrike LabFaults::strike(Route route, TimeMs now_ms) {
  const MutexLock lock(mutex_);
  if (second_ != now_ms / kSecondMs) in_second_ = 0;
  second_ = now_ms / kSecondMs;
  const std::int64_t in_second = ++in_second_;
  LabStrike strike;
  strike_all([&](const LabFault& fault) {
    if (strikes_at_once(fault) || is_of_the_worker(fault)) return false;
    if (fault.route && *fault.route != route) return false;
    if (fault.kind == LabFaultKind::rate_limit) {
      if (route == Route::refresh || in_second <= fault.per_second) return false;
    }
    strike_with(fault, strike);
    return true;
  });
  return strike;
}

bool LabFaults::fills_disk() const {
  const MutexLock lock(mutex_);
  return std::any_of(faults_.begin(), faults_.end(),
                     [](const LabFault& fault) { return fault.kind == LabFaultKind::disk_full; });
}

bool LabFaults::misses_cron() {
  const MutexLock lock(mutex_);
  bool misses = false;
  strike_all([&](const LabFault& fault) {
    if (fault.kind != LabFaultKind::miss_cron) return false;
    misses = true;
    return true;
  });
  return misses;
}

LabRunFate LabFaults::strike_run(std::string_view place) {
  const MutexLock lock(mutex_);
  LabRunFate fate;
  strike_all([&](const LabFault& fault) {
    if (fault.place != place) return false;
    if (fault.kind == LabFaultKind::crash_worker) fate.dies = true;
    if (fault.kind == LabFaultKind::refuse_push) fate.refuses_notification = true;
    if (fault.kind == LabFaultKind::pause_worker) fate.stands_still_ms = fault.delay_ms;
    return true;
  });
  return fate;
}

void LabFaults::strike_all(const std::function<bool(const LabFault&)>& is_struck) {
  for (LabFault& fault : faults_) {
    if (is_struck(fault) && fault.times > 0 && --fault.times == 0) fault.times = -1;  // spent
  }
  std::erase_if(faults_, [](const LabFault& fault) { return fault.times < 0; });
}

}  // namespace srl
