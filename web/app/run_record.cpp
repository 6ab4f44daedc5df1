// SPDX-License-Identifier: MIT
#include "app/run_record.h"

namespace srl::web {

void RunRecord::follow(const EventLog& log, std::uint64_t future) {
  if (future != future_) {
    events_.clear();
    future_ = future;
  }
  const std::vector<Event>& events = log.events();
  present_ = events.size();
  if (present_ <= events_.size()) return;
  events_.insert(events_.end(), events.begin() + static_cast<std::ptrdiff_t>(events_.size()),
                 events.end());
}

}  // namespace srl::web
