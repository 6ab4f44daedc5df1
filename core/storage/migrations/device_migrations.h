// SPDX-License-Identifier: MIT
// The schema of a device's database. Migrations are appended, never edited.
#pragma once

#include <span>

#include "storage/migration.h"

namespace srl {

std::span<const Migration> device_migrations();

}  // namespace srl
