// SPDX-License-Identifier: MIT
#include "protocol/push_reader.h"

#include "base/limits.h"
#include "protocol/json_codec.h"
#include "protocol/json_slices.h"

namespace srl {
namespace {

constexpr std::string_view kDeviceId = "device_id";
constexpr std::string_view kOperations = "ops";
constexpr std::string_view kSeen = "seen";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // which parsers pass over

template <class Id>
void take_id(std::optional<Id>& id, std::string_view text) {
  const Result<Uuid> parsed = parse_uuid(text);
  if (parsed.ok()) id = *parsed;
}

// What is left of an operation that could not be read: its names, so that its author recognises the
// answer and later operations on the same task wait.
WireOperation flawed(const Error& flaw, std::string_view op_id, std::string_view task) {
  WireOperation operation;
  operation.flaw = flaw;
  take_id(operation.op_id, op_id);
  take_id(operation.task, task);
  return operation;
}

WireOperation read_by_itself(const JsonReader& element) {
  Status status;
  WireOperation operation = read_operation(element.reporting_to(status));
  if (status.ok()) return operation;
  Status ignored;
  const JsonReader names = element.reporting_to(ignored);
  return flawed(status.error(), names["op_id"].text_if_any(), names["id"].text_if_any());
}

Result<PushRequest> read_document(const JsonDocument& document) {
  Status status;
  const JsonReader reader(document, status);
  const JsonReader operations = reader[kOperations];
  if (operations.size_up_to(kPushOperationsMax + 1) > kPushOperationsMax) {
    return too_many_operations();
  }
  PushRequest request;
  const std::string_view device = reader[kDeviceId].text_if_any();
  if (device.size() <= kDeviceIdBytesMax) request.device_id = device;
  request.seen = reader[kSeen].text_if_any();
  operations.for_each(
      [&](const JsonReader& element) { request.operations.push_back(read_by_itself(element)); });
  if (!status.ok()) return status.error();
  return request;
}

// ---------------------------------------------------------- a body that is no document as a whole

// An error of a document that is the body's part at `place`, as one of the body.
Error placed(const Error& error, const std::string& place) {
  constexpr std::string_view kWhole = "the document";
  const std::string_view detail = error.detail;
  if (detail.substr(0, 1) == "/") return {error.code, place + error.detail};
  if (detail.substr(0, kWhole.size()) == kWhole) {
    return {error.code, place + std::string(detail.substr(kWhole.size()))};
  }
  return {error.code, place + ": " + error.detail};
}

// The text of a member; "" when it is missing or not a string.
std::string member_text(std::string_view object, std::string_view key) {
  const Result<JsonDocument> member = parse_json(json_member_slice(object, key), kRequestBytesMax);
  if (!member.ok()) return {};
  Status ignored;
  return std::string(JsonReader(*member, ignored).text_if_any());
}

WireOperation read_slice(std::string_view slice, const std::string& place) {
  const auto give_up = [&](const Error& error) {
    return flawed(placed(error, place), member_text(slice, "op_id"), member_text(slice, "id"));
  };
  const Result<JsonDocument> document = parse_json(slice, kRequestBytesMax);
  if (!document.ok()) return give_up(document.error());
  Status status;
  WireOperation operation = read_operation(JsonReader(*document, status));
  return status.ok() ? operation : give_up(status.error());
}

bool is_no_json(const Error& error) {
  return error.code == ErrorCode::bad_request || error.code == ErrorCode::bad_utf8;
}

// One bad escape, number or key, and no parser takes the whole: each operation is parsed by itself.
Result<PushRequest> read_slices(std::string_view body, const Error& why_not_whole) {
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  for (const std::string_view key : {kOperations, kSeen, kDeviceId}) {
    if (json_member_count(body, key) > 1) return why_not_whole;  // which one counts nobody knows
  }
  const std::string_view list = json_member_slice(body, kOperations);
  const std::optional<std::vector<std::string_view>> slices =
      json_element_slices(list, kPushOperationsMax + 1);
  if (!slices) return why_not_whole;
  if (slices->size() > kPushOperationsMax) return too_many_operations();
  PushRequest request;
  request.seen = member_text(body, kSeen);
  bool is_explained = !is_no_json(why_not_whole);
  for (const std::string_view slice : *slices) {
    const std::string place = "/ops/" + std::to_string(request.operations.size());
    request.operations.push_back(read_slice(slice, place));
    is_explained = is_explained || request.operations.back().flaw.code != ErrorCode::none;
  }
  if (!is_explained) return why_not_whole;  // what is wrong stands around the operations
  return request;
}

}  // namespace

Result<PushRequest> parse_push(std::string_view body) {
  const Result<JsonDocument> document = parse_json(body, kRequestBytesMax);
  if (document.ok()) return read_document(*document);
  const bool is_cut = document.error().code == ErrorCode::too_large;
  return is_cut ? document.error() : read_slices(body, document.error());
}

}  // namespace srl
