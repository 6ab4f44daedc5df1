// SPDX-License-Identifier: MIT
// Messages with every member set to something of its own, and the comparison that messages.h has no
// need of outside of tests: two messages are equal when every member is.
#pragma once

#include <string>
#include <vector>

#include "protocol/messages.h"

namespace srl::test {

inline Uuid sample_id(std::uint64_t number) { return make_uuid_v7(1'700'000'000'000, 7, number); }

inline TaskFields sample_fields() {
  TaskFields fields;
  fields.title = "Gr\xC3\xBC\xC3\x9F Gott \xF0\x9F\x91\x8B \"quoted\" \\ </script>";
  fields.description = "one\n\ttwo";
  fields.begins_at = 1'700'000'000'000;
  fields.duration_min = 45;
  fields.priority = Priority::urgent;
  fields.tags = {"a", "b c"};
  fields.completed = true;
  fields.completed_at = 1'700'000'000'001;
  fields.remind_at = 1'699'999'999'999;
  return fields;
}

inline WireOperation sample_operation() {
  WireOperation operation;
  operation.op_id = sample_id(1);
  operation.task = sample_id(2);
  operation.client_seq = 3;
  operation.kind = OpKind::update_task;
  operation.base_version = 4;
  operation.patch = TaskPatch::whole(sample_fields());
  operation.hlc = (Hlc{1'700'000'000'000} << 16) + 5;
  operation.wall_ms = 1'700'000'000'123;
  operation.intent = 6;
  return operation;
}

inline OpResult sample_result() {
  return {sample_id(1),
          OpStatus::rejected,
          true,
          ErrorCode::key_reused,
          sample_id(2),
          9,
          0,
          "/ops/0/op_id: it was used"};
}

inline Task sample_task() { return {sample_id(3), sample_fields(), 12, false, 6}; }
inline Task sample_tombstone() { return {sample_id(4), {}, 13, true, 7}; }

// With no more than an operation must have.
inline WireOperation sample_bare_operation() {
  WireOperation operation;
  operation.op_id = sample_id(5);
  return operation;
}

inline PushRequest sample_push() {
  return {"phone", {sample_operation(), sample_bare_operation()}};
}

// A write by a program: the title and a key.
inline TaskWriteRequest sample_create() {
  TaskWriteRequest write;
  write.operation.op_id = sample_id(10);
  write.operation.patch.mark(TaskField::title);
  write.operation.patch.values.title = "Milk";
  return write;
}

// A change without a key, of a version.
inline TaskWriteRequest sample_change(OpKind kind) {
  TaskWriteRequest write;
  write.operation.kind = kind;
  write.operation.task = sample_id(11);
  write.condition = VersionCondition{false, {{7, "9f3c01d2"}}};
  if (kind == OpKind::update_task) {
    write.operation.patch.mark(TaskField::completed);
    write.operation.patch.values.completed = true;
  }
  return write;
}

inline Conflict sample_conflict() {
  Conflict conflict;
  conflict.id = sample_id(21);
  conflict.task = sample_id(22);
  conflict.version = 23;
  conflict.state = ConflictState::resolved;
  conflict.device = "phone";
  conflict.policy = "field_merge";
  conflict.since_ms = 1'700'000'000'000;
  conflict.mine.mark(TaskField::title);
  conflict.mine.values.title = "Mine";
  conflict.base.mark(TaskField::title);
  conflict.base.values.title = "Base";
  conflict.theirs = sample_task().fields;
  conflict.theirs_deleted = true;
  conflict.resolved_by = "laptop";
  conflict.intent = 3;
  conflict.created_by = 1;
  return conflict;
}

inline PushRequest sample_decision() {
  WireOperation operation;
  operation.op_id = sample_id(24);
  operation.task = sample_id(22);
  operation.kind = OpKind::resolve_conflict;
  operation.conflict = sample_id(21);
  operation.resolution = Resolution::restore_task;
  operation.patch.mark(TaskField::title);
  operation.patch.values.title = "Mine";
  operation.base = operation.patch;
  return {"laptop", {operation}};
}

inline Session sample_session() {
  return {sample_id(12), 5, "ada@example.test", {"srl_at_a", 900'000, "srl_rt_b"}};
}

inline std::vector<Request> sample_requests() {
  return {
      {sample_push()},
      {PushRequest{"", {}}},
      {ChangesRequest{"v1.0a1b.77", 50}},
      {ChangesRequest{}},
      {SnapshotRequest{"a page & more=100%+\xC3\xA4", 20, "seen=7&"}},
      {SnapshotRequest{}},
      {ListRequest{1'000, "a page"}},
      {ListRequest{}},
      {OpFateRequest{sample_id(8)}},
      {TaskRequest{sample_id(9)}},
      {sample_create()},
      {sample_change(OpKind::update_task)},
      {sample_change(OpKind::delete_task)},
      {sample_decision()},
      {ConflictsRequest{20, "a page"}},
      {ConflictsRequest{}},
      {CodeRequest{"ada@example.test"}},
      {VerifyRequest{"ada@example.test", "012345", "phone"}},
      {GuestRequest{"phone"}},
      {GuestRequest{"phone", "srl_rt_b", ""}},
      {GuestRequest{"phone", "", "K7QF2-MXR9T"}},
      {JoinCodeRequest{}, "srl_at_a"},
      {RefreshRequest{"srl_rt_b"}},
      {LogoutRequest{}, "srl_at_a"},
      {SessionsRequest{}, "srl_at_a"},
      {SessionDeleteRequest{sample_id(12)}, "srl_at_a"},
  };
}

struct SampleBody {
  Route route;
  ResponseBody body;
};

inline std::vector<SampleBody> sample_bodies() {
  return {
      {Route::push, PushResponse{{sample_result(), OpResult()}, 5}},
      {Route::push, PushResponse{}},
      {Route::changes,
       ChangesResponse{
           {sample_task(), sample_tombstone()}, "v1.x.5", 5, 2, true, 77, {sample_conflict()}}},
      {Route::changes, ChangesResponse{}},
      {Route::snapshot,
       SnapshotResponse{{sample_task()}, "next", "v1.x.5", 5, -2, 77, {sample_conflict()}}},
      {Route::snapshot, SnapshotResponse{}},
      {Route::list,
       ListResponse{{sample_task(), sample_tombstone()}, 5, 1, "next", {sample_conflict()}, 77}},
      {Route::list, ListResponse{}},
      {Route::op_fate, OpFateResponse{sample_result()}},
      {Route::task, TaskResponse{sample_task()}},
      {Route::code, CodeResponse{600'000, 60'000}},
      {Route::verify, SessionResponse{sample_session()}},
      {Route::guest, SessionResponse{sample_session()}},
      {Route::refresh, SessionResponse{sample_session()}},
      {Route::sessions,
       SessionsResponse{{{sample_id(12), "phone", 1'700'000'000'000, 1'700'000'000'001, true},
                         {sample_id(13), "", -1, 0, false}}}},
      {Route::sessions, SessionsResponse{}},
      {Route::join_code, JoinCodeResponse{"K7QF2-MXR9T", 600'000}},
      {Route::conflicts, ConflictsResponse{{sample_conflict()}, "next"}},
      {Route::conflicts, ConflictsResponse{}},
  };
}

inline bool same(const TaskPatch& a, const TaskPatch& b) {
  return a.present == b.present && a.values == b.values;
}
inline bool same(const Task& a, const Task& b) {
  return a.id == b.id && a.fields == b.fields && a.version == b.version && a.deleted == b.deleted &&
         a.created_by == b.created_by;
}
inline bool same(const Conflict& a, const Conflict& b) {
  return a.id == b.id && a.task == b.task && a.version == b.version && a.state == b.state &&
         a.device == b.device && a.policy == b.policy && a.since_ms == b.since_ms &&
         same(a.mine, b.mine) && same(a.base, b.base) && a.theirs == b.theirs &&
         a.mine_deletes == b.mine_deletes && a.theirs_deleted == b.theirs_deleted &&
         a.resolved_by == b.resolved_by && a.intent == b.intent && a.created_by == b.created_by;
}
inline bool same(const WireOperation& a, const WireOperation& b) {
  return a.op_id == b.op_id && a.task == b.task && a.client_seq == b.client_seq &&
         a.kind == b.kind && a.base_version == b.base_version && same(a.patch, b.patch) &&
         same(a.base, b.base) && a.conflict == b.conflict && a.resolution == b.resolution &&
         a.hlc == b.hlc && a.wall_ms == b.wall_ms && a.intent == b.intent;
}
inline bool same(const OpResult& a, const OpResult& b) {
  return a.op_id == b.op_id && a.status == b.status && a.replayed == b.replayed &&
         a.code == b.code && a.task == b.task && a.version == b.version &&
         a.conflict_version == b.conflict_version && a.detail == b.detail;
}
template <class T>
bool same(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same(a[i], b[i])) return false;
  }
  return true;
}
inline bool same(const PushRequest& a, const PushRequest& b) {
  return a.device_id == b.device_id && same(a.operations, b.operations);
}
inline bool same(const ChangesRequest& a, const ChangesRequest& b) {
  return a.cursor == b.cursor && a.limit == b.limit && a.seen == b.seen;
}
inline bool same(const SnapshotRequest& a, const SnapshotRequest& b) {
  return a.page == b.page && a.limit == b.limit && a.seen == b.seen;
}
inline bool same(const ListRequest& a, const ListRequest& b) {
  return a.limit == b.limit && a.page == b.page;
}
inline bool same(const ConflictsRequest& a, const ConflictsRequest& b) {
  return a.limit == b.limit && a.page == b.page;
}
inline bool same(const TaskRequest& a, const TaskRequest& b) { return a.task == b.task; }
inline bool same(const TaskWriteRequest& a, const TaskWriteRequest& b) {
  if (!same(a.operation, b.operation) || a.condition.has_value() != b.condition.has_value()) {
    return false;
  }
  return !a.condition ||
         (a.condition->any == b.condition->any && a.condition->tags == b.condition->tags);
}
inline bool same(const OpFateRequest& a, const OpFateRequest& b) { return a.op_id == b.op_id; }
inline bool same(const Problem& a, const Problem& b) {
  return a.code == b.code && a.detail == b.detail && a.retry_after_ms == b.retry_after_ms;
}
inline bool same(const PushResponse& a, const PushResponse& b) {
  return same(a.results, b.results) && a.server_seq == b.server_seq;
}
inline bool same(const ChangesResponse& a, const ChangesResponse& b) {
  return same(a.changes, b.changes) && a.cursor == b.cursor && a.server_seq == b.server_seq &&
         a.open_count == b.open_count && a.has_more == b.has_more && a.hlc == b.hlc &&
         same(a.conflicts, b.conflicts);
}
inline bool same(const SnapshotResponse& a, const SnapshotResponse& b) {
  return same(a.rows, b.rows) && a.next_page == b.next_page && a.cursor == b.cursor &&
         a.server_seq == b.server_seq && a.open_count == b.open_count && a.hlc == b.hlc &&
         same(a.conflicts, b.conflicts);
}
inline bool same(const ConflictsResponse& a, const ConflictsResponse& b) {
  return same(a.conflicts, b.conflicts) && a.next_page == b.next_page;
}
inline bool same(const ListResponse& a, const ListResponse& b) {
  return same(a.rows, b.rows) && a.server_seq == b.server_seq && a.open_count == b.open_count &&
         a.next_page == b.next_page && a.hlc == b.hlc && same(a.conflicts, b.conflicts);
}
inline bool same(const TaskResponse& a, const TaskResponse& b) {
  return same(a.task, b.task) && a.replayed == b.replayed;
}
inline bool same(const OpFateResponse& a, const OpFateResponse& b) {
  return same(a.result, b.result);
}

inline bool same(const CodeRequest& a, const CodeRequest& b) { return a.email == b.email; }
inline bool same(const VerifyRequest& a, const VerifyRequest& b) {
  return a.email == b.email && a.code == b.code && a.device_id == b.device_id;
}
inline bool same(const GuestRequest& a, const GuestRequest& b) {
  return a.device_id == b.device_id && a.refresh_token == b.refresh_token &&
         a.join_code == b.join_code;
}
inline bool same(const JoinCodeRequest&, const JoinCodeRequest&) { return true; }
inline bool same(const JoinCodeResponse& a, const JoinCodeResponse& b) {
  return a.code == b.code && a.expires_in_ms == b.expires_in_ms;
}
inline bool same(const RefreshRequest& a, const RefreshRequest& b) {
  return a.refresh_token == b.refresh_token;
}
inline bool same(const LogoutRequest&, const LogoutRequest&) { return true; }
inline bool same(const SessionsRequest&, const SessionsRequest&) { return true; }
inline bool same(const SessionDeleteRequest& a, const SessionDeleteRequest& b) {
  return a.session == b.session;
}
inline bool same(const CodeResponse& a, const CodeResponse& b) {
  return a.expires_in_ms == b.expires_in_ms && a.resend_after_ms == b.resend_after_ms;
}
inline bool same(const SessionResponse& a, const SessionResponse& b) {
  return a.session == b.session;
}
inline bool same(const SessionsResponse& a, const SessionsResponse& b) {
  return a.sessions == b.sessions;
}
inline bool same(const DoneResponse&, const DoneResponse&) { return true; }

// Two messages of the same alternative with equal members.
template <class... Alternatives>
bool same(const std::variant<Alternatives...>& a, const std::variant<Alternatives...>& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&](const auto& one) { return same(one, *std::get_if<std::decay_t<decltype(one)>>(&b)); }, a);
}

}  // namespace srl::test
