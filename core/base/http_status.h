// SPDX-License-Identifier: MIT
// The status codes of HTTP that we send or tell apart (RFC 9110, section 15; RFC 6585, section 4).
#pragma once

namespace srl::http {

inline constexpr int kOk = 200;
inline constexpr int kCreated = 201;
inline constexpr int kAccepted = 202;
inline constexpr int kNoContent = 204;
inline constexpr int kMultipleChoices = 300;  // what is below is a success
inline constexpr int kNotModified = 304;
inline constexpr int kBadRequest = 400;  // the first one that says the client is wrong
inline constexpr int kUnauthorized = 401;
inline constexpr int kRequestTimeout = 408;
inline constexpr int kContentTooLarge = 413;
inline constexpr int kTooManyRequests = 429;
inline constexpr int kInternalServerError = 500;  // the first one that says the server is wrong
inline constexpr int kServiceUnavailable = 503;

}  // namespace srl::http
