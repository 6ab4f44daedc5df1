// SPDX-License-Identifier: MIT
// The bodies of requests and responses as JSON. Where they go on HTTP stands in http_form.h.
// Members that a policy leaves off the wire are absent; members that are not known are ignored;
// names that are not known are errors.
#pragma once

#include <string_view>

#include "base/result.h"
#include "protocol/json_reader.h"
#include "protocol/json_writer.h"
#include "protocol/messages.h"

namespace srl {

// {"op_id", "client_seq", "entity": "task", "id", "kind", "base_version", "fields", "hlc",
//  "wall_ms", "intent", "traceparent"}, of an update also "base", of a resolution "conflict" and
//  "resolution"
void write_json(JsonWriter& json, const WireOperation& operation);

// For cutting a push to size before it is written: no operation takes more bytes in it than this,
// and what stands around the operations takes no more than kPushFrameBytesMax.
std::size_t bytes_at_most(const WireOperation& operation);
std::int64_t bytes_at_most(const PushRequest& push);
inline constexpr std::size_t kPushFrameBytesMax =
    1'600;  // the id of the device may be all escapes, `seen` long
WireOperation read_operation(const JsonReader& reader);

// {"op_id", "status", "replayed", "code", "detail", "id", "version", "conflict_version"}
void write_json(JsonWriter& json, const OpResult& result);
OpResult read_op_result(const JsonReader& reader);

// {"device_id", "ops"}; push_reader.h reads it.
void write_json(JsonWriter& json, const PushRequest& request);

// The body of a successful response; which members it has follows from its route.
void write_json(JsonWriter& json, const ResponseBody& body);
Result<ResponseBody> read_response_body(Route route, const JsonDocument& document);

}  // namespace srl
