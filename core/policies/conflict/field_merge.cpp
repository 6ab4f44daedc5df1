// SPDX-License-Identifier: MIT
// Changes of different fields are merged. Tags are a set: what each side added and took away is
// done to what is there. Where two people gave one field different values, or one deleted what the
// other changed, the row stays and a person decides with all three values in view: what both
// started from, mine, theirs. Nothing is overwritten that its author's counterpart has not seen.
#include <algorithm>
#include <iterator>

#include "base/limits.h"
#include "policies/conflict/policy.h"

namespace srl {
namespace {

using Tags = std::vector<std::string>;

Tags difference(const Tags& a, const Tags& b) {
  Tags result;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

// There, plus what was added to base, minus what was taken from it. All three are sorted.
Tags merge_tags(const Tags& base, const Tags& mine, const Tags& there) {
  Tags merged = difference(there, difference(base, mine));
  const Tags added = difference(mine, base);
  merged.insert(merged.end(), added.begin(), added.end());
  normalize_tags(merged);
  return merged;
}

ConflictVerdict update(const Meeting& meeting) {
  const TaskFields& there = meeting.row.task.fields;
  const WireOperation& operation = meeting.operation;
  ConflictVerdict verdict;
  verdict.patch = operation.patch;
  // Whoever has seen the tags that are there, and does not say what they were, says what they shall
  // be.
  const bool may_differ =
      operation.base.has(TaskField::tags) || (meeting.unseen & field_bit(TaskField::tags)) != 0;
  bool has_too_many = false;  // together: a person decides which ones
  if (operation.patch.has(TaskField::tags) && may_differ) {
    Tags& tags = verdict.patch.values.tags;
    tags = merge_tags(operation.base.values.tags, tags, there.tags);
    has_too_many = tags.size() > kTagsMax;
  }
  const std::uint32_t unseen = meeting.unseen & ~field_bit(TaskField::tags);
  std::uint32_t asked = unseen & differing(operation.patch, there);
  if (has_too_many) asked |= field_bit(TaskField::tags);
  // Both wrote the same: the other's stands, so that a later change of mind meets it.
  std::uint32_t kept = unseen & ~asked;
  // When it was completed says the same as whether: it follows that field.
  const bool completes = operation.patch.has(TaskField::completed);
  const bool time_unseen = (meeting.unseen & field_bit(TaskField::completed_at)) != 0;
  if (completes && time_unseen) {
    asked &= ~field_bit(TaskField::completed_at);
    kept |= field_bit(TaskField::completed_at);
  }
  if ((asked & field_bit(TaskField::completed)) != 0) asked |= field_bit(TaskField::completed_at);
  verdict.asked = asked;
  verdict.merged = meeting.unseen != 0 && asked == 0;
  verdict.patch = only(verdict.patch, ~(asked | kept));
  verdict.blended = meeting.unseen & verdict.patch.present & field_bit(TaskField::tags);
  return verdict;
}

class FieldMerge final : public ConflictPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "field_merge", "Merge fields, ask on conflict",
        "Different fields merge, tags are a set; two values for one field are left to a person.",
        4};
    return kInfo;
  }

  TaskPatch outgoing(const TaskPatch& changed, const TaskFields&) const override { return changed; }

  ConflictVerdict decide(const Meeting& meeting) const override {
    const bool deletes = meeting.operation.kind == OpKind::delete_task;
    const bool deleted = meeting.row.task.deleted;
    ConflictVerdict verdict;
    if (deletes) {
      verdict.whole_row_asked = !deleted && meeting.unseen != 0;
      return verdict;
    }
    if (!deleted) return update(meeting);
    if (meeting.unseen == 0) {
      verdict.rejection = ErrorCode::task_deleted;
    } else {
      verdict.whole_row_asked = true;
    }
    return verdict;
  }
};

}  // namespace

const ConflictPolicy& conflict_field_merge() {
  static const FieldMerge kPolicy;
  return kPolicy;
}

}  // namespace srl
