// SPDX-License-Identifier: MIT
// Changes of different fields are merged. Tags are a set: what each side added and took away is
// done to what is there. Where two people gave one field different values, or one deleted what the
// other changed, the row stays and a person decides with all three values in view: what both
// started from, mine, theirs. Nothing is overwritten that its author's counterpart has not seen.
#include <algorithm>
#include <iterator>
#include <type_traits>

#include "policies/conflict/conflict_policy.h"

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

constexpr std::uint32_t kSets = fields_with(MergeRule::set);
constexpr std::uint32_t kFollowing = fields_with(MergeRule::follows_completed);

// Merges the patch's sets with what is there. Returns the fields that came out too large, which a
// person decides.
std::uint32_t merge_sets(const Meeting& meeting, TaskPatch& patch) {
  const WireOperation& operation = meeting.operation;
  std::uint32_t too_large = 0;
  for_each_member([&](auto member, const TaskFieldInfo& info) {
    using Value = std::remove_cvref_t<decltype(patch.values.*member)>;
    if constexpr (std::is_same_v<Value, Tags>) {
      const auto field = static_cast<TaskField>(&info - kTaskFields);
      // An author who has seen what is there, and does not say what it was, says what it shall be.
      const bool may_differ = operation.base.has(field) || (meeting.unseen & field_bit(field)) != 0;
      if (info.merge != MergeRule::set || !operation.patch.has(field) || !may_differ) return;
      Tags& tags = patch.values.*member;
      tags = merge_tags(operation.base.values.*member, tags, meeting.row.task.fields.*member);
      if (tags.size() > static_cast<std::size_t>(info.max)) too_large |= field_bit(field);
    }
  });
  return too_large;
}

ConflictVerdict update(const Meeting& meeting) {
  const WireOperation& operation = meeting.operation;
  ConflictVerdict verdict;
  verdict.patch = operation.patch;
  const std::uint32_t too_large = merge_sets(meeting, verdict.patch);
  const std::uint32_t unseen = meeting.unseen & ~kSets;
  std::uint32_t asked = (unseen & differing(operation.patch, meeting.row.task.fields)) | too_large;
  // Both wrote the same: the other's stands, so that a later change of mind meets it.
  std::uint32_t kept = unseen & ~asked;
  // When it was completed says the same as whether: it follows that field.
  if (operation.patch.has(TaskField::completed)) {
    const std::uint32_t following = meeting.unseen & kFollowing;
    asked &= ~following;
    kept |= following;
  }
  if ((asked & field_bit(TaskField::completed)) != 0) asked |= kFollowing;
  verdict.asked = asked;
  verdict.merged = meeting.unseen != 0 && asked == 0;
  verdict.patch = only(verdict.patch, ~(asked | kept));
  verdict.blended = meeting.unseen & verdict.patch.present & kSets;
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
