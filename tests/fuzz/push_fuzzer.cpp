// SPDX-License-Identifier: MIT
// The body of a push: what is wrong with one operation does not touch the others.
#include "base/limits.h"
#include "fuzz/fuzz_targets.h"
#include "protocol/json_codec.h"
#include "protocol/push_reader.h"

namespace srl::test {

std::string fuzz_push(std::string_view bytes) {
  const Result<PushRequest> push = parse_push(bytes);
  if (!push.ok()) return push.error().detail.empty() ? "an error says nothing" : "";
  if (push->operations.size() > kPushOperationsMax) return "there are too many operations";
  PushRequest readable;
  readable.device_id = push->device_id;
  readable.seen = push->seen;
  for (const WireOperation& operation : push->operations) {
    if (operation.flaw.code == ErrorCode::none) {
      readable.operations.push_back(operation);
    } else if (operation.flaw.detail.substr(0, 5) != "/ops/") {
      return "a flaw has no place: " + operation.flaw.detail;
    }
  }
  const std::string text = json_text(readable);
  if (static_cast<std::int64_t>(text.size()) > bytes_at_most(readable))
    return "it is longer than said";
  const Result<PushRequest> again = parse_push(text);
  if (!again.ok()) return "what was written is not read: " + again.error().detail;
  if (again->operations.size() != readable.operations.size()) return "there are others now";
  for (const WireOperation& operation : again->operations) {
    if (operation.flaw.code != ErrorCode::none) return "written: " + operation.flaw.detail;
  }
  return json_text(*again) == text ? "" : "it is written otherwise than it was read";
}

}  // namespace srl::test
