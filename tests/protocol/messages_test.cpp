// SPDX-License-Identifier: MIT
#include "protocol/messages.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "protocol/message_samples.h"

namespace srl::test {

TEST_CASE("messages: a request's route is the alternative that it holds") {
  CHECK(route_of(Request{PushRequest{}}) == Route::push);
  CHECK(route_of(Request{ChangesRequest{}}) == Route::changes);
  CHECK(route_of(Request{SnapshotRequest{}}) == Route::snapshot);
  CHECK(route_of(Request{ListRequest{}}) == Route::list);
  CHECK(route_of(Request{OpFateRequest{}}) == Route::op_fate);
  std::set<std::string> names;
  for (int i = 0; i < kCountOf<Route>; ++i) {
    CHECK(names.emplace(name_of(static_cast<Route>(i))).second);
  }
}

TEST_CASE("messages: an error becomes a problem with its own status") {
  const Response response = problem_response({ErrorCode::key_reused, "op 3"});
  CHECK(response.status == 422);
  CHECK(same(std::get<Problem>(response.body), Problem{ErrorCode::key_reused, "op 3"}));
}

}  // namespace srl::test
