// SPDX-License-Identifier: MIT
// What the server's /metrics says, read from Prometheus' text format: one total per metric, over
// all its label values; a histogram's total is its number of observations.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace srl::web {

// What every metric of ours begins with: how a server is known to be `srl serve`.
inline constexpr std::string_view kMetricPrefix = "srl_";

class ServerSignals {
 public:
  using Totals = std::map<std::string, std::int64_t, std::less<>>;

  // Lines that are not understood are left out: a newer server may say more.
  static ServerSignals parse(std::string_view text);

  bool is_ours() const { return !totals_.empty(); }
  std::optional<std::int64_t> total(std::string_view name) const;
  const Totals& totals() const { return totals_; }

  friend bool operator==(const ServerSignals& a, const ServerSignals& b) {
    return a.totals_ == b.totals_;
  }

 private:
  Totals totals_;
};

}  // namespace srl::web
