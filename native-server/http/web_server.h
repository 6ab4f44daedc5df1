// SPDX-License-Identifier: MIT
// The HTTP server behind the edge (net/): routes, the rules that hold for every request, and the
// headers that go with every answer.
//
// bind() and stop() belong to one thread, serve() may block another.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "http/api.h"
#include "http/stream_hub.h"

namespace srl {

class WebServer {
 public:
  // All must outlive the server.
  WebServer(const std::filesystem::path& site_folder, Api& api, DatabaseService& service,
            JsonLog& log, const StreamRules& streams);
  ~WebServer();

  // Takes the port; 0: one that is free. The error says what to do.
  Status bind(int port);
  int port() const;

  // As EdgeServer's.
  void start_workers();

  // Answers until stop(); false when the socket failed before.
  bool serve();

  // Takes no new connections, finishes what is running, and lets serve() return, also if that has
  // not begun yet.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace srl
