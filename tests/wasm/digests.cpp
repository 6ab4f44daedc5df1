// SPDX-License-Identifier: MIT
// Prints "preset seed digest" for the seeds FROM … FROM+N−1 under both presets, each seed run
// twice, and "preset scenario digest" for the scenarios. Built natively and as WASM: the two
// outputs must be equal, byte for byte.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "sim/scenarios.h"
#include "sim/sweep.h"

namespace srl {
namespace {

constexpr int kDifferent = 1;
constexpr int kBadUsage = 2;

// 0 when the run could not be made or its two digests differ.
std::uint64_t digest_twice(const History& history, WorldPools& pools) {
  SweepSummary sweep;
  const Result<RunSummary> first = run_history(history, pools, sweep);
  const Result<RunSummary> second = run_history(history, pools, sweep);
  if (!first.ok() || !second.ok() || first->digest != second->digest) return 0;
  return first->digest;
}

bool print(std::string_view preset, const std::string& name, const Result<History>& history,
           WorldPools& pools) {
  const std::uint64_t digest = history.ok() ? digest_twice(*history, pools) : 0;
  std::printf("%s %s %s\n", std::string(preset).c_str(), name.c_str(),
              format_digest(digest).c_str());
  return digest != 0;
}

int run(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: digests FROM N\n");
    return kBadUsage;
  }
  const std::uint64_t from = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t count = std::strtoull(argv[2], nullptr, 10);
  WorldPools pools;
  bool same = true;
  for (const std::string_view preset : preset_names()) {
    for (const ScenarioText& text : scenario_texts()) {
      Result<History> history = open_scenario(text.name);
      if (history.ok() && !apply_preset(*history, preset).ok()) same = false;
      same = print(preset, std::string(text.name), history, pools) && same;
    }
    for (std::uint64_t seed = from; seed < from + count; ++seed) {
      same = print(preset, std::to_string(seed), make_history(seed, preset, ""), pools) && same;
    }
  }
  return same ? 0 : kDifferent;
}

}  // namespace
}  // namespace srl

int main(int argc, char** argv) { return srl::run(argc, argv); }
