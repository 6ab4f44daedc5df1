// SPDX-License-Identifier: MIT
// The line that each request leaves in the log, and the number that its answer carries, so that
// both can be found from either.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json_log.h"
#include "model/trace_context.h"
#include "protocol/messages.h"

namespace srl {

// Of how many operations of a push the traces are named.
inline constexpr std::size_t kLoggedTracesMax = 8;

// What is worth knowing of a request and is nobody's secret.
struct RequestFacts {
  std::string device_id = {};
  std::int64_t operations = 0;
  std::optional<TraceContext> trace = {};   // of the first operation
  std::vector<Uuid> operation_traces = {};  // those of the first operations
};
RequestFacts facts_of(const Request& request);

class RequestLog {
 public:
  explicit RequestLog(JsonLog& log);

  // One request: made when it begins, written when it has been answered.
  struct Entry {
    std::uint64_t number = 0;
    std::string request_id;  // X-Request-Id
  };
  Entry begin();

  struct Answered {
    std::string_view method;
    std::string_view route;
    int status = 0;
    std::int64_t duration_ms = 0;
    std::int64_t waited_ms = 0;
  };
  void end(const Entry& entry, std::string_view traceparent, const RequestFacts& facts,
           const Answered& answered);

  // What was refused before anybody read it.
  void refused(const Entry& entry, int status, std::string_view why);

 private:
  JsonLog& log_;
  std::string prefix_;  // of this run of the server
  std::atomic<std::uint64_t> next_{1};
};

}  // namespace srl
