// SPDX-License-Identifier: MIT
#include "storage/page_vfs.h"

#include <sqlite3.h>

#include <charconv>
#include <cstring>

#include "base/assertion.h"

namespace srl {
namespace {

constexpr double kUnixEpochJulianDay = 2'440'587.5;
constexpr int kPathBytesMax = 64;

struct PageFile {
  sqlite3_file base;  // first: SQLite sees only this
  PageStore* store;
};

PageStore& store_of(sqlite3_file* file) { return *reinterpret_cast<PageFile*>(file)->store; }

// ---- a file -------------------------------------------------------------------------------------

int close_file(sqlite3_file*) { return SQLITE_OK; }

int read_file(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  SRL_ASSERT(size >= 0 && offset >= 0, "SQLite reads no less than nothing");
  const bool is_whole =
      store_of(file).read(static_cast<std::uint64_t>(offset), static_cast<std::byte*>(out),
                          static_cast<std::size_t>(size));
  return is_whole ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  SRL_ASSERT(size >= 0 && offset >= 0, "SQLite writes no less than nothing");
  store_of(file).write(static_cast<std::uint64_t>(offset), static_cast<const std::byte*>(data),
                       static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  SRL_ASSERT(size >= 0, "a file is cut to no less than nothing");
  store_of(file).truncate(static_cast<std::uint64_t>(size));
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  store_of(file).sync();
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(store_of(file).size_bytes());
  return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) { return SQLITE_OK; }

int check_reserved_lock(sqlite3_file*, int* is_reserved) {
  *is_reserved = 0;
  return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(kPageBytes); }
int device_characteristics(sqlite3_file*) { return SQLITE_IOCAP_ATOMIC4K; }

constexpr sqlite3_io_methods kMethods = {
    1,  // version 1 ends before shared memory: WAL is impossible here
    close_file,
    read_file,
    write_file,
    truncate_file,
    sync_file,
    file_size,
    lock_file,
    lock_file,  // unlock
    check_reserved_lock,
    control_file,
    sector_size,
    device_characteristics,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

// ---- the file system ----------------------------------------------------------------------------

PageStore* parse_store_name(const char* name) {
  std::uintptr_t address = 0;
  const char* end = name + std::strlen(name);
  const std::from_chars_result parsed = std::from_chars(name, end, address, 16);
  if (parsed.ec != std::errc() || parsed.ptr != end) return nullptr;
  return reinterpret_cast<PageStore*>(address);
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;  // SQLite closes what has methods, also after a failure
  // Temporary files have no name; SQLITE_TEMP_STORE keeps them in memory.
  if (name == nullptr || (flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
  PageStore* store = parse_store_name(name);
  if (store == nullptr) return SQLITE_CANTOPEN;
  reinterpret_cast<PageFile*>(file)->store = store;
  file->pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char*, int) { return SQLITE_OK; }

int access_file(sqlite3_vfs*, const char*, int, int* exists) {
  *exists = 0;  // asked about journals only
  return SQLITE_OK;
}

int full_pathname(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
  std::memset(out, 0, static_cast<std::size_t>(size));
  return size;
}

int sleep_for(sqlite3_vfs*, int) { return 0; }

int current_time(sqlite3_vfs*, double* julian_day) {
  *julian_day = kUnixEpochJulianDay;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

sqlite3_vfs g_page_vfs = {
    1,  // version
    sizeof(PageFile),
    kPathBytesMax,
    nullptr,  // next
    kPageVfsName,
    nullptr,  // application data
    open_file,
    delete_file,
    access_file,
    full_pathname,
    nullptr,  // no dynamic libraries
    nullptr,
    nullptr,
    nullptr,
    randomness,
    sleep_for,
    current_time,
    last_error,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

}  // namespace

std::string page_store_name(const PageStore& store) {
  char text[2 * sizeof(std::uintptr_t)];
  const std::to_chars_result end =
      std::to_chars(text, text + sizeof(text), reinterpret_cast<std::uintptr_t>(&store), 16);
  return std::string(text, end.ptr);
}

#if defined(SQLITE_OS_OTHER)

void register_page_vfs() { sqlite3_initialize(); }

// SQLite asks for its default VFS while it initialises itself: it can't be registered before.
extern "C" int sqlite3_os_init(void) { return sqlite3_vfs_register(&g_page_vfs, 1); }
extern "C" int sqlite3_os_end(void) { return SQLITE_OK; }

#else

void register_page_vfs() {
  static const int result = sqlite3_vfs_register(&g_page_vfs, 0);
  static_cast<void>(result);
}

#endif

}  // namespace srl
