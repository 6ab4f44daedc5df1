// SPDX-License-Identifier: MIT
// Measures `srl serve` with clients that cost little, and with the core's own device, beside raw
// SQLite doing the least that such a server must: a ledger row, an upsert, an index on the version.
// tests/bench/server_bench.mjs starts the servers and calls this, one measurement at a time; each
// prints one JSON object.
//
//   srl_server_bench raw FILE BATCH | push PORT BATCH DEVICES OPERATIONS | drain FILE PORT COUNT
//                    | pull FILE PORT | write FILE FILE
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "support/http_device.h"

namespace {

using namespace srl;
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
  // Binds texts and a number as ?1, ?2 … and runs to the end.
  void step(sqlite3_stmt* statement, const std::vector<std::string>& texts, std::int64_t number) {
    int position = 0;
    for (const std::string& text : texts) {
      sqlite3_bind_text(statement, ++position, text.c_str(), -1, SQLITE_STATIC);
    }
    sqlite3_bind_int64(statement, ++position, number);
    if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_errmsg(connection_));
    sqlite3_reset(statement);
  }

 private:
  sqlite3* connection_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
};

std::string id_of(std::uint64_t kind, std::uint64_t number) {
  return to_string(make_uuid_v7(1'700'000'000'000, mix64(kind << 32 | number), mix64(number)));
}

void measure_raw(const char* path, int batch) {
  RawDatabase raw(path);
  raw.run(
      "CREATE TABLE ledger (op_id TEXT PRIMARY KEY, outcome TEXT NOT NULL, version INTEGER NOT NULL);"
      "CREATE TABLE tasks (task_id TEXT PRIMARY KEY, title TEXT NOT NULL, version INTEGER NOT NULL);"
      "CREATE INDEX tasks_by_version ON tasks (version);");
  sqlite3_stmt* ledger = raw.prepare("INSERT INTO ledger VALUES (?1, ?2, ?3)");
  sqlite3_stmt* upsert = raw.prepare(
      "INSERT INTO tasks VALUES (?1, ?2, ?3) ON CONFLICT (task_id) DO UPDATE SET "
      "title = excluded.title, version = excluded.version");
  const WallClock::time_point start = WallClock::now();
  for (int i = 0; i < kOperations; ++i) {
    if (i % batch == 0) raw.run("BEGIN IMMEDIATE");
    const auto number = static_cast<std::uint64_t>(i);
    raw.step(ledger, {id_of(1, number), "applied"}, i + 1);
    raw.step(upsert, {id_of(2, number), "Task " + std::to_string(i)}, i + 1);
    if ((i + 1) % batch == 0 || i + 1 == kOperations) raw.run("COMMIT");
  }
  print("operations_per_second", kOperations / seconds_since(start));
}

// ------------------------------------------------------------------------------- pushes, prepared

std::vector<std::string> prepared_pushes(int batch, int device, int operations) {
  std::vector<std::string> bodies;
  for (int first = 0; first < operations; first += batch) {
    PushRequest push;
    push.device_id = "bench-" + std::to_string(device);
    for (int i = first; i < std::min(first + batch, operations); ++i) {
      const auto number = static_cast<std::uint64_t>(device) << 24 | static_cast<std::uint64_t>(i);
      WireOperation operation;
      operation.op_id = parse_uuid(id_of(1, number)).value();
      operation.task = parse_uuid(id_of(2, number)).value();
      operation.client_seq = i + 1;
      operation.patch.mark(TaskField::title);
      operation.patch.values.title = "Task " + std::to_string(i);
      push.operations.push_back(std::move(operation));
    }
    bodies.push_back(to_http(Request{std::move(push)}).body);
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
      std::fprintf(stderr, "%s\n", answer ? answer->body.c_str() : httplib::to_string(answer.error()).c_str());
      fail("a push failed");
    }
  }
}

void measure_pushes(int port, int batch, int devices, int operations) {
  std::vector<std::vector<std::string>> bodies;
  for (int device = 0; device < devices; ++device) {
    bodies.push_back(prepared_pushes(batch, device, operations));
  }
  const WallClock::time_point start = WallClock::now();
  std::vector<std::thread> threads;
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
  for (int i = 0; i < count; ++i) {
    if (!device.create("Task " + std::to_string(i))) fail("a task was not created");
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
    raw.step(outbox, {id_of(1, number), title}, i);
    raw.step(tasks, {id_of(2, number), title}, i);
    raw.run("COMMIT");
  }
  print("times_raw", device_seconds / seconds_since(start));
}

}  // namespace

int main(int argc, char** argv) {
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
  } else {
    fail("called by tests/bench/server_bench.mjs");
  }
  return 0;
}
