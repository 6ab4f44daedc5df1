// SPDX-License-Identifier: MIT
// Last write wins, and "last" means the last to arrive: a device writes the whole row as it saw it,
// and the service overwrites what is there, deletions included. Cheap and invisible; the price is a
// stale device that silently overwrites a newer truth.
#include "policies/conflict/conflict_policy.h"

namespace srl {
namespace {

class LastArrival final : public ConflictPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "last_arrival", "Last arrival wins",
        "A write carries the whole row and replaces what is there, however old it is.", 0};
    return kInfo;
  }

  TaskPatch outgoing(const TaskPatch&, const TaskFields& row_after) const override {
    return TaskPatch::whole(row_after);
  }

  ConflictVerdict decide(const Meeting& meeting) const override {
    ConflictVerdict verdict;
    verdict.patch = meeting.operation.patch;
    return verdict;
  }
};

}  // namespace

const ConflictPolicy& conflict_last_arrival() {
  static const LastArrival kPolicy;
  return kPolicy;
}

}  // namespace srl
