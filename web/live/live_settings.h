// SPDX-License-Identifier: MIT
// What its person has chosen for a live device, and how far it has been told. It stands in the
// device's own database: as durable as the tasks, and gone with them.
#pragma once

#include <string>

#include "ports/database.h"

namespace srl::web {

// True for a device of which nobody has said anything.
Result<bool> load_wants_online(Database& database);
Status save_wants_online(Database& database, bool wants_online);

// The id of the last notice that its event stream has brought; "" for none.
Result<std::string> load_last_notice(Database& database);
Status save_last_notice(Database& database, const std::string& id);

}  // namespace srl::web
