// SPDX-License-Identifier: MIT
// A conflict as JSON: on the wire, and in the tables of the service and of the device.
#pragma once

#include <string>

#include "model/conflict.h"
#include "protocol/json_reader.h"
#include "protocol/json_value.h"

namespace srl {

// {"id", "task", "version", "state", "device", "policy", "since", "mine", "base", "theirs",
//  "mine_deletes", "theirs_deleted", "resolved_by", "intent", "created_by"}
Json to_json(const Conflict& conflict);
Conflict read_conflict(const JsonReader& reader);

// The same as one text. Errors of parse: storage_corrupt.
std::string dump_conflict(const Conflict& conflict);
Result<Conflict> parse_conflict(std::string_view text);

}  // namespace srl
