// SPDX-License-Identifier: MIT
// What SQL may not do here, refused when a statement is prepared: anything that makes two equal
// runs differ (the clock, random numbers, what a reused connection remembers of its last life) and
// anything that reaches beyond the one database (ATTACH, extensions). Internal to storage/.
#pragma once

struct sqlite3;

namespace srl {

void install_guard(sqlite3* connection);

// Around a backup, which attaches the file that it writes.
void lift_guard(sqlite3* connection);
void restore_guard(sqlite3* connection);

}  // namespace srl
