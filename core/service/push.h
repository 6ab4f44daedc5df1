// SPDX-License-Identifier: MIT
// POST /v1/sync/push: applies a batch of operations, each in a savepoint of its own, and answers
// each one.
#pragma once

#include "ports/database.h"
#include "service/service_context.h"

namespace srl {

// An error means that the database failed: the host rolls back and answers 503.
Status push(Database& database, const ServiceContext& context, const PushRequest& request,
            Outcome& outcome);

}  // namespace srl
