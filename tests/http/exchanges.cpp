// SPDX-License-Identifier: MIT
// Runs the seeds FROM … FROM+N−1 under the reliable preset and prints for each a line of JSON: every
// request that the simulated service answered, as HTTP would carry it, with the answer, and the
// tasks that were there in the end. tests/http/histories.test.mjs plays it to the real server.
#include <cstdio>
#include <cstdlib>

#include "protocol/http_form.h"
#include "protocol/json_value.h"
#include "protocol/task_json.h"
#include "sim/sweep.h"

namespace {

using namespace srl;

Json exchange_json(const Request& request, const Response& response) {
  const HttpRequestForm asked = to_http(request);
  const HttpResponseForm answered = to_http(response);
  return Json::Object{{"method", asked.method},
                      {"target", asked.target},
                      {"body", asked.body},
                      {"status", answered.status},
                      {"answer", answered.body}};
}

bool print_run(std::uint64_t seed, WorldPools& pools) {
  Result<History> history = make_history(seed, kReliablePreset, "");
  if (!history.ok()) return false;
  Json::Array exchanges;
  WorldOptions options{false, false, &pools};
  options.on_exchange = [&](const Request& request, const Response& response) {
    exchanges.push_back(exchange_json(request, response));
  };
  Result<std::unique_ptr<World>> world = World::create(std::move(*history), options);
  if (!world.ok() || !(*world)->run_to_end()) return false;
  const Result<std::vector<Task>> rows = (*world)->service_rows();
  if (!rows.ok()) return false;
  Json::Array tasks;
  for (const Task& row : *rows) tasks.push_back(to_json(row));
  Json::Object run{{"seed", static_cast<std::int64_t>(seed)}};
  run.emplace("exchanges", std::move(exchanges));
  run.emplace("tasks", std::move(tasks));
  std::printf("%s\n", dump_json(run).c_str());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: srl_exchanges FROM N\n");
    return 2;
  }
  const std::uint64_t from = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t count = std::strtoull(argv[2], nullptr, 10);
  WorldPools pools;
  for (std::uint64_t seed = from; seed < from + count; ++seed) {
    if (!print_run(seed, pools)) return 1;
  }
  return 0;
}
