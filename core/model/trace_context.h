// SPDX-License-Identifier: MIT
// Trace context on the wire, as W3C Trace Context has it (https://www.w3.org/TR/trace-context/):
// the counterpart of `intent` where a real network lies between. Ids are made of those that exist,
// so that tracing draws no random numbers and a repeat belongs to the trace of its first attempt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"

namespace srl {

struct TraceContext {
  Uuid trace;              // 16 bytes, never all zero
  std::uint64_t span = 0;  // never zero
  bool sampled = true;

  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

// "00-<32 hexadecimal digits>-<16>-01".
std::string format_traceparent(const TraceContext& context);

// Nothing for what the specification calls invalid: it is to be ignored, not refused. Of a later
// version the first four fields are read.
std::optional<TraceContext> parse_traceparent(std::string_view text);

std::string trace_id_text(const Uuid& trace);  // 32 digits
std::string span_id_text(std::uint64_t span);  // 16 digits

// The trace of one operation: its id is the trace's.
TraceContext trace_of_operation(const OpId& operation);

// The trace of a request that carries none: of its device and the number that the device gave it.
TraceContext trace_of_request(std::string_view device_id, std::uint64_t request_id);

// Another span of the same trace, which `salt` tells from its siblings.
TraceContext child_of(const TraceContext& parent, std::uint64_t salt);

}  // namespace srl
