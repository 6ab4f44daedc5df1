// SPDX-License-Identifier: MIT
// The original lab's rule: the row with the later time wins, and the time is the device's own. A
// device whose clock runs ahead wins for as long as it does, and what loses is answered like any
// other write: its author reads "acknowledged" and nothing has been stored.
#include <algorithm>

#include "policies/conflict/conflict_policy.h"

namespace srl {
namespace {

TimeMs newest_wall_ms(const FieldStamps& stamps) {
  TimeMs newest = INT64_MIN;
  for_each_field([&](TaskField field) { newest = std::max(newest, stamps.of(field).wall_ms); });
  return newest;
}

class LastClientClock final : public ConflictPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "last_client_clock", "Latest client clock wins",
        "The whole row with the later time wins, and each device tells its own time.", 1};
    return kInfo;
  }

  TaskPatch outgoing(const TaskPatch&, const TaskFields& row_after) const override {
    return TaskPatch::whole(row_after);
  }

  ConflictVerdict decide(const Meeting& meeting) const override {
    ConflictVerdict verdict;
    if (meeting.wall_ms < newest_wall_ms(meeting.row.stamps)) {
      verdict.changes_nothing = true;
      verdict.kept = kAllFields;
      return verdict;
    }
    verdict.patch = meeting.operation.patch;
    verdict.overwritten = meeting.unseen;
    return verdict;
  }
};

}  // namespace

const ConflictPolicy& conflict_last_client_clock() {
  static const LastClientClock kPolicy;
  return kPolicy;
}

}  // namespace srl
