// SPDX-License-Identifier: MIT
// The way to the service. A request may be lost, repeated, late or out of order, and so may its
// reply: the transport promises nothing but to try. The host hands a reply back by request id.
#pragma once

#include <cstdint>
#include <memory>

namespace srl {

struct Request;

using RequestId = std::uint64_t;

class Transport {
 public:
  virtual ~Transport() = default;
  virtual void send(RequestId id, std::shared_ptr<const Request> request) = 0;
};

}  // namespace srl
