// SPDX-License-Identifier: MIT
// The service's one entry. It holds no state of its own: everything is in the database. The host
// begins the transaction, may put several requests into one, commits, and publishes the outcome
// only after that. When the commit fails, or execute returns an error, nothing has happened: the
// host answers 503 and publishes nothing.
#pragma once

#include "ports/database.h"
#include "protocol/messages.h"
#include "service/outcome.h"
#include "service/push.h"

namespace srl {

Result<Outcome> execute(Transaction& transaction, const ServiceContext& context,
                        const Request& request);

}  // namespace srl
