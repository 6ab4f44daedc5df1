// SPDX-License-Identifier: MIT
// A conflict as JSON: on the wire, and in the tables of the service and of the device.
#pragma once

#include <string>

#include "model/conflict.h"
#include "protocol/json_reader.h"
#include "protocol/json_writer.h"

namespace srl {

// {"id", "task", "version", "state", "device", "policy", "since", "mine", "base", "theirs",
//  "mine_deletes", "theirs_deleted", "resolved_by", "intent", "created_by"}
void write_json(JsonWriter& json, const Conflict& conflict);
Conflict read_conflict(const JsonReader& reader);

// Of the text in a table. Errors: storage_corrupt.
Result<Conflict> parse_conflict(std::string_view text);

}  // namespace srl
