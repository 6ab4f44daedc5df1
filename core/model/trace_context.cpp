// SPDX-License-Identifier: MIT
#include "model/trace_context.h"

#include "base/digest.h"
#include "base/hex.h"
#include "base/random.h"

namespace srl {
namespace {

constexpr std::size_t kVersion0Length = 55;
constexpr std::size_t kTraceAt = 3;
constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kSpanAt = 36;
constexpr std::size_t kSpanDigits = 16;
constexpr std::size_t kFlagsAt = 53;
constexpr std::size_t kFlagsDigits = 2;
constexpr std::uint64_t kSampledFlag = 1;
constexpr std::uint64_t kForbiddenVersion = 0xFF;

// Lower case only, as the specification asks.
std::optional<std::uint64_t> read_hex(std::string_view digits) {
  std::uint64_t value = 0;
  std::uint32_t seen = 0;
  for (const char c : digits) {
    const std::uint8_t digit = hex_value(c);
    seen |= c >= 'A' && c <= 'F' ? kNoHexDigit : digit;
    value = (value << 4) | digit;
  }
  if (seen > kHexDigitMax) return std::nullopt;
  return value;
}

std::uint64_t hash_of(std::string_view text, std::uint64_t a, std::uint64_t b) {
  const std::uint64_t hash = random_at(purpose_of(text), a, b, 0);
  return hash == 0 ? 1 : hash;
}

}  // namespace

std::string trace_id_text(const Uuid& trace) {
  return format_digest(trace.high) + format_digest(trace.low);
}

std::string span_id_text(std::uint64_t span) { return format_digest(span); }

std::string format_traceparent(const TraceContext& context) {
  std::string text = "00-";
  text.append(trace_id_text(context.trace)).append("-").append(span_id_text(context.span));
  return text.append(context.sampled ? "-01" : "-00");
}

std::optional<TraceContext> parse_traceparent(std::string_view text) {
  if (text.size() < kVersion0Length) return std::nullopt;
  if (text[kTraceAt - 1] != '-' || text[kSpanAt - 1] != '-' || text[kFlagsAt - 1] != '-') {
    return std::nullopt;
  }
  const auto version = read_hex(text.substr(0, kTraceAt - 1));
  const auto high = read_hex(text.substr(kTraceAt, kTraceDigits / 2));
  const auto low = read_hex(text.substr(kTraceAt + kTraceDigits / 2, kTraceDigits / 2));
  const auto span = read_hex(text.substr(kSpanAt, kSpanDigits));
  const auto flags = read_hex(text.substr(kFlagsAt, kFlagsDigits));
  if (!version || !high || !low || !span || !flags) return std::nullopt;
  if (*version == kForbiddenVersion || *span == 0 || (*high == 0 && *low == 0)) {
    return std::nullopt;
  }
  const bool is_longer = text.size() > kVersion0Length;
  if (is_longer && (*version == 0 || text[kVersion0Length] != '-')) return std::nullopt;
  return TraceContext{{*high, *low}, *span, (*flags & kSampledFlag) != 0};
}

TraceContext trace_of_operation(const OpId& operation) {
  return {operation, hash_of("operation", operation.high, operation.low)};
}

TraceContext trace_of_request(std::string_view device_id, std::uint64_t request_id) {
  const std::uint64_t high = hash_of(device_id, request_id, 0);
  const std::uint64_t low = hash_of(device_id, request_id, 1);
  return {{high, low}, hash_of(device_id, request_id, 2)};
}

TraceContext child_of(const TraceContext& parent, std::uint64_t salt) {
  return {parent.trace, hash_of("child", parent.span, salt), parent.sampled};
}

}  // namespace srl
