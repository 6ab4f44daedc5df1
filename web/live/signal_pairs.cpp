// SPDX-License-Identifier: MIT
#include "live/signal_pairs.h"

#include <algorithm>

#include "app/signal_table.h"

namespace srl::web {
namespace {

constexpr const char* kServerOnly = "The server alone";
constexpr const char* kDeviceCounts = "Counted by each device for itself; the server cannot see it";
constexpr const char* kServerCounts =
    "Counted by the server for all devices; a device cannot see it";
constexpr const char* kNotHere = "The server has it; this build of the page does not know it";

// A metric is a total of one side alone. The other's 0 would say that it had looked.
SignalPair pair_of(const MetricInfo& info, const Metrics& device, const ServerSignals& server) {
  SignalPair pair;
  pair.title = info.title;
  // What is shown of a histogram is how many were observed, and not how long they took.
  if (info.type == MetricType::histogram) pair.title += " (count)";
  pair.hint = std::string(info.help).append("\n").append(info.name).append("\n– ");
  if (info.side == MetricSide::device) {
    const std::int64_t here = device.total(info.metric);
    pair.device = grouped_digits(here);
    pair.is_quiet = here == 0;
    pair.hint += kDeviceCounts;
  } else {
    const std::optional<std::int64_t> there = server.total(info.name);
    if (there) pair.server = grouped_digits(*there);
    pair.is_quiet = there.value_or(0) == 0;
    pair.hint += kServerCounts;
  }
  return pair;
}

bool is_known(std::string_view name) {
  bool found = false;
  for_each_metric([&](Metric metric) { found = found || metric_info(metric).name == name; });
  return found;
}

// "srl_http_requests_total" → "Http requests".
std::string readable(std::string_view name) {
  constexpr std::string_view kTotal = "_total";
  name.remove_prefix(std::min(kMetricPrefix.size(), name.size()));
  if (name.size() > kTotal.size() && name.substr(name.size() - kTotal.size()) == kTotal) {
    name.remove_suffix(kTotal.size());
  }
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] += 'A' - 'a';
  return text;
}

SignalPairGroup server_only(const ServerSignals& server) {
  SignalPairGroup group{kServerOnly, "", {}};
  for (const auto& [name, total] : server.totals()) {
    if (!is_known(name)) {
      group.rows.push_back(
          {readable(name), "", grouped_digits(total), total == 0, name + "\n– " + kNotHere});
    }
  }
  return group;
}

}  // namespace

std::vector<SignalPairGroup> pair_signals(const Metrics& device, const ServerSignals& server) {
  std::vector<SignalPairGroup> groups(kCountOf<MetricRow>);
  for_each_metric([&](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    // A gauge of states adds up to nothing of interest; nor do the names that convention asks for.
    const bool is_ours = info.name.rfind(kMetricPrefix, 0) == 0;
    if (!is_ours || metric == Metric::breaker_state) return;
    SignalPairGroup& group = groups[static_cast<std::size_t>(info.row)];
    group.title = metric_row_info(info.row).title;
    group.experience = metric_row_info(info.row).experience;
    group.rows.push_back(pair_of(info, device, server));
  });
  groups.push_back(server_only(server));
  std::erase_if(groups, [](const SignalPairGroup& group) { return group.rows.empty(); });
  return groups;
}

}  // namespace srl::web
