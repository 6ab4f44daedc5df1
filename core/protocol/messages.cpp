// SPDX-License-Identifier: MIT
#include "protocol/messages.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace srl {
bool VersionCondition::holds_for(const EntityTag& tag) const {
  return any || std::find(tags.begin(), tags.end(), tag) != tags.end();
}

Error too_many_operations() {
  return make_error(ErrorCode::too_large,
                    "a push has at most " + std::to_string(kPushOperationsMax) + " operations");
}

// What the database says of itself is for the operator, whose log has it.
Response problem_response(const Error& error) {
  std::string detail = error.detail;
  if (error.code == ErrorCode::storage_failed || error.code == ErrorCode::storage_corrupt) {
    detail = "nothing was changed: send it again later";
  } else if (error.code == ErrorCode::commit_in_doubt) {
    detail = "under the same ids it is done once, however often it is sent";
  }
  return {error_http_status(error.code), Problem{error.code, std::move(detail)}};
}

std::string_view status_class(int status) {
  constexpr std::string_view kClasses[] = {"2xx", "3xx", "4xx", "5xx"};
  return kClasses[std::clamp(status / 100 - 2, 0, 3)];
}

Route route_of(const Request& request) { return static_cast<Route>(request.body.index()); }

TraceContext trace_of(const Request& request, std::string_view device_id,
                      std::uint64_t request_id) {
  const auto* push = std::get_if<PushRequest>(&request.body);
  const auto* write = std::get_if<TaskWriteRequest>(&request.body);
  const WireOperation* first = nullptr;
  if (push != nullptr && !push->operations.empty()) first = &push->operations[0];
  if (write != nullptr) first = &write->operation;
  if (first != nullptr && first->trace) return child_of(*first->trace, request_id);
  if (first != nullptr && first->op_id) {
    return child_of(trace_of_operation(*first->op_id), request_id);
  }
  return trace_of_request(device_id, request_id);
}

}  // namespace srl
