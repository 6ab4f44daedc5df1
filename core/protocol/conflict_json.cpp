// SPDX-License-Identifier: MIT
#include "protocol/conflict_json.h"

#include "base/limits.h"
#include "protocol/task_json.h"

namespace srl {

Json to_json(const Conflict& conflict) {
  Json::Object members{{"id", to_string(conflict.id)},
                       {"task", to_string(conflict.task)},
                       {"version", conflict.version},
                       {"state", conflict_state_name(conflict.state)},
                       {"device", conflict.device},
                       {"policy", conflict.policy},
                       {"since", conflict.since_ms}};
  members.emplace("mine", to_json(conflict.mine));
  members.emplace("base", to_json(conflict.base));
  members.emplace("theirs", to_json(TaskPatch::whole(conflict.theirs)));
  if (conflict.mine_deletes) members.emplace("mine_deletes", true);
  if (conflict.theirs_deleted) members.emplace("theirs_deleted", true);
  if (!conflict.resolved_by.empty()) members.emplace("resolved_by", conflict.resolved_by);
  if (conflict.intent != kNoIntent) members.emplace("intent", conflict.intent);
  if (conflict.created_by != kNoIntent) members.emplace("created_by", conflict.created_by);
  return members;
}

Conflict read_conflict(const JsonReader& reader) {
  Conflict conflict;
  conflict.id = reader["id"].uuid();
  conflict.task = reader["task"].uuid();
  conflict.version = reader["version"].integer(0, INT64_MAX);
  conflict.state = reader["state"].name(parse_conflict_state);
  conflict.device = reader["device"].text();
  conflict.policy = reader["policy"].text();
  conflict.since_ms = reader["since"].integer_or(0, INT64_MIN, INT64_MAX);
  conflict.mine = read_patch(reader["mine"]);
  conflict.base = read_patch(reader["base"]);
  conflict.theirs = read_patch(reader["theirs"]).values;
  conflict.mine_deletes = reader["mine_deletes"].boolean_or(false);
  conflict.theirs_deleted = reader["theirs_deleted"].boolean_or(false);
  conflict.resolved_by = reader["resolved_by"].text_or("");
  conflict.intent = static_cast<Intent>(reader["intent"].integer_or(kNoIntent, 0, UINT32_MAX));
  conflict.created_by =
      static_cast<Intent>(reader["created_by"].integer_or(kNoIntent, 0, UINT32_MAX));
  return conflict;
}

std::string dump_conflict(const Conflict& conflict) { return dump_json(to_json(conflict)); }

Result<Conflict> parse_conflict(std::string_view text) {
  Result<JsonDocument> document = parse_json(text, kRequestBytesMax);
  if (!document.ok()) return make_error(ErrorCode::storage_corrupt, "a stored conflict is no JSON");
  Status status;
  Conflict conflict = read_conflict(JsonReader(*document, status));
  if (!status.ok()) return make_error(ErrorCode::storage_corrupt, status.error().detail);
  return conflict;
}

}  // namespace srl
