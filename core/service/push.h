// SPDX-License-Identifier: MIT
// POST /v1/sync/push: applies a batch of operations, each in a savepoint of its own, and answers
// each one. For one operation: claim its id → apply it by policy → store the answer.
#pragma once

#include "base/limits.h"
#include "policies/catalog.h"
#include "ports/database.h"
#include "ports/random_source.h"
#include "service/outcome.h"

namespace srl {

// What the service knows besides the request.
struct ServiceContext {
  AccountId account = 1;
  TimeMs now_ms = 0;
  const Policies& policies;
  RandomSource& random;
};

// An error means that the database failed: the host rolls back and answers 503.
Status push(Database& database, const ServiceContext& context, const PushRequest& request,
            Outcome& outcome);

}  // namespace srl
