// SPDX-License-Identifier: MIT
// Fetches the whole list every time and replaces everything but rows with queued operations. Unsent
// work survives; a list that is cut at its limit still deletes the rest, and an old list that
// arrives late still brings old rows back.
#include "policies/sync/pull/pull_policy.h"

namespace srl {
namespace {

class FullReload final : public PullPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "full_reload", "Full reload",
        "Fetches one list and replaces all rows that have no queued operations.", 1};
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
    if (list->next_page.empty()) target.replace_conflicts(list->conflicts);
    target.forget_acknowledged(list->server_seq, {});
    for (const TaskId& id : target.ids()) {
      if (listed.count(id) == 0 && !target.has_queued_operations(id)) {
        target.remove(id, list->server_seq);
      }
    }
    state.server_seq = list->server_seq;
    return false;
  }

  bool accepts_late_answers() const override { return true; }
  bool forgets_at_acknowledgement() const override { return false; }

  bool claims_synced(const SyncFacts& facts) const override {
    return facts.queued_operations == 0 && facts.last_request_succeeded;
  }
};

}  // namespace

const PullPolicy& pull_full_reload() {
  static const FullReload kPolicy;
  return kPolicy;
}

}  // namespace srl
