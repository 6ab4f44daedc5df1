// SPDX-License-Identifier: MIT
#include "live/server_signals.h"

#include <algorithm>
#include <charconv>

namespace srl::web {
namespace {

constexpr std::size_t kFamiliesMax = 1'000;

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix) {
    return false;
  }
  text.remove_suffix(suffix.size());
  return true;
}

// The names of histograms, as "# TYPE name histogram" declares them.
bool is_histogram(std::string_view text, std::string_view name) {
  const std::string line = "# TYPE " + std::string(name) + " histogram";
  return text.find(line) != std::string_view::npos;
}

// "srl_x_total{route=\"push\"} 12": the value stands behind the last blank, labels may hold some.
void read_line(std::string_view all, std::string_view line, ServerSignals::Totals* totals) {
  if (line.substr(0, kMetricPrefix.size()) != kMetricPrefix) return;
  const std::size_t blank = line.rfind(' ');
  if (blank == std::string_view::npos) return;
  const std::string_view digits = line.substr(blank + 1);
  std::int64_t value = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc()) {
    return;
  }
  std::string_view name = line.substr(0, std::min(line.find('{'), blank));
  std::string_view family = name;
  if (take_suffix(family, "_count") && is_histogram(all, family)) {
    name = family;
  } else {
    for (const std::string_view part : {"_bucket", "_sum"}) {
      family = name;
      if (take_suffix(family, part) && is_histogram(all, family)) return;
    }
  }
  const auto found = totals->find(name);
  if (found != totals->end()) {
    found->second += value;
  } else if (totals->size() < kFamiliesMax) {
    totals->emplace(name, value);
  }
}

}  // namespace

ServerSignals ServerSignals::parse(std::string_view text) {
  ServerSignals signals;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    read_line(text, text.substr(from, end - from), &signals.totals_);
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
