// SPDX-License-Identifier: MIT
// The service's one entry. It holds no state of its own: everything is in the database. The host
// begins the transaction, may put several requests into one, commits, and publishes the outcome
// only after that. When the commit fails, or execute returns an error, nothing has happened: the
// host answers 503 and publishes nothing.
#pragma once

#include "ports/database.h"
#include "protocol/messages.h"
#include "service/service_context.h"

namespace srl {

// True for a request that only reads: any connection with a snapshot of the database will do.
bool is_read_only(const Request& request);

// False for what signs a person in, or keeps them signed in.
bool needs_session(const Request& request);

// Whose request it is, the access token says, and nothing else does.
Result<Outcome> execute(Transaction& transaction, const ServiceContext& context,
                        const Request& request);

}  // namespace srl
