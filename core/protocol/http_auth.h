// SPDX-License-Identifier: MIT
// What signing in adds to the form of HTTP: its paths, and the headers Authorization and
// WWW-Authenticate (RFC 9110 §11, RFC 6750).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "protocol/http_form.h"

namespace srl {

// "Bearer " and the token; "" for no token.
std::string format_authorization(std::string_view access_token);

// The token; "" when there is no header. unauthenticated for any other scheme: the detail repeats
// nothing of the header, which may hold a secret.
Result<std::string> parse_authorization(const std::optional<std::string>& header);

// What a refusal asks for: "" for everything that is not 401.
std::string challenge_of(const Problem& problem, int status);

HttpRequestForm form_of(const CodeRequest& request);
HttpRequestForm form_of(const VerifyRequest& request);
HttpRequestForm form_of(const GuestRequest& request);
HttpRequestForm form_of(const RefreshRequest& request);
HttpRequestForm form_of(const LogoutRequest& request);
HttpRequestForm form_of(const SessionsRequest& request);
HttpRequestForm form_of(const SessionDeleteRequest& request);
HttpRequestForm form_of(const JoinCodeRequest& request);

// As allowed_methods() and from_http() of http_form.h, for the paths above.
std::string_view allowed_auth_methods(std::string_view path);
Result<Request> read_auth_request(const HttpRequestForm& form, std::string_view path);

}  // namespace srl
