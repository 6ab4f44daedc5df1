// SPDX-License-Identifier: MIT
// All events that were seen of a run. After a rewind the log is shorter and the record is not: what
// was seen stays, as the future that the same run will have again.
#pragma once

#include <cstdint>
#include <vector>

#include "observe/event_log.h"

namespace srl::web {

class RunRecord {
 public:
  // Takes in what the log has gained. Another `future` (Sandbox::future) means that what is
  // known of the time after the log's end may no longer hold: only the log stays.
  void follow(const EventLog& log, std::uint64_t future);

  const std::vector<Event>& events() const { return events_; }
  std::size_t present() const { return present_; }  // as many have happened by now
  std::uint64_t future() const { return future_; }

 private:
  std::vector<Event> events_;
  std::size_t present_ = 0;
  std::uint64_t future_ = 0;
};

}  // namespace srl::web
