// SPDX-License-Identifier: MIT
// Keeps a live device signed in as a guest: signs in before its first request, puts the access
// token on each, and when the server says 401, refreshes once and sends the same request again. The
// device behind it never hears of any of this, but of requests that failed.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "live/http_port.h"
#include "ports/secret_store.h"

namespace srl::web {

class GuestSession {
 public:
  GuestSession(HttpPort& http, SecretStore& secrets, std::string device_id);

  // At once, or when there is a token.
  void send(std::uint64_t id, HttpRequestForm form);
  void give_up_all();

  // The answer that the device is to hear; nothing when the request goes out again.
  using Reply = Result<HttpResponseForm>;
  std::optional<Reply> on_reply(std::uint64_t id, const Reply& reply);

  // The answer to a sign-in or a refresh. When none came, the requests that wait fail with it:
  // their ids, for the device.
  std::vector<std::uint64_t> on_session_reply(std::uint64_t id, const Reply& reply);

 private:
  struct Waiting {
    HttpRequestForm form;
    std::string token;         // that it went out with; "": it has not
    bool is_repeated = false;  // after a 401: another one is the device's to hear
  };

  void send_now(std::uint64_t id, Waiting& request);
  void ask_for_tokens();

  HttpPort& http_;
  SecretStore& secrets_;
  std::string device_id_;
  Session session_;
  std::map<std::uint64_t, Waiting> requests_;
  Route asked_ = Route::guest;  // or refresh
  std::uint64_t asks_ = 0;      // the id of the last sign-in or refresh
  bool is_asking_ = false;      // one at a time, whichever request met the 401
};

}  // namespace srl::web
