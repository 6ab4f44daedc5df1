// SPDX-License-Identifier: MIT
// Field by field, the write with the later hybrid logical clock wins (Kulkarni et al. 2014): a
// write that knew another one is always later than it, whatever the wall clocks say, and the
// service holds clocks that run ahead to its own. A deletion is final, also for newer writes, which
// may arrive before it or after. So every order of arrival ends in the same row. What the policy
// does not do is tell anybody: of two writes that did not know each other one is still overwritten.
#include "policies/conflict/conflict_policy.h"

namespace srl {
namespace {

// Ties are broken by the device's name, the same way everywhere.
bool is_newer(const FieldStamp& stamp, const Meeting& meeting) {
  if (stamp.device == meeting.device) return false;  // a device's own writes come in their order
  return stamp.hlc != meeting.hlc ? stamp.hlc > meeting.hlc : stamp.device > meeting.device;
}

std::uint32_t newer_fields(const Meeting& meeting) {
  std::uint32_t mask = 0;
  for_each_field([&](TaskField field) {
    if (is_newer(meeting.row.stamps.of(field), meeting)) mask |= field_bit(field);
  });
  return mask;
}

class LastHlc final : public ConflictPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "last_hlc", "Latest logical clock wins",
        "Per field, the later write by a hybrid logical clock wins; the other is overwritten.", 2};
    return kInfo;
  }

  TaskPatch outgoing(const TaskPatch& changed, const TaskFields&) const override { return changed; }

  ConflictVerdict decide(const Meeting& meeting) const override {
    ConflictVerdict verdict;
    if (meeting.operation.kind == OpKind::delete_task) {
      verdict.overwritten = meeting.row.task.deleted ? 0 : meeting.unseen;
      return verdict;
    }
    if (meeting.row.task.deleted) {
      verdict.rejection = ErrorCode::task_deleted;
      return verdict;
    }
    const std::uint32_t written = meeting.operation.patch.present;
    const std::uint32_t newer = newer_fields(meeting) & written;
    verdict.changes_nothing = newer == written;
    verdict.kept = newer;
    verdict.patch = only(meeting.operation.patch, ~newer);
    if (!verdict.changes_nothing) verdict.overwritten = meeting.unseen & written & ~newer;
    verdict.merged = meeting.unseen != 0 && verdict.overwritten == 0 && newer == 0;
    return verdict;
  }
};

}  // namespace

const ConflictPolicy& conflict_last_hlc() {
  static const LastHlc kPolicy;
  return kPolicy;
}

}  // namespace srl
