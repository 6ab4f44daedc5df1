// SPDX-License-Identifier: MIT
// Signing in on the service's workbench, step by step.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "service/sign_in.h"
#include "support/bench_service.h"

namespace srl::test {

inline constexpr const char* kAda = "ada@example.test";
inline constexpr const char* kBob = "bob@example.test";

inline Policies reliable() { return policies_of_preset(kReliablePreset); }

inline ErrorCode code_of(const Response& response) {
  const auto* problem = std::get_if<Problem>(&response.body);
  return problem == nullptr ? ErrorCode::none : problem->code;
}

inline std::string mailed_code(BenchService& service, const std::string& email) {
  const Outcome outcome = service.run_with("", CodeRequest{email});
  REQUIRE(outcome.response.status == 202);
  REQUIRE(outcome.mails.size() == 1);
  CHECK(outcome.mails[0].to == email);
  return outcome.mails[0].code;
}

inline Response typed(BenchService& service, const std::string& email, const std::string& code,
                      const std::string& device = "phone") {
  return service.run_with("", VerifyRequest{email, code, device}).response;
}

inline Session session_of(const Response& response) {
  REQUIRE(response.status == 200);
  return std::get<SessionResponse>(response.body).session;
}

// Signs in by e-mail, a minute after the last time.
inline Session signed_in(BenchService& service, const std::string& email,
                         const std::string& device = "phone") {
  service.now_ms += kMinuteMs;
  const Response response = typed(service, email, mailed_code(service, email), device);
  REQUIRE(response.status == 200);
  return std::get<SessionResponse>(response.body).session;
}

inline std::string wrong(std::string code) {
  code[0] = code[0] == '9' ? '0' : static_cast<char>(code[0] + 1);
  return code;
}

inline Response refreshed(BenchService& service, const Session& session) {
  return service.run_with("", RefreshRequest{session.tokens.refresh_token}).response;
}

inline Session renewed(BenchService& service, const Session& session) {
  const Response response = refreshed(service, session);
  REQUIRE(response.status == 200);
  return std::get<SessionResponse>(response.body).session;
}

inline ErrorCode asked(BenchService& service, const Session& session) {
  return code_of(service.run_with(session.tokens.access_token, SessionsRequest{}).response);
}

inline std::int64_t refreshes(const BenchService& service, const char* outcome) {
  return service.metrics.value(Metric::auth_refreshes, outcome);
}

}  // namespace srl::test
