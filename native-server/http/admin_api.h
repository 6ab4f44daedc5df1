// SPDX-License-Identifier: MIT
// What stands behind the reminders, for the person who runs the server: jobs, dead letters, slots
// of cron. There are no administrators' accounts, so only the lab has it (srl serve --lab).
#pragma once

#include <optional>
#include <string_view>

#include "adapters/database_service.h"
#include "protocol/http_form.h"
#include "protocol/http_query.h"
#include "protocol/json_value.h"

namespace srl {

// GET /v1/admin/jobs?state&limit, POST /v1/admin/jobs/{id}/redrive, GET /v1/admin/schedules?limit
class AdminApi {
 public:
  explicit AdminApi(DatabaseService& service) : service_(service) {}

  static bool is_path(std::string_view path);
  // The header Allow; "" when there is no such path.
  static std::string_view methods_of(std::string_view path);

  // The path is one, and takes the method.
  Result<Json> handle(const HttpRequestForm& form, std::string_view path);

 private:
  Result<Json> list_jobs(const HttpQuery& query);
  Result<Json> list_slots(const HttpQuery& query);
  Result<Json> redrive_job(std::string_view path);
  Status read(const Work& work);

  DatabaseService& service_;
};

}  // namespace srl
