// SPDX-License-Identifier: MIT
// A write on the condition that a row has a tag of another maker fails its condition, for no row
// has such a tag. Sent on, it had an empty If-Match, and was refused as malformed.
#include <doctest/doctest.h>

#include <variant>

#include "protocol/http_form.h"

namespace srl {

TEST_CASE("regression: a condition that no row fulfils is sent as one") {
  HttpRequestForm form;
  form.method = "DELETE";
  form.target = "/v1/tasks/01920000-0000-7000-8000-000000000002";
  form.idempotency_key = "01920000-0000-7000-8000-000000000001";
  form.if_match = "\"another-maker's\"";
  const Result<Request> request = from_http(form);
  REQUIRE(request.ok());
  const Result<Request> again = from_http(to_http(*request));
  REQUIRE(again.ok());
  const VersionCondition& condition = *std::get<TaskWriteRequest>(again->body).condition;
  CHECK_FALSE(condition.any);
  CHECK(condition.tags.empty());
}

}  // namespace srl
