// SPDX-License-Identifier: MIT
// The schema of the service's database. Migrations are appended, never edited.
#pragma once

#include <span>

#include "storage/migration.h"

namespace srl {

std::span<const Migration> service_migrations();

}  // namespace srl
