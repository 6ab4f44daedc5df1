// SPDX-License-Identifier: MIT
// Measures `srl serve` with clients that cost little, and with the core's own device, beside raw
// SQLite doing the least that such a server must: a ledger row, an upsert, an index on the version,
// with the same values in the server's own tables.
//
// The work is that of the peers we compare with: four creations of whole tasks (a title of 40
// characters, a description of 100), then an edit of an earlier one.
//
// tests/bench/server_bench.mjs starts the servers and calls this, one measurement at a time; each
// prints one JSON object.
//
//   srl_server_bench raw FILE BATCH | push PORT BATCH DEVICES OPERATIONS | drain FILE PORT COUNT
//                    | pull FILE PORT | write FILE FILE
//
// For tests/bench/peers: `work BATCH` prints the pushes of one device, `tables FILE` makes the
// tables.
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <vector>

#include "base/enum_names.h"
#include "storage/migrations/service_migrations.h"
#include "support/http_device.h"

namespace srl {
namespace {

using WallClock = std::chrono::steady_clock;

constexpr int kOperations = 10'000;
constexpr int kWrites = 500;

double seconds_since(WallClock::time_point start) {
  return std::chrono::duration<double>(WallClock::now() - start).count();
}

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

void print(const char* name, double value) { std::printf("{\"%s\": %.3f}\n", name, value); }

// ------------------------------------------------------------------------------------- raw SQLite

class RawDatabase {
 public:
  explicit RawDatabase(const char* path) {
    if (sqlite3_open(path, &connection_) != SQLITE_OK) fail("cannot open the raw database");
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8192;");
  }
  ~RawDatabase() {
    for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
    sqlite3_close(connection_);
  }
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;

  void run(const char* sql) {
    if (sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
      fail(sqlite3_errmsg(connection_));
    }
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection_, sql, -1, &statement, nullptr) != SQLITE_OK) fail(sql);
    statements_.push_back(statement);
    return statement;
  }
  // Runs to the end.
  void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_errmsg(connection_));
    sqlite3_reset(statement);
  }

 private:
  sqlite3* connection_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
};

Uuid id_of(std::uint64_t kind, std::uint64_t number) {
  return make_uuid_v7(1'700'000'000'000, mix64(kind << 32 | number), mix64(number));
}

constexpr int kWorkCycle = 5;  // of these the last is an edit

struct Work {
  OpId op;
  TaskId task;
  OpKind kind = OpKind::create_task;
  TaskPatch patch;
  TaskFields row;  // after it
};

TaskPatch creation(int number) {
  const std::string digits = std::to_string(100'000 + number);
  TaskFields fields;
  fields.title = "Task " + digits + ": call the supplier about it";
  fields.title.resize(40, '.');
  fields.description = "Ask for the date of delivery and for the price of " + digits + " pieces, ";
  fields.description.resize(100, '.');
  fields.begins_at = 1'700'000'000'000 + number;
  fields.priority = static_cast<Priority>(number % static_cast<int>(kCountOf<Priority>));
  fields.tags = {"home", "phone"};
  return TaskPatch::whole(fields);
}

TaskPatch edit(int number) {
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.mark(TaskField::completed);
  patch.values.title = creation(number).values.title;
  patch.values.title.front() = 'E';
  patch.values.completed = true;
  return patch;
}

std::vector<Work> work_of(int device, int operations) {
  std::vector<Work> all(static_cast<std::size_t>(operations));
  for (int i = 0; i < operations; ++i) {
    const auto number = static_cast<std::uint64_t>(device) << 24 | static_cast<std::uint64_t>(i);
    Work& work = all[static_cast<std::size_t>(i)];
    work.op = id_of(1, number);
    if (i % kWorkCycle == kWorkCycle - 1) {
      const Work& edited = all[static_cast<std::size_t>(i / 2 / kWorkCycle * kWorkCycle)];
      work.kind = OpKind::update_task;
      work.task = edited.task;
      work.row = edited.row;
      work.patch = edit(i);
    } else {
      work.task = id_of(2, number);
      work.patch = creation(i);
    }
    work.patch.apply_to(work.row);
  }
  return all;
}

void create_server_tables(const char* path) {
  const Result<std::unique_ptr<SqliteDatabase>> database = SqliteDatabase::open_file(path);
  if (!database.ok() || !migrate(**database, service_migrations()).ok()) fail("no tables");
}

// The values of a row and of its line in the ledger, as the server writes them.
struct RawRow {
  std::string op;
  std::string task;
  std::string tags;
  const TaskFields* fields = nullptr;
};

void bind_all(sqlite3_stmt* statement, std::initializer_list<const std::string*> texts,
              std::initializer_list<std::int64_t> numbers) {
  int position = 0;
  for (const std::string* text : texts) {
    sqlite3_bind_text(statement, ++position, text->data(), static_cast<int>(text->size()),
                      SQLITE_STATIC);
  }
  for (const std::int64_t number : numbers) sqlite3_bind_int64(statement, ++position, number);
}

void measure_raw(const char* path, int batch) {
  create_server_tables(path);
  RawDatabase raw(path);
  sqlite3_stmt* ledger = raw.prepare(
      "INSERT INTO ledger (op_id, fingerprint, task_id, account_id, intent, status, code, version) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  sqlite3_stmt* upsert = raw.prepare(
      "INSERT INTO tasks (task_id, title, description, tags, account_id, version, deleted, "
      "created_by, begins_at, duration_min, priority, completed, completed_at, remind_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
      "ON CONFLICT (account_id, task_id) DO UPDATE SET title = ?2, description = ?3, tags = ?4, "
      "version = ?6, deleted = ?7, created_by = ?8, begins_at = ?9, duration_min = ?10, "
      "priority = ?11, completed = ?12, completed_at = ?13, remind_at = ?14");
  const std::vector<Work> all = work_of(0, kOperations);
  std::vector<RawRow> rows;
  rows.reserve(all.size());
  for (const Work& work : all) {
    rows.push_back({to_string(work.op), to_string(work.task), "home,phone", &work.row});
  }
  const std::string fingerprint(16, 'f');
  const WallClock::time_point start = WallClock::now();
  std::int64_t version = 0;
  for (const RawRow& row : rows) {
    if (version % batch == 0) raw.run("BEGIN IMMEDIATE");
    ++version;
    const TaskFields& fields = *row.fields;
    bind_all(ledger, {&row.op, &fingerprint, &row.task}, {1, 0, 0, 0, version});
    raw.step(ledger);
    bind_all(
        upsert, {&row.task, &fields.title, &fields.description, &row.tags},
        {1, version, 0, 0, fields.begins_at, fields.duration_min, static_cast<int>(fields.priority),
         fields.completed ? 1 : 0, fields.completed_at, fields.remind_at});
    raw.step(upsert);
    if (version % batch == 0 || version == kOperations) raw.run("COMMIT");
  }
  print("operations_per_second", kOperations / seconds_since(start));
}

// ------------------------------------------------------------------------------- pushes, prepared

std::vector<std::string> prepared_pushes(int batch, int device, int operations) {
  std::vector<std::string> bodies;
  PushRequest push;
  push.device_id = "bench-" + std::to_string(device);
  const std::vector<Work> all = work_of(device, operations);
  for (const Work& work : all) {
    WireOperation operation;
    operation.op_id = work.op;
    operation.task = work.task;
    operation.kind = work.kind;
    operation.client_seq = &work - all.data() + 1;
    operation.patch = work.patch;
    push.operations.push_back(std::move(operation));
    if (static_cast<int>(push.operations.size()) < batch && &work != &all.back()) continue;
    bodies.push_back(to_http(Request{push}).body);
    push.operations.clear();
  }
  return bodies;
}

void send_all(int port, const std::vector<std::string>& bodies) {
  httplib::Client http("127.0.0.1", port);
  http.set_keep_alive(true);
  http.set_tcp_nodelay(true);
  http.set_bearer_token_auth(test::sign_in_as_guest(http, "bench").tokens.access_token);
  for (const std::string& body : bodies) {
    const httplib::Result answer = http.Post("/v1/sync/push", body, "application/json");
    if (!answer || answer->status != 200) {
      std::fprintf(stderr, "%s\n",
                   answer ? answer->body.c_str() : httplib::to_string(answer.error()).c_str());
      fail("a push failed");
    }
  }
}

void measure_pushes(int port, int batch, int devices, int operations) {
  std::vector<std::vector<std::string>> bodies;
  bodies.reserve(static_cast<std::size_t>(devices));
  for (int device = 0; device < devices; ++device) {
    bodies.push_back(prepared_pushes(batch, device, operations));
  }
  const WallClock::time_point start = WallClock::now();
  std::vector<std::thread> threads;
  threads.reserve(bodies.size());
  for (const std::vector<std::string>& of_device : bodies) {
    threads.emplace_back([&of_device, port] { send_all(port, of_device); });
  }
  for (std::thread& thread : threads) thread.join();
  print("operations_per_second", devices * operations / seconds_since(start));
}

// ------------------------------------------------------------------------------ the core's device

void measure_drain(const char* path, int port, int count) {
  test::HttpDevice device(path, port, "phone");
  if (!device.start(false)) fail("the device did not start");
  std::vector<TaskId> tasks;
  for (int i = 0; i < count; ++i) {
    const bool is_edit = i % kWorkCycle == kWorkCycle - 1;
    if (is_edit) {
      const TaskId edited = tasks[tasks.size() / 2];
      if (!device.device->update_task(edited, edit(i), kNoIntent).ok()) fail("no edit");
    } else {
      const Result<TaskId> made = device.device->create_task(creation(i), kNoIntent);
      if (!made.ok()) fail("a task was not created");
      tasks.push_back(*made);
    }
  }
  device.device->on_online(true);
  device.run_until_synced();
  print("operations_per_second", count / seconds_since(device.first_request));
}

void measure_pull(const char* path, int port) {
  test::HttpDevice device(path, port, "laptop");
  if (!device.start(true)) fail("the device did not start");
  device.run_until_synced();
  const double ms = seconds_since(device.first_request) * 1'000;
  device.device->show_rows();
  std::printf("{\"ms\": %.3f, \"rows\": %zu}\n", ms, device.device->view().rows.size());
}

// The device's write, outbox and row in one transaction, beside SQLite doing the same by hand.
void measure_write(const char* device_path, const char* raw_path) {
  test::HttpDevice device(device_path, 1, "phone");
  if (!device.start(false)) fail("the device did not start");
  WallClock::time_point start = WallClock::now();
  for (int i = 0; i < kWrites; ++i) device.create("Task " + std::to_string(i));
  const double device_seconds = seconds_since(start);

  RawDatabase raw(raw_path);
  raw.run(
      "CREATE TABLE outbox (op_id TEXT PRIMARY KEY, title TEXT NOT NULL, seq INTEGER NOT NULL);"
      "CREATE TABLE tasks (task_id TEXT PRIMARY KEY, title TEXT NOT NULL, seq INTEGER NOT NULL);");
  sqlite3_stmt* outbox = raw.prepare("INSERT INTO outbox VALUES (?1, ?2, ?3)");
  sqlite3_stmt* tasks = raw.prepare("INSERT INTO tasks VALUES (?1, ?2, ?3)");
  start = WallClock::now();
  for (int i = 0; i < kWrites; ++i) {
    const auto number = static_cast<std::uint64_t>(i);
    const std::string title = "Task " + std::to_string(i);
    raw.run("BEGIN IMMEDIATE");
    const std::string op = to_string(id_of(1, number));
    const std::string task = to_string(id_of(2, number));
    bind_all(outbox, {&op, &title}, {i});
    raw.step(outbox);
    bind_all(tasks, {&task, &title}, {i});
    raw.step(tasks);
    raw.run("COMMIT");
  }
  print("times_raw", device_seconds / seconds_since(start));
}

int run(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const auto number = [&](int at) { return std::atoi(argv[at]); };
  if (what == "raw" && argc == 4) {
    measure_raw(argv[2], number(3));
  } else if (what == "push" && argc == 6) {
    measure_pushes(number(2), number(3), number(4), number(5));
  } else if (what == "drain" && argc == 5) {
    measure_drain(argv[2], number(3), number(4));
  } else if (what == "pull" && argc == 4) {
    measure_pull(argv[2], number(3));
  } else if (what == "write" && argc == 4) {
    measure_write(argv[2], argv[3]);
  } else if (what == "work" && argc == 3) {
    for (const std::string& body : prepared_pushes(number(2), 0, kOperations))
      std::puts(body.c_str());
  } else if (what == "tables" && argc == 3) {
    create_server_tables(argv[2]);
  } else {
    fail("called by tests/bench/server_bench.mjs");
  }
  return 0;
}

}  // namespace
}  // namespace srl

int main(int argc, char** argv) { return srl::run(argc, argv); }
