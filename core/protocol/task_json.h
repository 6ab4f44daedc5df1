// SPDX-License-Identifier: MIT
// Tasks and changes to them as JSON: the same names on the wire, in histories and in exports.
#pragma once

#include "model/task.h"
#include "protocol/json_reader.h"
#include "protocol/json_writer.h"

namespace srl {

// The value of one field.
void write_field(JsonWriter& json, const TaskFields& fields, TaskField field);

// The fields that the patch sets: {"completed": true, "title": "…"}.
void write_json(JsonWriter& json, const TaskPatch& patch);

// A field that does not exist is an error here: whoever ignored it would acknowledge a write and
// drop a part of it.
TaskPatch read_patch(const JsonReader& reader);

// The same of an answer, which may come from a newer service: fields that are not known are passed
// over.
TaskPatch read_known_fields(const JsonReader& reader);

// The fields beside id and version. A deleted task is a tombstone: what it held is not told.
void write_json(JsonWriter& json, const Task& task);
Task read_task(const JsonReader& reader);

}  // namespace srl
