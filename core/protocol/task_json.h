// SPDX-License-Identifier: MIT
// Tasks and changes to them as JSON: the same names on the wire, in histories and in exports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/task.h"
#include "protocol/json_reader.h"
#include "protocol/json_writer.h"

namespace srl {

// Some fields of one task, in the order of their names, with other members of the object between
// them.
class FieldWriter {
 public:
  // `present`: the set of fields that are written.
  FieldWriter(JsonWriter& json, const TaskFields& fields, std::uint32_t present)
      : json_(json), fields_(fields), present_(present) {}

  // Those whose names come before `key`.
  void write_before(std::string_view key);
  void write_rest();

 private:
  void write_next();

  JsonWriter& json_;
  const TaskFields& fields_;
  std::uint32_t present_;
  std::size_t next_ = 0;
};

// The fields that the patch sets: {"completed": true, "title": "…"}.
void write_json(JsonWriter& json, const TaskPatch& patch);

// A field that does not exist is an error here: to ignore it would be to acknowledge a write and
// drop a part of it.
TaskPatch read_patch(const JsonReader& reader);

// The same of an answer, which may come from a newer service: fields that are not known are passed
// over.
TaskPatch read_known_fields(const JsonReader& reader);

// The fields beside id and version. A deleted task is a tombstone: what it held is not told.
void write_json(JsonWriter& json, const Task& task);
Task read_task(const JsonReader& reader);

}  // namespace srl
