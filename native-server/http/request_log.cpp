// SPDX-License-Identifier: MIT
#include "http/request_log.h"

#include <random>
#include <utility>

#include "base/digest.h"
#include "base/http_status.h"

namespace srl {
namespace {

constexpr std::size_t kPrefixDigits = 8;

LogLevel level_of(int status) {
  if (status >= http::kInternalServerError) return LogLevel::error;
  return status >= http::kBadRequest ? LogLevel::warn : LogLevel::info;
}

std::optional<TraceContext> trace_of(const WireOperation& operation) {
  if (operation.trace) return operation.trace;
  if (operation.op_id) return trace_of_operation(*operation.op_id);
  return std::nullopt;
}

void add(RequestFacts& facts, const WireOperation& operation) {
  const std::optional<TraceContext> trace = trace_of(operation);
  if (!trace) return;
  if (!facts.trace) facts.trace = trace;
  if (facts.operation_traces.size() < kLoggedTracesMax) {
    facts.operation_traces.push_back(trace->trace);
  }
}

std::string list_of(const std::vector<Uuid>& traces) {
  std::string text;
  for (const Uuid& trace : traces) {
    text.append(text.empty() ? "" : " ").append(trace_id_text(trace));
  }
  return text;
}

}  // namespace

RequestFacts facts_of(const Request& request) {
  RequestFacts facts;
  if (const auto* push = std::get_if<PushRequest>(&request.body)) {
    facts.device_id = push->device_id;
    facts.operations = static_cast<std::int64_t>(push->operations.size());
    for (const WireOperation& operation : push->operations) {
      if (facts.operation_traces.size() == kLoggedTracesMax) break;
      add(facts, operation);
    }
  } else if (const auto* write = std::get_if<TaskWriteRequest>(&request.body)) {
    facts.operations = 1;
    add(facts, write->operation);
  } else if (const auto* verify = std::get_if<VerifyRequest>(&request.body)) {
    facts.device_id = verify->device_id;
  } else if (const auto* guest = std::get_if<GuestRequest>(&request.body)) {
    facts.device_id = guest->device_id;
  }
  return facts;
}

RequestLog::RequestLog(JsonLog& log) : log_(log) {
  std::random_device device;
  const std::uint64_t word = (std::uint64_t{device()} << 32) | device();
  prefix_ = format_digest(word).substr(0, kPrefixDigits) + "-";
}

RequestLog::Entry RequestLog::begin() {
  const std::uint64_t number = next_.fetch_add(1, std::memory_order_relaxed);
  return {number, prefix_ + std::to_string(number)};
}

// The caller's trace, if it sent one that can be read; else that of what it wrote; else a new one.
void RequestLog::end(const Entry& entry, std::string_view traceparent, const RequestFacts& facts,
                     const Answered& answered) {
  if (!log_.is_on()) return;
  std::optional<TraceContext> parent = parse_traceparent(traceparent);
  if (!parent) parent = facts.trace;
  const TraceContext span =
      parent ? child_of(*parent, entry.number) : trace_of_request(prefix_, entry.number);
  LogLine line(level_of(answered.status), "request");
  line.text("trace_id", trace_id_text(span.trace)).text("span_id", span_id_text(span.span));
  if (parent) line.text("parent_span_id", span_id_text(parent->span));
  line.text("request_id", entry.request_id).text("method", answered.method);
  line.text("route", answered.route).integer("status", answered.status);
  line.integer("duration_ms", answered.duration_ms).integer("waited_ms", answered.waited_ms);
  line.text_unless_empty("device_id", facts.device_id);
  if (facts.operations > 0) line.integer("ops", facts.operations);
  line.text_unless_empty("op_trace_ids", list_of(facts.operation_traces));
  log_.write(std::move(line));
}

void RequestLog::refused(const Entry& entry, int status, std::string_view why) {
  if (!log_.is_on()) return;
  LogLine line(level_of(status), "request_refused");
  line.text("request_id", entry.request_id).integer("status", status).text("why", why);
  log_.write(std::move(line));
}

}  // namespace srl
