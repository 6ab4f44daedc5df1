// SPDX-License-Identifier: MIT
// The SQLite VFS "srl-pages": files are PageStores. xSync is the commit boundary: it closes a batch
// of pages and returns; durability is told later, to the store. There is no journal file (journals
// stay in memory: a batch reaches the disk whole or not at all), no second process and so no lock,
// no clock and no randomness. (A file that shrinks, by VACUUM, is cut after its sync: SQLite does
// not need the cut, and it travels with the next batch.)
//
// SQLite knows a file by its name alone, so the name is the store's address, made by
// page_store_name() and read back by the VFS. Nothing else may open files here: the VFS is never
// the native default, and ATTACH is refused (see SqliteDatabase).
#pragma once

#include <string>

#include "storage/page_store.h"

namespace srl {

inline constexpr char kPageVfsName[] = "srl-pages";

// Before the first connection; again is harmless. Where SQLite has no operating system of its own
// (SQLITE_OS_OTHER), this VFS is also its default.
void register_page_vfs();

std::string page_store_name(const PageStore& store);

}  // namespace srl
