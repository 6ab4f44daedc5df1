// SPDX-License-Identifier: MIT
// What its person has chosen for a live device. It stands in the device's own database: as durable
// as the tasks, and gone with them.
#pragma once

#include "ports/database.h"

namespace srl::web {

// True for a device of which nobody has said anything.
Result<bool> load_wants_online(Database& database);
Status save_wants_online(Database& database, bool wants_online);

}  // namespace srl::web
