// SPDX-License-Identifier: MIT
#include "live/server_signals.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace srl::web {
namespace {

constexpr std::size_t kFamiliesMax = 1'000;

constexpr std::string_view kTypeLine = "# TYPE ";
constexpr std::string_view kHistogramEnd = " histogram";

// The name in "# TYPE name histogram", nothing when the line declares something else.
std::string_view declared_histogram(std::string_view line) {
  const std::string_view rest = line.substr(kTypeLine.size());
  const std::size_t blank = std::min(rest.find(' '), rest.size());
  return rest.substr(blank) == kHistogramEnd ? rest.substr(0, blank) : std::string_view();
}

// Whatever a server says that it has counted, the total is a number.
std::int64_t saturated_sum(std::int64_t a, std::int64_t b) {
  if (b > 0 && a > INT64_MAX - b) return INT64_MAX;
  if (b < 0 && a < INT64_MIN - b) return INT64_MIN;
  return a + b;
}

// "srl_x_total{route=\"push\"} 12": the value stands behind the last blank, labels may hold some.
// Of a histogram only the count is a total.
void read_line(std::string_view line, std::string_view histogram, ServerSignals::Totals* totals) {
  if (line.substr(0, kMetricPrefix.size()) != kMetricPrefix) return;
  const std::size_t blank = line.rfind(' ');
  if (blank == std::string_view::npos) return;
  const std::string_view digits = line.substr(blank + 1);
  std::int64_t value = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc()) {
    return;
  }
  std::string_view name = line.substr(0, std::min(line.find('{'), blank));
  if (!histogram.empty() && name.substr(0, histogram.size()) == histogram) {
    if (name.substr(histogram.size()) != "_count") return;
    name = histogram;
  }
  const auto found = totals->find(name);
  if (found != totals->end()) {
    found->second = saturated_sum(found->second, value);
  } else if (totals->size() < kFamiliesMax) {
    totals->emplace(name, value);
  }
}

}  // namespace

// A family's samples follow the line that declares it.
ServerSignals ServerSignals::parse(std::string_view text) {
  ServerSignals signals;
  std::string_view histogram;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string_view line = text.substr(from, end - from);
    if (line.substr(0, kTypeLine.size()) == kTypeLine) {
      histogram = declared_histogram(line);
    } else {
      read_line(line, histogram, &signals.totals_);
    }
    from = end + 1;
  }
  return signals;
}

std::optional<std::int64_t> ServerSignals::total(std::string_view name) const {
  const auto found = totals_.find(name);
  if (found == totals_.end()) return std::nullopt;
  return found->second;
}

}  // namespace srl::web
