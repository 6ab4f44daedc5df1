// SPDX-License-Identifier: MIT
#include "app/time_axis.h"

#include <algorithm>
#include <cmath>

namespace srl::web {
namespace {

constexpr double kWholeMs = 150;       // as much idle time keeps its length
constexpr double kPerDoublingMs = 32;  // and every doubling of it takes so much more

double folded(TimeMs idle_ms) {
  const auto idle = static_cast<double>(idle_ms);
  if (idle <= kWholeMs) return idle;
  return kWholeMs + kPerDoublingMs * std::log2(idle / kWholeMs);
}

double unfolded(double length) {
  if (length <= kWholeMs) return length;
  return kWholeMs * std::exp2((length - kWholeMs) / kPerDoublingMs);
}

}  // namespace

TimeAxis::TimeAxis(const std::vector<Stretch>& busy) : folds_(true) {
  busy_.push_back({0, 0});
  for (const Stretch& stretch : busy) {
    Stretch& last = busy_.back();
    if (static_cast<double>(stretch.from_ms - last.to_ms) <= kWholeMs) {
      last.to_ms = std::max(last.to_ms, stretch.to_ms);
    } else {
      busy_.push_back(stretch);
    }
  }
  places_.reserve(busy_.size());
  double place = 0;
  for (std::size_t i = 0; i < busy_.size(); ++i) {
    if (i > 0) place += folded(busy_[i].from_ms - busy_[i - 1].to_ms);
    places_.push_back(place);
    place += static_cast<double>(busy_[i].to_ms - busy_[i].from_ms);
  }
}

// The last stretch that begins at or before the moment.
std::size_t TimeAxis::busy_before(TimeMs at_ms) const {
  const auto after =
      std::upper_bound(busy_.begin(), busy_.end(), at_ms,
                       [](TimeMs at, const Stretch& stretch) { return at < stretch.from_ms; });
  return after == busy_.begin() ? 0 : static_cast<std::size_t>(after - busy_.begin()) - 1;
}

double TimeAxis::place(TimeMs at_ms) const {
  if (!folds_) return static_cast<double>(at_ms);
  const std::size_t index = busy_before(at_ms);
  const Stretch& stretch = busy_[index];
  if (at_ms <= stretch.to_ms) {
    return places_[index] + static_cast<double>(at_ms - stretch.from_ms);
  }
  return places_[index] + static_cast<double>(stretch.to_ms - stretch.from_ms) +
         folded(at_ms - stretch.to_ms);
}

TimeMs TimeAxis::time_at(double place) const {
  if (!folds_) return std::llround(place);
  const auto after = std::upper_bound(places_.begin(), places_.end(), place);
  const std::size_t index =
      after == places_.begin() ? 0 : static_cast<std::size_t>(after - places_.begin()) - 1;
  const Stretch& stretch = busy_[index];
  const double inside = place - places_[index];
  const auto length = static_cast<double>(stretch.to_ms - stretch.from_ms);
  if (inside <= length) return stretch.from_ms + std::llround(inside);
  return stretch.to_ms + std::llround(std::min(unfolded(inside - length), 1e12));
}

}  // namespace srl::web
