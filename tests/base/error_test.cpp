// SPDX-License-Identifier: MIT
#include "base/error.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "base/result.h"

namespace srl {
namespace {

constexpr ErrorCode kCodes[] = {
#define ERROR(number, name, http_status, title) ErrorCode::name,
#include "base/errors.def"
#undef ERROR
};

Status fails() { return make_error(ErrorCode::timeout, "no reply in 10 s"); }
Status hands_up() {
  SRL_TRY(Status());
  SRL_TRY(fails());
  return make_error(ErrorCode::bad_value, "must not be reached");
}

}  // namespace

TEST_CASE("errors: every code has a name of its own, a sentence and a status that HTTP has") {
  std::set<std::string> names;
  std::set<int> numbers;
  for (const ErrorCode code : kCodes) {
    CAPTURE(error_name(code));
    CHECK(names.emplace(error_name(code)).second);
    CHECK(numbers.insert(static_cast<int>(code)).second);
    CHECK(error_by_name(error_name(code)) == code);
    CHECK_FALSE(error_title(code).empty());
    const int status = error_http_status(code);
    const bool known = status == 0 || (status >= 400 && status < 600);
    CHECK(known);
  }
}

TEST_CASE("errors: an unknown name is none") {
  CHECK(error_by_name("no_such_error") == ErrorCode::none);
  CHECK(error_by_name("") == ErrorCode::none);
}

TEST_CASE("errors: a description is the title and the detail") {
  CHECK(describe({ErrorCode::not_found, "task 4"}) == "There is no such resource: task 4");
  CHECK(describe({ErrorCode::not_found, ""}) == "There is no such resource");
}

TEST_CASE("results: they hold a value or an error") {
  Result<int> value = 3;
  CHECK(value.ok());
  CHECK(*value == 3);
  const Result<int> error = make_error(ErrorCode::timeout, "");
  CHECK_FALSE(error.ok());
  CHECK(error.error().code == ErrorCode::timeout);
}

TEST_CASE("results: SRL_TRY hands the first error up") {
  const Status status = hands_up();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == ErrorCode::timeout);
}

}  // namespace srl
