// SPDX-License-Identifier: MIT
// What the work on one request's operations shares.
#pragma once

#include <string_view>

#include "service/account_counter.h"
#include "service/service_context.h"

namespace srl {

struct OperationScope {
  Database& database;
  const ServiceContext& context;
  AccountCounter& counter;
  Outcome& outcome;
  std::string_view device;  // whose operations they are; empty: a program without a device id
  bool has_checked_version = false;  // the write has seen the row as it is: nothing is unseen
};

// The version that the author has seen; 0 when the operation names one that the account has not
// reached.
inline std::int64_t version_seen(const OperationScope& scope, const WireOperation& operation) {
  return operation.base_version > scope.counter.seq() ? 0 : operation.base_version;
}

inline Uuid new_id(const OperationScope& scope) {
  const std::uint64_t random_a = scope.context.random.next(RandomPurpose::identifier);
  const std::uint64_t random_b = scope.context.random.next(RandomPurpose::identifier);
  return make_uuid_v7(scope.context.now_ms, random_a, random_b);
}

// When it was written by its author's clock; a program without one gets the service's.
inline TimeMs wall_ms_of(const OperationScope& scope, const WireOperation& operation) {
  return operation.wall_ms != 0 ? operation.wall_ms : scope.context.now_ms;
}

// What a refused operation is answered with. `detail`: the place in the operation as a JSON
// pointer, and what is wrong there; where it follows from the code, it need not be given.
OpResult rejection(const WireOperation& operation, ErrorCode code, std::string detail = {});

}  // namespace srl
