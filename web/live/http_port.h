// SPDX-License-Identifier: MIT
// The way to the server that this page came from. → LiveMode::on_reply, by channel and id; a
// request that was given up is not answered.
#pragma once

#include <cstdint>

#include "protocol/http_form.h"

namespace srl::web {

// Who asked: ids of different channels may be equal.
enum class HttpChannel : std::uint8_t { sync, watch };

class HttpPort {
 public:
  virtual ~HttpPort() = default;
  virtual void send(HttpChannel channel, std::uint64_t id, const HttpRequestForm& request) = 0;
  virtual void give_up_all(HttpChannel channel) = 0;
};

}  // namespace srl::web
