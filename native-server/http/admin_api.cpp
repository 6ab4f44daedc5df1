// SPDX-License-Identifier: MIT
#include "http/admin_api.h"

#include <algorithm>
#include <charconv>

#include "base/enum_names.h"
#include "base/http_status.h"
#include "protocol/http_query.h"
#include "service/chores/chore.h"
#include "service/cron.h"
#include "service/job_queue.h"

namespace srl {
namespace {

constexpr std::string_view kPrefix = "/v1/admin/";
constexpr std::string_view kJobsPath = "/v1/admin/jobs";
constexpr std::string_view kJobPrefix = "/v1/admin/jobs/";
constexpr std::string_view kRedrive = "/redrive";
constexpr std::string_view kSchedulesPath = "/v1/admin/schedules";
constexpr std::int64_t kListedUsually = 100;

// Of a path that ends in /redrive; nothing when there is no number before it.
std::optional<JobId> job_of(std::string_view path) {
  const bool is_one = path.starts_with(kJobPrefix) && path.ends_with(kRedrive) &&
                      path.size() > kJobPrefix.size() + kRedrive.size();
  if (!is_one) return std::nullopt;
  path.remove_prefix(kJobPrefix.size());
  path.remove_suffix(kRedrive.size());
  JobId id = 0;
  const auto [end, code] = std::from_chars(path.data(), path.data() + path.size(), id);
  const bool is_whole = code == std::errc() && end == path.data() + path.size() && id > 0;
  return is_whole ? std::optional(id) : std::nullopt;
}

Result<std::optional<JobState>> state_of(const HttpQuery& query) {
  const std::string name = value_of(query, "state");
  if (name.empty()) return std::optional<JobState>();
  std::string known;
  for (int i = 0; i < kCountOf<JobState>; ++i) {
    const auto state = static_cast<JobState>(i);
    if (name_of(state) == name) return std::optional(state);
    known.append(known.empty() ? "" : ", ").append(name_of(state));
  }
  return make_error(ErrorCode::unknown_name, "a state is one of " + known);
}

Json json_of(const Delivery& delivery) {
  return Json::Object{{"at", delivery.at_ms},
                      {"attempts", delivery.attempts},
                      {"device", delivery.device},
                      {"reason", delivery.reason},
                      {"state", name_of(delivery.state)}};
}

Json json_of(const Job& job, const std::vector<Delivery>& deliveries) {
  Json::Array list;
  for (const Delivery& delivery : deliveries) list.push_back(json_of(delivery));
  Json::Object members{{"account", job.account},
                       {"attempts", job.attempts},
                       {"deliveries", Json(std::move(list))},
                       {"due_at", job.due_at},
                       {"fence", job.fence},
                       {"id", job.id},
                       {"kind", job_kind_name(job.kind)},
                       {"leased_until", job.leased_until},
                       {"reason", job.reason},
                       {"run_at", job.run_at},
                       {"state", name_of(job.state)}};
  if (!job.task.is_nil()) members.emplace("task", to_string(job.task));
  return members;
}

}  // namespace

bool AdminApi::is_path(std::string_view path) { return path.starts_with(kPrefix); }

std::string_view AdminApi::methods_of(std::string_view path) {
  if (path == kJobsPath || path == kSchedulesPath) return "GET, HEAD";
  return job_of(path) ? "POST" : "";
}

Result<Json> AdminApi::handle(const HttpRequestForm& form, std::string_view path) {
  if (form.method == "POST") return redrive_job(path);
  const std::size_t question = std::min(form.target.find('?'), form.target.size());
  const Result<HttpQuery> query =
      parse_query(std::string_view(form.target).substr(std::min(question + 1, form.target.size())));
  if (!query.ok()) return query.error();
  return path == kJobsPath ? list_jobs(*query) : list_slots(*query);
}

Status AdminApi::read(const Work& work) {
  const Response done = service_.read(work);
  if (done.status == http::kOk) return {};
  return make_error(ErrorCode::unavailable, "the database cannot be read now");
}

Result<Json> AdminApi::list_jobs(const HttpQuery& query) {
  const Result<std::optional<JobState>> state = state_of(query);
  if (!state.ok()) return state.error();
  const Result<std::int64_t> limit = limit_of(query, kListedUsually);
  if (!limit.ok()) return limit.error();
  Json::Array list;
  SRL_TRY(read([&](Transaction& transaction) -> Result<Outcome> {
    list.clear();
    const Result<std::vector<Job>> jobs = jobs_in_state(transaction.database(), *state, *limit);
    if (!jobs.ok()) return jobs.error();
    for (const Job& job : *jobs) {
      const Result<std::vector<Delivery>> deliveries =
          deliveries_of(transaction.database(), job.id);
      if (!deliveries.ok()) return deliveries.error();
      list.push_back(json_of(job, *deliveries));
    }
    return Outcome();
  }));
  return Json(Json::Object{{"jobs", Json(std::move(list))}});
}

Result<Json> AdminApi::list_slots(const HttpQuery& query) {
  const Result<std::int64_t> limit = limit_of(query, kListedUsually);
  if (!limit.ok()) return limit.error();
  Json::Array list;
  SRL_TRY(read([&](Transaction& transaction) -> Result<Outcome> {
    list.clear();
    const Result<std::vector<StoredSlot>> slots = newest_slots(transaction.database(), *limit);
    if (!slots.ok()) return slots.error();
    for (const StoredSlot& slot : *slots) {
      list.push_back(Json::Object{{"decided_at", slot.at_ms},
                                  {"outcome", name_of(slot.outcome)},
                                  {"schedule", slot.schedule},
                                  {"slot_at", slot.slot_at}});
    }
    return Outcome();
  }));
  return Json(Json::Object{{"slots", Json(std::move(list))}});
}

Result<Json> AdminApi::redrive_job(std::string_view path) {
  const JobId id = job_of(path).value_or(0);
  std::int64_t redriven = 0;
  const Response done = service_.write([&](Transaction& transaction) -> Result<Outcome> {
    Outcome outcome;
    const Result<std::int64_t> count =
        redrive(transaction.database(), service_.clock().now_ms(), id, outcome);
    if (!count.ok()) return count.error();
    redriven = *count;
    return outcome;
  });
  if (done.status != http::kOk)
    return make_error(ErrorCode::unavailable, "the database is not writable");
  if (redriven > 0) return Json(Json::Object{{"redriven", redriven}});
  return make_error(ErrorCode::not_possible, "job " + std::to_string(id) +
                                                 " is not a dead letter; "
                                                 "GET /v1/admin/jobs?state=discarded lists those");
}

}  // namespace srl
