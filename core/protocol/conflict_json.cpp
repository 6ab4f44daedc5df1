// SPDX-License-Identifier: MIT
#include "protocol/conflict_json.h"

#include "base/limits.h"
#include "protocol/task_json.h"

namespace srl {

void write_json(JsonWriter& json, const Conflict& conflict) {
  json.begin_object();
  json.key("base");
  write_json(json, conflict.base);
  if (conflict.created_by != kNoIntent)
    json.member("created_by", std::int64_t{conflict.created_by});
  json.member("device", conflict.device);
  json.member("id", conflict.id);
  if (conflict.intent != kNoIntent) json.member("intent", std::int64_t{conflict.intent});
  json.key("mine");
  write_json(json, conflict.mine);
  if (conflict.mine_deletes) json.member("mine_deletes", true);
  json.member("policy", conflict.policy);
  if (!conflict.resolved_by.empty()) json.member("resolved_by", conflict.resolved_by);
  json.member("since", conflict.since_ms);
  json.member("state", name_of(conflict.state));
  json.member("task", conflict.task);
  json.key("theirs");
  write_json(json, TaskPatch::whole(conflict.theirs));
  if (conflict.theirs_deleted) json.member("theirs_deleted", true);
  json.member("version", conflict.version);
  json.end_object();
}

namespace {

// One that only a newer service knows counts as open: a person may look at it, and a decision that
// comes too late is refused and shown.
ConflictState read_state(const JsonReader& reader) {
  const Result<ConflictState> state = parse_conflict_state(reader.text());
  return state.ok() ? *state : ConflictState::open;
}

}  // namespace

Conflict read_conflict(const JsonReader& reader) {
  Conflict conflict;
  conflict.id = reader["id"].uuid();
  conflict.task = reader["task"].uuid();
  conflict.version = reader["version"].integer(0, INT64_MAX);
  conflict.state = read_state(reader["state"]);
  conflict.device = reader["device"].text();
  conflict.policy = reader["policy"].text();
  conflict.since_ms = reader["since"].integer_or(0, INT64_MIN, INT64_MAX);
  conflict.mine = read_known_fields(reader["mine"]);
  conflict.base = read_known_fields(reader["base"]);
  conflict.theirs = read_known_fields(reader["theirs"]).values;
  conflict.mine_deletes = reader["mine_deletes"].boolean_or(false);
  conflict.theirs_deleted = reader["theirs_deleted"].boolean_or(false);
  conflict.resolved_by = reader["resolved_by"].text_or("");
  conflict.intent = static_cast<Intent>(reader["intent"].integer_or(kNoIntent, 0, UINT32_MAX));
  conflict.created_by =
      static_cast<Intent>(reader["created_by"].integer_or(kNoIntent, 0, UINT32_MAX));
  return conflict;
}

Result<Conflict> parse_conflict(std::string_view text) {
  Result<JsonDocument> document = parse_json(text, kRequestBytesMax);
  if (!document.ok()) return make_error(ErrorCode::storage_corrupt, "a stored conflict is no JSON");
  Status status;
  Conflict conflict = read_conflict(JsonReader(*document, status));
  if (!status.ok()) return make_error(ErrorCode::storage_corrupt, status.error().detail);
  return conflict;
}

}  // namespace srl
