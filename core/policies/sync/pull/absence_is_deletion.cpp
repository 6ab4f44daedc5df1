// SPDX-License-Identifier: MIT
// The original lab's merge: fetch the list, and take a row that is not in it for deleted. A row
// whose creation has not arrived yet is not in the list either; neither is row 1,001 of a list that
// is cut at 1,000. And "all requests returned" is taken for "synced".
#include "policies/sync/pull/pull_policy.h"

namespace srl {
namespace {

class AbsenceIsDeletion final : public PullPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "absence_is_deletion", "Absence is deletion",
        "Fetches one list; local rows that are not in it are deleted, unsent ones too.", 0};
    return kInfo;
  }

  Request next_request(const PullState&, const Limits& limits) const override {
    return {ListRequest{limits.list_rows_max}};
  }

  bool reconcile(const Response& response, PullState& state, PullTarget& target) const override {
    const auto* list = std::get_if<ListResponse>(&response.body);
    if (list == nullptr) return false;
    std::set<TaskId> listed;
    for (const Task& row : list->rows) {
      listed.insert(row.id);
      target.put(row);
    }
    for (const TaskId& id : target.ids()) {
      if (listed.count(id) == 0) target.remove_with_queue(id);
    }
    if (list->next_page.empty()) target.replace_conflicts(list->conflicts);
    state.server_seq = list->server_seq;
    return false;
  }

  bool accepts_late_answers() const override { return true; }
  bool forgets_at_acknowledgement() const override { return true; }

  bool claims_synced(const SyncFacts& facts) const override {
    return !facts.push_outstanding && facts.last_request_succeeded;
  }
};

}  // namespace

const PullPolicy& pull_absence_is_deletion() {
  static const AbsenceIsDeletion kPolicy;
  return kPolicy;
}

}  // namespace srl
