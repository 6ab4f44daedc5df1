// SPDX-License-Identifier: MIT
// /v1/tasks for programs that keep no copy: one task, read or written. A write is an operation like
// any other; what is added is the condition on the version, and an answer in HTTP's own terms.
#pragma once

#include "ports/database.h"
#include "service/service_context.h"

namespace srl {

Status get_task(Database& database, const ServiceContext& context, const TaskRequest& request,
                Outcome& outcome);

// A repeat is answered before the condition is looked at: the first attempt has changed the very
// version that the condition names. A failed condition leaves nothing behind, also not the key.
Status write_task(Database& database, const ServiceContext& context,
                  const TaskWriteRequest& request, Outcome& outcome);

}  // namespace srl
