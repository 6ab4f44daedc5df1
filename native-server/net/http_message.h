// SPDX-License-Identifier: MIT
// What crosses the seam between the edge and the server behind it: a whole request on the way in, a
// whole answer on the way out. Neither knows of a socket.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/socket.h"

namespace srl {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string method;  // in capitals, one of RFC 9110 §9.3 or PATCH
  std::string target;  // path and query, percent-encoded; * and an authority only where allowed
  std::string body;
  std::vector<HttpHeader> headers;  // in their order; values are trimmed, never decoded
  std::string peer{};               // the address of the other end
  bool keeps_alive = true;          // the client may ask again on its connection
  bool announces_body = false;      // by a length (0 counts) or a transfer coding

  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
  std::string_view query() const;  // what stands behind the question mark

  // Names are compared without case, here and below.
  std::size_t count(std::string_view name) const;
  bool has(std::string_view name) const { return count(name) > 0; }
  // Of the first line of that name; "" when there is none.
  std::string_view value_of(std::string_view name) const;
  // All lines of that name as one list (RFC 9110 §5.3); "" when there is none.
  std::string list_of(std::string_view name) const;
};

struct HttpAnswer {
  int status = 200;
  std::vector<HttpHeader> headers;  // without those of the connection, Date and Content-Length
  // Shared, so that a file is in memory once however many clients read it. For HEAD and 304 only
  // its length is sent; null: there is none.
  std::shared_ptr<const std::string> body = nullptr;
  bool closes = false;   // nothing that follows on the connection is looked at
  bool is_lost = false;  // it never arrives: the connection just ends
  // What the answer took while it was built: given back once the event loop has it, which counts
  // its bytes.
  std::shared_ptr<void> place = nullptr;
  // The answer has no end, and this writes it: takes the connection over.
  std::function<void(Socket)> new_owner = nullptr;

  void set(std::string_view name, std::string value);  // in place of what was there
  void set_body(std::string text) { body = std::make_shared<const std::string>(std::move(text)); }
};

}  // namespace srl
