// SPDX-License-Identifier: MIT
#include "http/api.h"

#include <unistd.h>

#include <chrono>
#include <fstream>

#include "base/enum_names.h"
#include "base/http_status.h"
#include "base/limits.h"
#include "http/admission.h"
#include "observe/export/prometheus.h"

namespace srl {
namespace {

constexpr std::string_view kLabPath = "/v1/lab/faults";
constexpr std::string_view kLabWorkerPath = "/v1/lab/worker";
constexpr std::string_view kLabMethods = "GET, HEAD, POST, DELETE";

#ifndef SRL_VERSION
#define SRL_VERSION "unknown"
#endif
constexpr std::string_view kBuildLabels = "version=\"" SRL_VERSION "\",backend=\"sqlite\"";
constexpr std::string_view kText = "text/plain; charset=utf-8";

Api::Answer problem(const Error& error, std::string_view route = kPageRoute) {
  return {to_http(problem_response(error)), route};
}

Api::Answer text(int status, std::string body, std::string_view type = kText) {
  HttpResponseForm form;
  form.status = status;
  form.content_type = type;
  form.body = std::move(body);
  return {std::move(form), kPageRoute};
}

Api::Answer json(int status, const Json& document) {
  return text(status, dump_json(document), "application/json");
}

Api::Answer wrong_method(std::string_view methods) {
  Api::Answer answer =
      problem(make_error(ErrorCode::method_not_allowed, "this path takes " + std::string(methods)));
  answer.allow = methods;
  return answer;
}

Api::Answer only_in_lab(const std::string& what) {
  return problem(make_error(ErrorCode::not_found, what + " with srl serve --lab"));
}

Json report_json(const RunReport& report) {
  return Json::Object{{"cancelled", report.cancelled}, {"cut_short", report.is_cut_short},
                      {"discarded", report.discarded}, {"done", report.done},
                      {"expired", report.expired},     {"failed", report.failed},
                      {"fenced", report.fenced},       {"notices_sent", report.accepted}};
}

Json list_json(const std::vector<LabFault>& faults) {
  Json::Array list;
  for (const LabFault& fault : faults) list.push_back(to_json(fault));
  return Json::Object{{"faults", Json(std::move(list))}};
}

// Resident pages: the second number of /proc/self/statm. 0 where there is no such file.
std::int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  statm >> total >> resident;
  return statm ? resident * ::sysconf(_SC_PAGESIZE) : 0;
}

TimeMs monotonic_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

std::optional<Api::Answer> Api::handle(const HttpRequestForm& form) {
  const bool is_large = form.body.size() >= kLargeBodyBytes;
  const std::shared_ptr<void> place = is_large ? large_bodies_.take() : nullptr;
  const std::string_view path = std::string_view(form.target).substr(0, form.target.find('?'));
  if (path == "/livez") return text(200, "ok\n");
  if (path == "/readyz") return ready();
  if (path == "/metrics") return metrics();
  if (path == kLabPath) return handle_lab(form);
  if (path == kLabWorkerPath) return run_worker(form);
  if (AdminApi::is_path(path)) return handle_admin(form, path);
  if (is_api_path(path)) return handle_service(form, path);
  return std::nullopt;
}

std::string_view Api::methods_of(std::string_view path) const {
  if (path == kStreamPath) return "GET";
  if (has_lab_ && path == kLabPath) return kLabMethods;
  if (has_lab_ && path == kLabWorkerPath) return "POST";
  if (has_lab_ && AdminApi::is_path(path)) return AdminApi::methods_of(path);
  return allowed_methods(path);
}

Api::Answer Api::handle_service(const HttpRequestForm& form, std::string_view path) {
  const Result<Request> request = from_http(form);
  if (!request.ok()) {
    Answer answer = problem(request.error());
    if (request.error().code == ErrorCode::method_not_allowed) answer.allow = allowed_methods(path);
    return answer;
  }
  const Route route = route_of(*request);
  RequestFacts facts = facts_of(*request);
  const LabStrike struck = faults_.strike(route, monotonic_ms());
  if (const std::optional<Error> refused = strike(struck, *request)) {
    Answer answer = problem(*refused, name_of(route));
    answer.facts = std::move(facts);
    return answer;
  }
  std::shared_ptr<void> place = is_read_only(*request) ? answers_built_.take() : nullptr;
  Answer answer{to_http(service_.handle(*request, form.body.size())), name_of(route)};
  answer.place = std::move(place);
  answer.loses_reply = struck.drops_reply;
  answer.facts = std::move(facts);
  return answer;
}

// Sleeps as long as the lab wants. Returns what the request is refused with, if it is.
std::optional<Error> Api::strike(const LabStrike& strike, const Request& request) {
  if (strike.is_over_the_rate) {
    service_.metrics().update(
        [](Metrics& registry) { registry.add(Metric::http_shed, "rate_limit"); });
    return make_error(ErrorCode::too_many_requests, "the lab lets so many through a second");
  }
  if (strike.service_time_ms > 0) {
    const MutexLock one_at_a_time(desk_);
    stop_.wait_for(strike.service_time_ms);
  }
  if (strike.delay_ms > 0) stop_.wait_for(strike.delay_ms);
  if (strike.refuses) return make_error(ErrorCode::unavailable, "the lab refuses this request");
  if (strike.disk_is_full && !is_read_only(request)) {
    return make_error(ErrorCode::storage_failed, "the lab's disk is full: nothing is changed");
  }
  return std::nullopt;
}

Api::Answer Api::handle_lab(const HttpRequestForm& form) {
  if (!has_lab_) return only_in_lab("faults can be asked for");
  if (form.method == "GET") return json(200, list_json(faults_.list()));
  if (form.method == "DELETE") {
    faults_.clear();
    service_.reset_access_lifetime();
    return {HttpResponseForm{http::kNoContent}, kPageRoute};
  }
  if (form.method != "POST") return wrong_method(kLabMethods);
  return add_fault(form);
}

Api::Answer Api::handle_admin(const HttpRequestForm& form, std::string_view path) {
  if (!has_lab_) return only_in_lab("jobs can be looked at");
  const std::string_view methods = AdminApi::methods_of(path);
  if (methods.empty()) {
    return problem(make_error(ErrorCode::not_found, "there is nothing at this path"));
  }
  if (methods.find(form.method) == std::string_view::npos) return wrong_method(methods);
  const Result<Json> answer = admin_.handle(form, path);
  return answer.ok() ? json(200, *answer) : problem(answer.error());
}

// Now, in this request: its answer says what was done.
Api::Answer Api::run_worker(const HttpRequestForm& form) {
  if (!has_lab_) return only_in_lab("the worker can be run");
  if (form.method != "POST") return wrong_method("POST");
  const Result<RunReport> report =
      service_.run_worker([this](std::string_view place) { return faults_.strike_run(place); });
  return report.ok() ? json(200, report_json(*report)) : problem(report.error());
}

void Api::on_cron() {
  if (faults_.misses_cron()) return log_.write(LogLine(LogLevel::warn, "cron_missed"));
  const Result<RunReport> report =
      service_.run_worker([this](std::string_view place) { return faults_.strike_run(place); });
  if (!report.ok()) {
    return log_.write(std::move(
        LogLine(LogLevel::error, "worker_failed").text("error", describe(report.error()))));
  }
  log_.write(std::move(LogLine(LogLevel::info, "worker_ran")
                           .integer("done", report->done)
                           .integer("failed", report->failed)
                           .integer("discarded", report->discarded)
                           .integer("notices_sent", report->accepted)));
}

Api::Answer Api::add_fault(const HttpRequestForm& form) {
  const Result<JsonDocument> document = parse_json(form.body, kRequestBytesMax);
  if (!document.ok()) return problem(document.error());
  const Result<LabFault> fault = read_lab_fault(*document);
  if (!fault.ok()) return problem(fault.error());
  log_.write(
      std::move(LogLine(LogLevel::warn, "lab_fault").text("fault", lab_fault_name(fault->kind))));
  // What is over at once is not kept; shorter lives of tokens last until the faults are cleared.
  if (!strikes_at_once(*fault) || fault->delay_ms > 0) {
    if (const Status added = faults_.add(*fault); !added.ok()) return problem(added.error());
  }
  if (strikes_at_once(*fault)) {
    if (fault->delay_ms > 0) service_.set_access_lifetime(fault->delay_ms);
    const Response done = fault->kind == LabFaultKind::expire_token
                              ? service_.expire_access_tokens(fault->device)
                              : service_.end_sessions(fault->device);
    if (done.status != http::kOk) return {to_http(done), kPageRoute};
  }
  return json(201, to_json(*fault));
}

Api::Answer Api::ready() {
  if (faults_.fills_disk())
    return problem(make_error(ErrorCode::unavailable, "the lab's disk is full"));
  const Status is_ready = service_.is_ready();
  return is_ready.ok() ? text(200, "ready\n") : problem(is_ready.error());
}

Api::Answer Api::metrics() {
  Metrics metrics = service_.scrape();
  metrics.set(Metric::process_memory, resident_bytes());
  metrics.set(Metric::log_lines_dropped, log_.dropped());
  metrics.set(Metric::build_info, 1);
  if (gauges_) gauges_(metrics);
  return text(200, to_prometheus(metrics, service_.exposure(), kBuildLabels),
              kPrometheusContentType);
}

}  // namespace srl
