// SPDX-License-Identifier: MIT
// Optimistic locking on the whole row: a write that is based on a version which others have changed
// is refused, and its author is told. Nothing is overwritten unseen, but people do their work again
// even where two changes never touched the same field.
#include "policies/conflict/conflict_policy.h"

namespace srl {
namespace {

class RejectStale final : public ConflictPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "reject_stale", "Refuse stale writes",
        "A write on an old version of the row is refused and shown to its author.", 3};
    return kInfo;
  }

  TaskPatch outgoing(const TaskPatch& changed, const TaskFields&) const override { return changed; }

  ConflictVerdict decide(const Meeting& meeting) const override {
    ConflictVerdict verdict;
    const bool deletes = meeting.operation.kind == OpKind::delete_task;
    if (meeting.row.task.deleted && deletes) return verdict;
    if (meeting.row.task.deleted) {
      verdict.rejection = ErrorCode::task_deleted;
    } else if (meeting.unseen != 0) {
      verdict.rejection = ErrorCode::stale_write;
      verdict.kept = meeting.unseen;
    }
    verdict.patch = meeting.operation.patch;
    return verdict;
  }
};

}  // namespace

const ConflictPolicy& conflict_reject_stale() {
  static const RejectStale kPolicy;
  return kPolicy;
}

}  // namespace srl
