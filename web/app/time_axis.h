// SPDX-License-Identifier: MIT
// Where moments stand on the axis of the sequence diagram. Stretches in which something happens
// keep their length; what lies idle between them is folded, the more the longer: ten seconds of
// waiting take the room of two messages. A moment's place depends on nothing that comes after it,
// so that what is drawn stays where it is while the run goes on.
#pragma once

#include <vector>

#include "base/time.h"

namespace srl::web {

class TimeAxis {
 public:
  struct Stretch {
    TimeMs from_ms = 0;
    TimeMs to_ms = 0;
  };

  // Nothing is folded.
  TimeAxis() = default;
  // `busy` is ordered by from_ms; stretches may overlap.
  explicit TimeAxis(const std::vector<Stretch>& busy);

  double place(TimeMs at_ms) const;
  TimeMs time_at(double place) const;

  bool folds() const { return folds_; }
  // The busy stretches, joined where they touched, in order. None when nothing is folded.
  const std::vector<Stretch>& busy() const { return busy_; }

 private:
  std::size_t busy_before(TimeMs at_ms) const;

  bool folds_ = false;
  std::vector<Stretch> busy_;
  std::vector<double> places_;  // of the beginning of each
};

}  // namespace srl::web
