// SPDX-License-Identifier: MIT
#include "service/sign_in.h"

#include <algorithm>

#include "base/base64url.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "service/auth.h"

namespace srl {
namespace {

constexpr int kOk = 200;
constexpr int kAccepted = 202;
constexpr std::size_t kCodeDigits = 6;
constexpr std::uint64_t kCodeCount = 1'000'000;  // of kCodeDigits digits

Status refuse(Outcome& outcome, ErrorCode code, std::string detail) {
  outcome.response = problem_response(make_error(code, std::move(detail)));
  return {};
}

Status refuse_sign_in(Outcome& outcome, std::string_view why, ErrorCode code, std::string detail) {
  outcome.count(Metric::auth_sign_ins, why);
  return refuse(outcome, code, std::move(detail));
}

// The modulo bias of eight bytes is below 2^-44.
std::string draw_code(Crypto& crypto) {
  std::uint64_t word = 0;
  for (const char byte : crypto.random(sizeof word)) {
    word = (word << 8) | static_cast<unsigned char>(byte);
  }
  std::string digits = std::to_string(word % kCodeCount);
  return std::string(kCodeDigits - digits.size(), '0').append(digits);
}

// A million codes are quickly tried, so a plain digest would hide nothing: the key does.
std::string code_mac(Crypto& crypto, std::string_view email, TimeMs made_at,
                     std::string_view code) {
  std::string text = "code\n";
  text.append(email).append("\n").append(std::to_string(made_at)).append("\n").append(code);
  return encode_base64url(crypto.mac(text));
}

// How long to wait before another mail; 0: not at all.
Result<DurationMs> wait_for_mail(Database& database, const std::string& email, TimeMs now_ms) {
  Result<DurationMs> wait_ms = take(database, "resend:" + email, kCodeResendLimit, now_ms);
  if (wait_ms.ok() && *wait_ms == 0) {
    wait_ms = take(database, "codes:" + email, kCodesPerAddressLimit, now_ms);
  }
  if (wait_ms.ok() && *wait_ms == 0) wait_ms = take(database, "codes", kCodesInAllLimit, now_ms);
  return wait_ms;
}

Status limit(Outcome& outcome, DurationMs wait_ms) {
  static_cast<void>(refuse_sign_in(outcome, "limited", ErrorCode::too_many_requests,
                                   "the next code can be sent in " + format_duration(wait_ms)));
  std::get<Problem>(outcome.response.body).retry_after_ms = wait_ms;
  return {};
}

Status answer_with_session(Database& database, const ServiceContext& context, AccountId account,
                           std::string_view device_id, std::string_view how, Outcome& outcome) {
  Result<Session> session = start_session(database, context, account, device_id, outcome);
  if (!session.ok()) return session.error();
  outcome.count(Metric::auth_sign_ins, how);
  outcome.response = {kOk, SessionResponse{std::move(*session)}};
  return {};
}

// The code as it stands in the table; nothing when it is not good for another try.
Result<std::optional<PendingCode>> pending_code(Database& database, const ServiceContext& context,
                                                const std::string& email) {
  Result<std::optional<PendingCode>> code = read_code(database, email);
  if (!code.ok() || !code->has_value()) return code;
  const bool is_good = context.now_ms < (*code)->expires_at && (*code)->tries < kCodeTriesMax;
  return is_good ? code : Result<std::optional<PendingCode>>(std::optional<PendingCode>());
}

}  // namespace

Result<std::string> normal_email(std::string_view text) {
  const std::string_view trimmed = trim(text);
  const std::size_t at = trimmed.find('@');
  const bool has_parts = at != std::string_view::npos && at > 0 && at + 1 < trimmed.size() &&
                         trimmed.find('@', at + 1) == std::string_view::npos;
  // Spaces, control characters and angle brackets could end an address inside of a mail's head.
  const bool has_stranger = std::any_of(trimmed.begin(), trimmed.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7F' || c == '<' || c == '>' ||
           c == ',' || c == '"' || c == '\\';
  });
  if (!has_parts || has_stranger || trimmed.size() > kEmailBytesMax) {
    return make_error(ErrorCode::bad_value, "email is not an address such as ada@example.org");
  }
  std::string email(trimmed);
  for (char& c : email) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return email;
}

Status send_code(Database& database, const ServiceContext& context, const CodeRequest& request,
                 Outcome& outcome) {
  if (!context.sign_in.mails_codes) {
    return refuse(outcome, ErrorCode::sign_in_not_set_up,
                  "start it with --smtp and --mail-from, or with --lab to read codes in its log");
  }
  const Result<std::string> email = normal_email(request.email);
  if (!email.ok()) return refuse(outcome, email.error().code, email.error().detail);
  SRL_TRY(delete_expired_codes(database, context.now_ms));
  SRL_TRY(delete_expired_limits(database, context.now_ms));
  const Result<DurationMs> wait_ms = wait_for_mail(database, *email, context.now_ms);
  if (!wait_ms.ok()) return wait_ms.error();
  if (*wait_ms > 0) return limit(outcome, *wait_ms);

  std::string code = draw_code(context.crypto);
  PendingCode pending;
  pending.made_at = context.now_ms;
  pending.expires_at = context.now_ms + kCodeLifetimeMs;
  pending.mac = code_mac(context.crypto, *email, pending.made_at, code);
  SRL_TRY(write_code(database, *email, pending));
  outcome.event(EventKind::code_mailed, kNoIntent, 0, "");
  outcome.mails.push_back({*email, std::move(code), kCodeLifetimeMs});
  outcome.response = {kAccepted, CodeResponse{kCodeLifetimeMs, kCodeResendLimit.window_ms}};
  return {};
}

Status verify(Database& database, const ServiceContext& context, const VerifyRequest& request,
              Outcome& outcome) {
  const Result<std::string> email = normal_email(request.email);
  if (!email.ok()) return refuse(outcome, email.error().code, email.error().detail);
  Result<std::optional<PendingCode>> pending = pending_code(database, context, *email);
  if (!pending.ok()) return pending.error();
  if (!pending->has_value()) {
    return refuse_sign_in(outcome, "code_spent", ErrorCode::code_spent,
                          "it was used, is older than 10 minutes, or was tried 5 times");
  }
  PendingCode& code = **pending;
  const std::string mac = code_mac(context.crypto, *email, code.made_at, trim(request.code));
  if (!context.crypto.equal(mac, code.mac)) {
    ++code.tries;
    SRL_TRY(write_code(database, *email, code));
    return refuse_sign_in(outcome, "code_wrong", ErrorCode::code_wrong,
                          std::to_string(kCodeTriesMax - code.tries) + " tries are left");
  }
  SRL_TRY(delete_code(database, *email));
  const std::string epoch = format_digest(context.random.next(RandomPurpose::identifier));
  const Result<AccountId> account = account_of(database, *email, epoch);
  if (!account.ok()) return account.error();
  return answer_with_session(database, context, *account, request.device_id, "signed_in", outcome);
}

Status sign_in_guest(Database& database, const ServiceContext& context, const GuestRequest& request,
                     Outcome& outcome) {
  if (!context.sign_in.allows_guests) {
    return refuse(outcome, ErrorCode::forbidden, "guests are not allowed here: sign in by e-mail");
  }
  return answer_with_session(database, context, kFirstAccount, request.device_id, "guest", outcome);
}

}  // namespace srl
