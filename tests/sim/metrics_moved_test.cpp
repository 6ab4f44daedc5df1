// SPDX-License-Identifier: MIT
// A metric that no run ever moves may as well not be there: either its code is dead, or the lab
// cannot show what it is for.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/runs.h"
#include "support/source_root.h"

namespace fs = std::filesystem;

namespace srl {
namespace {

constexpr std::uint64_t kMovedSeeds = 120;

// What these runs have seldom or never an occasion for. tests/device/device_signals_test.cpp moves
// the first two; a reminder is missed after a day without a worker.
constexpr Metric kMovedElsewhere[] = {Metric::cursor_resets, Metric::retry_budget_exhausted,
                                      Metric::reminders_missed};

// Gauges come and go, so the course counts as well as the end.
void note_moved(const World& world, std::set<Metric>& moved) {
  const Metrics metrics = world.metrics();
  for_each_metric([&](Metric metric) {
    bool any = metrics.total(metric) != 0;
    for (const std::int64_t sample : world.metric_history().samples(metric)) any |= sample != 0;
    if (any) moved.insert(metric);
  });
}

std::string http_tests() {
  std::string code;
  for (const auto& entry : fs::directory_iterator(fs::path(source_root()) / "tests/http")) {
    std::ifstream stream(entry.path(), std::ios::binary);
    code.append(std::istreambuf_iterator<char>(stream), {});
  }
  return code;
}

}  // namespace

TEST_CASE("metrics: each one is moved by some run, or read by a test of the real server") {
  std::set<Metric> moved(std::begin(kMovedElsewhere), std::end(kMovedElsewhere));
  for (const std::string_view preset : {kReliablePreset, kNaivePreset}) {
    for (std::uint64_t seed = 1; seed <= kMovedSeeds; ++seed) {
      Result<History> history = make_history(seed, preset, "");
      REQUIRE(history.ok());
      history->safeguards[Decision::signals] = "per_operation";
      note_moved(*test::run_world(*history), moved);
    }
  }
  const std::string read_by_tests = http_tests();
  for_each_metric([&](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    const bool is_of_a_real_server = info.row == MetricRow::server;
    const bool is_read = read_by_tests.find(info.name) != std::string::npos;
    CHECK_MESSAGE((is_of_a_real_server ? is_read : moved.count(metric) == 1), info.name);
  });
}

}  // namespace srl
