// SPDX-License-Identifier: MIT
// The reading half of the service: changes since a cursor, snapshots, the plain list, open
// conflicts, and the fate of one operation.
#pragma once

#include "ports/database.h"
#include "service/service_context.h"

namespace srl {

Status changes(Database& database, const ServiceContext& context, const ChangesRequest& request,
               Outcome& outcome);
Status snapshot(Database& database, const ServiceContext& context, const SnapshotRequest& request,
                Outcome& outcome);
Status list(Database& database, const ServiceContext& context, const ListRequest& request,
            Outcome& outcome);
Status conflicts(Database& database, const ServiceContext& context, const ConflictsRequest& request,
                 Outcome& outcome);
Status op_fate(Database& database, const ServiceContext& context, const OpFateRequest& request,
               Outcome& outcome);

}  // namespace srl
