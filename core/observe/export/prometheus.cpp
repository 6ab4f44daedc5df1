// SPDX-License-Identifier: MIT
#include "observe/export/prometheus.h"

namespace srl {
namespace {

constexpr std::string_view kSecondsSuffix = "_seconds";

bool is_in_seconds(const MetricInfo& info) {
  return info.unit == MetricUnit::ms && info.name.size() > kSecondsSuffix.size() &&
         info.name.substr(info.name.size() - kSecondsSuffix.size()) == kSecondsSuffix;
}

// "0.25" for 250, "30" for 30000: exact, and the same text on every machine.
std::string seconds_text(std::int64_t ms) {
  const std::uint64_t size =
      ms < 0 ? 0 - static_cast<std::uint64_t>(ms) : static_cast<std::uint64_t>(ms);
  std::string text = (ms < 0 ? "-" : "") + std::to_string(size / 1000);
  if (size % 1000 == 0) return text;
  std::string fraction = std::to_string(1000 + size % 1000).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text.append(".").append(fraction);
}

std::string number_text(const MetricInfo& info, std::int64_t value) {
  return is_in_seconds(info) ? seconds_text(value) : std::to_string(value);
}

// The format would escape \, " and line ends. Nothing in metrics.def has any: a test sees to that.
void append_label(std::string& out, std::string_view name, std::string_view value) {
  out.push_back(out.empty() ? '{' : ',');
  out.append(name).append("=\"").append(value).append("\"");
}

// name{a="1",b="2"} value; `le` is a histogram's bound, empty elsewhere.
void append_sample(std::string& out, const MetricInfo& info, const Metrics::Series& series,
                   std::string_view suffix, std::string_view le, std::string_view value) {
  std::string labels;
  for (std::size_t i = 0; i < info.label_count; ++i) {
    append_label(labels, info.labels[i].name, series.label_values[i]);
  }
  if (!le.empty()) append_label(labels, "le", le);
  if (!labels.empty()) labels.push_back('}');
  out.append(info.name).append(suffix).append(labels).append(" ").append(value).append("\n");
}

void append_histogram(std::string& out, const MetricInfo& info, const Metrics::Series& series) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i <= info.bucket_count; ++i) {
    count += series.cells[i];
    const std::string le =
        i < info.bucket_count ? number_text(info, info.buckets[i]) : std::string("+Inf");
    append_sample(out, info, series, "_bucket", le, std::to_string(count));
  }
  append_sample(out, info, series, "_sum", "", number_text(info, series.sum()));
  append_sample(out, info, series, "_count", "", std::to_string(count));
}

}  // namespace

std::string to_prometheus(const Metrics& metrics, const Exposure& exposure,
                          std::string_view build_labels) {
  const Metrics exposed = exposure.apply(metrics);
  std::string out;
  for_each_metric([&](Metric metric) {
    const MetricInfo& info = metric_info(metric);
    if (!exposure.shows_any(info)) return;
    out.append("# HELP ").append(info.name).append(" ").append(info.help).append("\n");
    out.append("# TYPE ").append(info.name).append(" ");
    out.append(name_of(info.type)).append("\n");
    exposed.for_each_series(metric, [&](const Metrics::Series& series) {
      if (!exposure.shows(info, series.index)) return;
      if (metric == Metric::build_info && !build_labels.empty()) {
        out.append(info.name).append("{").append(build_labels).append("} 1\n");
        return;
      }
      if (info.type == MetricType::histogram) {
        append_histogram(out, info, series);
      } else {
        append_sample(out, info, series, "", "", number_text(info, series.value()));
      }
    });
  });
  return out;
}

}  // namespace srl
