// SPDX-License-Identifier: MIT
// Asks for what has changed since a cursor, page by page; a deletion is a row of its own (a
// tombstone). Rows older than what the device holds are passed over. When the service refuses the
// cursor (410), a paged snapshot replaces the rows and the cursor continues from its first page.
// "Synced" means: nothing queued, and every acknowledged effect has come back in a pull.
#include "policies/sync/pull/pull_policy.h"

namespace srl {
namespace {

class CursorTombstones final : public PullPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "cursor_tombstones", "Cursor and tombstones",
        "Fetches changes since a cursor; deletions are explicit; old answers are ignored.", 2};
    return kInfo;
  }

  Request next_request(const PullState& state, const Limits& limits) const override {
    if (state.snapshot_wanted) {
      return {SnapshotRequest{state.snapshot_page, limits.pull_rows_max, state.seen}};
    }
    return {ChangesRequest{state.cursor, limits.pull_rows_max, state.seen}};
  }

  bool follows_history() const override { return true; }

  std::optional<Request> page_after(const Response& response, const PullState& state,
                                    const Limits& limits) const override {
    const auto* changes = std::get_if<ChangesResponse>(&response.body);
    if (changes == nullptr || !changes->has_more) return std::nullopt;
    return Request{ChangesRequest{changes->cursor, limits.pull_rows_max, state.seen}};
  }

  bool reconcile(const Response& response, PullState& state, PullTarget& target) const override {
    if (const auto* changes = std::get_if<ChangesResponse>(&response.body)) {
      return take_changes(*changes, state, target);
    }
    if (const auto* snapshot = std::get_if<SnapshotResponse>(&response.body)) {
      return take_snapshot_page(*snapshot, state, target);
    }
    const auto* problem = std::get_if<Problem>(&response.body);
    if (problem == nullptr || problem->code != ErrorCode::cursor_reset) return false;
    begin_snapshot(*problem, state, target);
    return true;
  }

  bool accepts_late_answers() const override { return false; }
  bool forgets_at_acknowledgement() const override { return false; }

  bool claims_synced(const SyncFacts& facts) const override {
    return facts.queued_operations == 0 && facts.acknowledged_operations == 0 &&
           facts.operations_not_durable == 0 && facts.last_request_succeeded &&
           !facts.pages_missing;
  }

 private:
  // Where the service has gone back, the rows are what both tell the same until `common_seq`, or
  // stand for nothing: that is what `cursor` says from here on.
  static void begin_snapshot(const Problem& problem, PullState& state, PullTarget& target) {
    PullState next;
    next.snapshot_wanted = true;
    if (problem.common_seq) {
      target.service_went_back(*problem.common_seq);
      next.note_seen(problem.cursor, *problem.common_seq, "");
    } else {
      next.note_seen(state.seen, state.seen_seq, state.seen_epoch);
    }
    state = next;
  }

  static void put_if_newer(const Task& row, PullTarget& target) {
    if (row.version >= target.version_of(row.id)) target.put(row);
  }

  static bool take_changes(const ChangesResponse& changes, PullState& state, PullTarget& target) {
    for (const Task& row : changes.changes) {
      if (row.deleted) {
        target.remove(row.id, row.version);
      } else {
        put_if_newer(row, target);
      }
    }
    for (const Conflict& conflict : changes.conflicts) target.put_conflict(conflict);
    state.cursor = changes.cursor;
    state.server_seq = changes.server_seq;
    state.note_seen(changes.cursor, changes.server_seq, changes.epoch);
    if (!changes.has_more) target.forget_acknowledged(changes.server_seq, {});
    return changes.has_more;
  }

  // Rows and conflicts may change while the pages are read; the changes after the first page's
  // cursor bring what was missed, so one that is newer than that waits for them: none may be newer
  // than the cursor, by which the device tells which history it follows. Only then may a row that
  // no page showed be taken for deleted, and a conflict for closed.
  static bool take_snapshot_page(const SnapshotResponse& page, PullState& state,
                                 PullTarget& target) {
    if (!state.snapshot_wanted) return false;
    if (state.snapshot_page.empty()) {
      state.snapshot_cursor = page.cursor;
      state.snapshot_seq = page.server_seq;
      state.note_seen(page.cursor, page.server_seq, page.epoch);
    }
    for (const Task& row : page.rows) {
      state.snapshot_rows.insert(row.id);
      if (row.version <= state.snapshot_seq) put_if_newer(row, target);
    }
    for (const Conflict& conflict : page.conflicts) {
      state.snapshot_conflicts.insert(conflict.id);
      if (conflict.version <= state.snapshot_seq) target.put_conflict(conflict);
    }
    state.snapshot_page = page.next_page;
    if (!state.snapshot_page.empty()) return true;

    target.keep_conflicts(state.snapshot_conflicts);
    target.forget_acknowledged(state.snapshot_seq, state.snapshot_rows);
    for (const TaskId& id : target.ids()) {
      if (state.snapshot_rows.count(id) == 0 && target.may_be_gone(id, state.snapshot_seq)) {
        target.remove(id, state.snapshot_seq);
      }
    }
    PullState next;
    next.cursor = state.snapshot_cursor;
    next.server_seq = state.snapshot_seq;
    next.note_seen(state.seen, state.seen_seq, state.seen_epoch);
    state = next;
    return true;
  }
};

}  // namespace

const PullPolicy& pull_cursor_tombstones() {
  static const CursorTombstones kPolicy;
  return kPolicy;
}

}  // namespace srl
