// SPDX-License-Identifier: MIT
#include "live/guest_session.h"

#include <utility>

#include "protocol/http_auth.h"

namespace srl::web {
namespace {

constexpr int kUnauthorized = 401;

}  // namespace

GuestSession::GuestSession(HttpPort& http, SecretStore& secrets, std::string device_id)
    : http_(http), secrets_(secrets), device_id_(std::move(device_id)) {}

void GuestSession::send(std::uint64_t id, HttpRequestForm form) {
  Waiting& request = requests_[id];
  request.form = std::move(form);
  if (session_.tokens.access_token.empty()) session_ = secrets_.load();
  if (session_.tokens.access_token.empty()) {
    ask_for_tokens();
  } else if (!is_asking_) {
    send_now(id, request);
  }
}

void GuestSession::send_now(std::uint64_t id, Waiting& request) {
  request.token = session_.tokens.access_token;
  request.form.authorization = format_authorization(request.token);
  http_.send(HttpChannel::sync, id, request.form);
}

void GuestSession::give_up_all() {
  http_.give_up_all(HttpChannel::sync);
  http_.give_up_all(HttpChannel::session);
  requests_.clear();
  is_asking_ = false;
}

std::optional<GuestSession::Reply> GuestSession::on_reply(std::uint64_t id, const Reply& reply) {
  const auto found = requests_.find(id);
  if (found == requests_.end()) return reply;
  Waiting& request = found->second;
  if (!reply.ok() || reply->status != kUnauthorized || request.is_repeated) {
    requests_.erase(found);
    return reply;
  }
  request.is_repeated = true;
  const bool was_current = request.token == session_.tokens.access_token;
  request.token.clear();
  if (was_current) {
    ask_for_tokens();
  } else if (!is_asking_) {
    send_now(id, request);  // another request has brought newer tokens meanwhile
  }
  return std::nullopt;
}

void GuestSession::ask_for_tokens() {
  if (is_asking_) return;
  is_asking_ = true;
  const std::string& refresh_token = session_.tokens.refresh_token;
  asked_ = refresh_token.empty() ? Route::guest : Route::refresh;
  Request request;
  if (asked_ == Route::guest) {
    request.body = GuestRequest{device_id_};
  } else {
    request.body = RefreshRequest{refresh_token};
  }
  http_.send(HttpChannel::session, ++asks_, to_http(request));
}

std::vector<std::uint64_t> GuestSession::on_session_reply(std::uint64_t id, const Reply& reply) {
  if (!is_asking_ || id != asks_) return {};
  is_asking_ = false;
  const Result<Response> response =
      reply.ok() ? from_http(asked_, *reply) : Result<Response>(reply.error());
  if (response.ok() && std::holds_alternative<SessionResponse>(response->body)) {
    session_ = std::get<SessionResponse>(response->body).session;
    secrets_.save(session_);
    for (auto& [waiting_id, request] : requests_) {
      if (request.token.empty()) send_now(waiting_id, request);
    }
    return {};
  }
  if (response.ok() && asked_ == Route::refresh && response->status == kUnauthorized) {
    // The session has ended for good. A guest's account is shared: a new session loses nothing.
    session_ = {};
    secrets_.clear();
    ask_for_tokens();
    return {};
  }
  std::vector<std::uint64_t> failed;
  for (const auto& [waiting_id, request] : requests_) {
    if (request.token.empty()) failed.push_back(waiting_id);
  }
  for (const std::uint64_t waiting_id : failed) requests_.erase(waiting_id);
  return failed;
}

}  // namespace srl::web
