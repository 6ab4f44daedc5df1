// SPDX-License-Identifier: MIT
// The one event stream of this tab's device: GET /v1/sync/stream by fetch, since EventSource sends
// no Authorization. → LiveMode::on_stream_text, then on_stream_end; one that was closed is
// silent.
#pragma once

#include <string>

namespace srl::web {

class StreamPort {
 public:
  virtual ~StreamPort() = default;
  // Closes the one that is open. `last_id`: the last event that was seen; "": none.
  virtual void open_stream(const std::string& authorization, const std::string& last_id) = 0;
  virtual void close_stream() = 0;
};

}  // namespace srl::web
