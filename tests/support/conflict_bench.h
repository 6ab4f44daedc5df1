// SPDX-License-Identifier: MIT
// Several devices and one service on a workbench: each device writes on the task as it last saw it,
// under one policy of the decision `conflict`, with everything else as recommended.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/conflict_store.h"
#include "service/effect_store.h"
#include "support/bench_service.h"

namespace srl::test {

inline TaskPatch patch_of(TaskField field, const TaskFields& values) {
  TaskPatch patch;
  patch.mark(field);
  copy_field(patch.values, values, field);
  return patch;
}

inline TaskPatch title(const std::string& text) {
  TaskFields values;
  values.title = text;
  return patch_of(TaskField::title, values);
}

inline TaskPatch description(const std::string& text) {
  TaskFields values;
  values.description = text;
  return patch_of(TaskField::description, values);
}

inline TaskPatch tags(std::vector<std::string> names) {
  TaskFields values;
  values.tags = std::move(names);
  normalize_tags(values.tags);
  return patch_of(TaskField::tags, values);
}

// As a device writes it down: when it was completed goes with it.
inline TaskPatch completed(bool done, TimeMs at_ms) {
  TaskFields values;
  values.completed = done;
  TaskPatch patch = patch_of(TaskField::completed, values);
  patch.mark(TaskField::completed_at);
  patch.values.completed_at = done ? at_ms : 0;
  return patch;
}

class ConflictBench : public BenchService {
 public:
  explicit ConflictBench(const ConflictPolicy* policy)
      : BenchService(policies_with(policy)), policy_(policy) {
    now_ms = kNowMs;
  }
  // The recommended policy.
  ConflictBench() : ConflictBench(policies_of_preset(kReliablePreset).conflict) {}

  static constexpr TimeMs kNowMs = 5 * kMinuteMs;  // the session is good for 15

  // The phone creates the task and everybody sees it.
  Task create(const TaskFields& fields = {}) {
    TaskFields named = fields;
    if (named.title.empty()) named.title = "Base";
    WireOperation wire = new_operation(OpKind::create_task, Task{}, now_ms);
    wire.patch = TaskPatch::whole(named);
    REQUIRE(push_as("phone", wire).status == OpStatus::applied);
    return row();
  }

  // A change on the row as it was seen, at `wall_ms` by the device's own clock.
  WireOperation edit(const Task& seen, const TaskPatch& changed, TimeMs wall_ms = kNowMs) {
    WireOperation wire = new_operation(OpKind::update_task, seen, wall_ms);
    TaskFields after = seen.fields;
    changed.apply_to(after);
    wire.patch = policy_->outgoing(changed, after);
    wire.base = only(TaskPatch::whole(seen.fields), changed.present);
    return wire;
  }

  WireOperation deletion(const Task& seen, TimeMs wall_ms = kNowMs) {
    return new_operation(OpKind::delete_task, seen, wall_ms);
  }

  // A person's decision, with the row and the conflict in view.
  WireOperation decision(const Task& seen, const Conflict& conflict, const ConflictChoice& choice) {
    WireOperation wire = new_operation(OpKind::resolve_conflict, seen, now_ms);
    wire.task = conflict.task;
    wire.conflict = conflict.id;
    wire.resolution = choice.resolution;
    wire.patch = choice.values;
    wire.base_version = std::max(seen.version, conflict.version);
    return wire;
  }

  OpResult push_as(const std::string& device, const WireOperation& operation) {
    return push_all_as(device, {operation})[0];
  }

  std::vector<OpResult> push_all_as(const std::string& device,
                                    std::vector<WireOperation> operations) {
    const auto found = sessions_.find(device);
    const Session& of_device =
        found != sessions_.end() ? found->second : sessions_[device] = sign_in_on(device);
    const Outcome outcome =
        run_with(of_device.tokens.access_token, PushRequest{device, std::move(operations)});
    return std::get<PushResponse>(outcome.response.body).results;
  }

  OpResult edit_as(const std::string& device, const Task& seen, const TaskPatch& changed,
                   TimeMs wall_ms = kNowMs) {
    return push_as(device, edit(seen, changed, wall_ms));
  }

  // The task as the service holds it, a tombstone too.
  StampedTask stamped() { return read_task(database(), 1, task).value().value(); }
  Task row() { return stamped().task; }
  std::vector<Conflict> open() { return open_conflicts(database(), 1, "", 1'000).value(); }
  Conflict stored(const ConflictId& id) { return read_conflict(database(), 1, id).value().value(); }
  ChangesResponse changes(std::string cursor = {}, std::int64_t limit = 100) {
    const Outcome outcome = run(ChangesRequest{std::move(cursor), limit});
    return std::get<ChangesResponse>(outcome.response.body);
  }

  TaskId task = make_uuid_v7(1, 1, 1);  // what the next operation is about

 private:
  std::map<std::string, Session> sessions_;  // by device
  static Policies policies_with(const ConflictPolicy* policy) {
    Policies policies = policies_of_preset(kReliablePreset);
    policies.conflict = policy;
    return policies;
  }

  WireOperation new_operation(OpKind kind, const Task& seen, TimeMs wall_ms) {
    const std::uint64_t number = ++operations_;
    WireOperation wire;
    wire.op_id = make_uuid_v7(1, number, number);
    wire.client_seq = static_cast<std::int64_t>(number);
    wire.task = task;
    wire.kind = kind;
    wire.base_version = seen.version;
    wire.wall_ms = wall_ms;
    wire.hlc = next_hlc(0, wall_ms);
    wire.intent = static_cast<Intent>(number);
    return wire;
  }

  const ConflictPolicy* policy_;
  std::uint64_t operations_ = 0;
};

// The table of tasks as the append-only record of effects has it: whether a row lives, and the
// fields that it has, or had when it was deleted.
struct RebuiltRow {
  bool alive = false;
  std::map<std::string, std::string> values;
};

inline std::map<TaskId, RebuiltRow> rebuild_rows(Database& database) {
  std::map<TaskId, RebuiltRow> rows;
  const std::vector<Effect> effects = read_effects(database, 1).value();
  for (const Effect& effect : effects) {
    RebuiltRow& row = rows[effect.task];
    if (effect.field != kRowEffect) {
      row.values[effect.field] = effect.new_value;
      continue;
    }
    const std::string& what = effect.new_value;
    if (what == kRowDeleted) row.alive = false;
    if (what == kRowCreated || what == kRowUpdated || what == kRowRestored) row.alive = true;
  }
  return rows;
}

}  // namespace srl::test
