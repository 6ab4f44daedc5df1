// SPDX-License-Identifier: MIT
#include "app/signal_table.h"

#include <algorithm>

#include "app/wording.h"

namespace srl::web {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

std::string label_of(const Metrics::Series& series, const MetricInfo& info) {
  std::string text;
  for (std::size_t i = 0; i < info.label_count; ++i) {
    if (i > 0) text.append(kSeparator);
    text.append(words_of(series.label_values[i]));
  }
  return text;
}

std::string mean_of(const MetricInfo& info, std::int64_t sum, std::int64_t count) {
  if (info.unit == MetricUnit::ms) return format_duration(sum / count);
  const std::int64_t tenths = (sum * 10 + count / 2) / count;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// A gauge of states adds up to nothing of interest: which state is what counts.
bool is_state(const MetricInfo& info) { return info.metric == Metric::breaker_state; }

void add_parts(SignalRow& row, const Metrics& metrics) {
  const MetricInfo& info = *row.info;
  if (info.label_count > 0) {
    metrics.for_each_series(info.metric, [&](const Metrics::Series& series) {
      if (series.value() == 0) return;
      row.parts.push_back({label_of(series, info), grouped_digits(series.value())});
    });
  }
  const std::int64_t total = metrics.total(info.metric);
  if (info.type == MetricType::histogram && total > 0) {
    row.parts.push_back({"mean", mean_of(info, metrics.sum(info.metric), total)});
  }
}

constexpr const char* kNotCounted = "not counted";

SignalRow hidden_row(const MetricInfo& info) {
  SignalRow row;
  row.info = &info;
  row.value = kNotCounted;
  row.is_hidden = true;
  row.hint = std::string(info.help).append("\n").append(info.name);
  return row;
}

// "3 signals are not counted under “HTTP status only”".
std::string hidden_text(const SignalGroup& group, const Exposure& exposure,
                        std::string_view policy) {
  int hidden = 0;
  int in_part = 0;
  for (const SignalRow& row : group.rows) {
    hidden += row.is_hidden;
    in_part += !row.is_hidden && !exposure.shows_all(*row.info);
  }
  if (hidden + in_part == 0) return "";
  std::string text;
  if (hidden > 0) text = std::to_string(hidden) + (hidden > 1 ? " signals" : " signal");
  if (in_part > 0) {
    text.append(text.empty() ? "The failures in " : ", and the failures in ");
    text.append(std::to_string(in_part)).append(hidden > 0 ? " more" : " signals");
  }
  const bool is_one = hidden == 1 && in_part == 0;
  text.append(is_one ? " is" : " are").append(" not counted under “").append(policy);
  return text.append("”");
}

SignalRow make_row(const MetricInfo& info, const Metrics& metrics, const MetricHistory& history) {
  SignalRow row;
  row.info = &info;
  const std::int64_t total = metrics.total(info.metric);
  row.is_zero = total == 0;
  row.value = grouped_digits(total);
  add_parts(row, metrics);
  if (is_state(info) && row.parts.size() == 1) row.value = row.parts[0].label;
  for (const std::int64_t sample : history.samples(info.metric)) {
    row.samples.push_back(static_cast<float>(sample));
  }
  row.samples.push_back(static_cast<float>(total));
  row.hint = std::string(info.help).append("\n").append(info.name);
  return row;
}

}  // namespace

std::string grouped_digits(std::int64_t value) {
  std::string digits = std::to_string(value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3; at -= 3)
    digits.insert(at - 3, kNoBreakSpace);
  return digits;
}

std::vector<SignalGroup> signal_table(const Metrics& metrics, const Exposure& exposure,
                                      std::string_view policy, const MetricHistory& history) {
  const Metrics exposed = exposure.apply(metrics);
  std::vector<SignalGroup> groups(kCountOf<MetricRow>);
  for_each_metric([&](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    if (info.row == MetricRow::server) return;  // a simulated service has no sockets
    SignalGroup& group = groups[static_cast<std::size_t>(info.row)];
    group.info = &metric_row_info(info.row);
    group.rows.push_back(exposure.shows_any(info) ? make_row(info, exposed, history)
                                                  : hidden_row(info));
    if (!group.rows.back().is_zero) ++group.active;
  });
  std::erase_if(groups, [](const SignalGroup& group) { return group.rows.empty(); });
  for (SignalGroup& group : groups) group.hidden_text = hidden_text(group, exposure, policy);
  return groups;
}

}  // namespace srl::web
