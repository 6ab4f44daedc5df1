// SPDX-License-Identifier: MIT
// Runs N seeds from FROM on under the reliable preset and prints for each a line of JSON: every
// request that the simulated service answered, as HTTP would carry it, with the answer, and the
// tasks that were there in the end, as texts. tests/http/histories.test.mjs plays it to the real
// server.
//
// As one guest of that server: sessions are left out, and so are the requests that were refused for
// want of one, which changed nothing, and the runs of several users. So are the runs in which the
// service went back in time: nobody does that to the real one here (tests/http/restore.test.mjs
// does).
#include <cstdio>
#include <cstdlib>

#include "protocol/http_form.h"
#include "protocol/json_value.h"
#include "protocol/task_json.h"
#include "sim/sweep.h"

namespace srl {
namespace {

Json exchange_json(const Request& request, const Response& response) {
  const HttpRequestForm asked = to_http(request);
  const HttpResponseForm answered = to_http(response);
  return Json::Object{{"method", asked.method},
                      {"target", asked.target},
                      {"body", asked.body},
                      {"status", answered.status},
                      {"answer", answered.body}};
}

bool is_about_session(const Request& request, const Response& response) {
  if (response.status == 401) return true;
  switch (route_of(request)) {
    case Route::code:
    case Route::verify:
    case Route::guest:
    case Route::refresh:
    case Route::logout:
    case Route::sessions:
    case Route::session_delete: return true;
    default: return false;
  }
}

bool has_one_user(const World& world) {
  const auto& accounts = world.service().all_counters();
  return accounts.empty() || (accounts.size() == 1 && accounts.count(kSimulatedAccount) == 1);
}

enum class Printed { yes, left_out, failed };

Printed print_run(std::uint64_t seed, WorldPools& pools) {
  Result<History> history = make_history(seed, kReliablePreset, "");
  if (!history.ok()) return Printed::failed;
  Json::Array exchanges;
  WorldOptions options{false, false, &pools};
  options.on_exchange = [&](const Request& request, const Response& response) {
    if (is_about_session(request, response)) return;
    exchanges.push_back(exchange_json(request, response));
  };
  Result<std::unique_ptr<World>> world = World::create(std::move(*history), options);
  if (!world.ok() || !(*world)->run_to_end()) return Printed::failed;
  if (!has_one_user(**world) || (*world)->oracle().times_gone_back() > 0) return Printed::left_out;
  const Result<std::vector<Task>> rows = (*world)->service_rows();
  if (!rows.ok()) return Printed::failed;
  Json::Array tasks;
  for (const Task& row : *rows) tasks.push_back(json_text(row));
  Json::Object run{{"seed", static_cast<std::int64_t>(seed)}};
  run.emplace("exchanges", std::move(exchanges));
  run.emplace("tasks", std::move(tasks));
  std::printf("%s\n", dump_json(run).c_str());
  return Printed::yes;
}

int run(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: srl_exchanges FROM N\n");
    return 2;
  }
  std::uint64_t seed = std::strtoull(argv[1], nullptr, 10);
  std::uint64_t left = std::strtoull(argv[2], nullptr, 10);
  WorldPools pools;
  for (; left > 0; ++seed) {
    const Printed printed = print_run(seed, pools);
    if (printed == Printed::failed) return 1;
    if (printed == Printed::yes) --left;
  }
  return 0;
}

}  // namespace
}  // namespace srl

int main(int argc, char** argv) { return srl::run(argc, argv); }
