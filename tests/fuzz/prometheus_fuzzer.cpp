// SPDX-License-Identifier: MIT
// What a server's /metrics says, line by line, whichever server it is.
#include <cstdint>
#include <limits>

#include "fuzz/fuzz_targets.h"
#include "live/server_signals.h"

namespace srl::test {

std::string fuzz_prometheus(std::string_view bytes) {
  const web::ServerSignals once = web::ServerSignals::parse(bytes);
  std::string twice(bytes);
  twice.append("\n# TYPE nothing gauge\n").append(bytes);
  const web::ServerSignals doubled = web::ServerSignals::parse(twice);
  constexpr std::int64_t kHalf = std::numeric_limits<std::int64_t>::max() / 2;
  for (const auto& [name, total] : once.totals()) {
    if (name.substr(0, web::kMetricPrefix.size()) != web::kMetricPrefix) return "a foreign " + name;
    const std::int64_t both = doubled.total(name).value_or(0);
    if (total >= 0 && both < total) return "twice as much is less of " + name;
    const bool is_small = total > -kHalf / 1'000 && total < kHalf / 1'000;
    if (is_small && bytes.size() < 100 && both != 2 * total) return "it is not twice of " + name;
  }
  return "";
}

}  // namespace srl::test
