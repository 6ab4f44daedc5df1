// SPDX-License-Identifier: MIT
#include "service/sign_in.h"

#include "base/base64url.h"
#include "base/http_status.h"
#include "service/account_store.h"
#include "service/auth.h"

namespace srl {
namespace {

constexpr std::uint64_t kCodeCount = 1'000'000;  // of kCodeDigits digits

Status refuse_sign_in(Outcome& outcome, std::string_view why, ErrorCode code, std::string detail) {
  outcome.count(Metric::auth_sign_ins, why);
  return refused(outcome, make_error(code, std::move(detail)));
}

// Made from the key, not drawn: so it can be mailed again while it is good, and need not be stored.
// The modulo bias of eight bytes is below 2^-44.
std::string make_code(Crypto& crypto, std::string_view email, TimeMs made_at) {
  std::string text = "draw\n";
  text.append(email).append("\n").append(std::to_string(made_at));
  std::uint64_t word = 0;
  for (const char byte : crypto.mac(text).substr(0, sizeof word)) {
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

// What stands instead once the code has been used: who comes with the same from the same device has
// not got the answer.
std::string used_code_mac(Crypto& crypto, std::string_view mac, std::string_view device_id) {
  std::string text = "used code\n";
  text.append(mac).append("\n").append(device_id);
  return encode_base64url(crypto.mac(text));
}

// What is counted: an act of a client, of a person, or of both. Names never hold a newline.
std::string limit_name(std::string_view act, std::string_view client, std::string_view person) {
  return std::string(act).append("\n").append(client).append("\n").append(person);
}

std::string resend_name(const ServiceContext& context, std::string_view email) {
  return limit_name("resend", context.client, email);
}

// How long to wait before another mail; 0: not at all.
Result<DurationMs> wait_for_mail(Database& database, const ServiceContext& context,
                                 const std::string& email) {
  const TimeMs now_ms = context.now_ms;
  Result<DurationMs> wait_ms =
      take(database, resend_name(context, email), kCodeResendLimit, now_ms);
  if (wait_ms.ok() && *wait_ms == 0) {
    wait_ms = take(database, limit_name("codes", context.client, ""), kCodesPerClientLimit, now_ms);
  }
  if (wait_ms.ok() && *wait_ms == 0) {
    wait_ms = take(database, limit_name("codes", "", email), kCodesPerPersonLimit, now_ms);
  }
  return wait_ms;
}

Status limit(Outcome& outcome, DurationMs wait_ms, std::string_view what) {
  static_cast<void>(
      refuse_sign_in(outcome, "limited", ErrorCode::too_many_requests,
                     std::string(what).append(" in ").append(format_duration(wait_ms))));
  std::get<Problem>(outcome.response.body).retry_after_ms = wait_ms;
  return {};
}

Status answer_with_session(Database& database, const ServiceContext& context, AccountId account,
                           std::string_view device_id, std::string_view how, Outcome& outcome) {
  Result<Session> session = start_session(database, context, account, device_id, outcome);
  if (!session.ok()) return session.error();
  outcome.count(Metric::auth_sign_ins, how);
  outcome.response = {http::kOk, SessionResponse{std::move(*session)}};
  return {};
}

// Good for another try of anybody's.
bool is_good(const ServiceContext& context, const PendingCode& code) {
  return context.now_ms < code.expires_at && code.tries < kCodeTriesInAllMax;
}

Status count_try(Database& database, const ServiceContext& context, const std::string& email,
                 PendingCode& code, const std::string& of_client) {
  ++code.tries;
  SRL_TRY(write_code(database, email, code));
  const Result<DurationMs> counted = take(database, of_client, kCodeTriesLimit, context.now_ms);
  return counted.ok() ? Status() : counted.error();
}

// The answer to a code that this device has used a moment ago, if it is that. Who guesses has as
// many tries as before.
Result<std::optional<Session>> repeated_sign_in(Database& database, const ServiceContext& context,
                                                const std::string& email, const PendingCode& code,
                                                std::string_view mac, std::string_view device_id) {
  const bool may_be_tried = code.tries < 2 * kCodeTriesInAllMax;
  if (!may_be_tried ||
      !context.crypto.equal(used_code_mac(context.crypto, mac, device_id), code.mac)) {
    return std::optional<Session>();
  }
  const Result<AccountId> account = account_of(database, context, email);
  if (!account.ok()) return account.error();
  return repeat_session(database, context, *account, device_id, code.made_at);
}

Status refuse_spent(Outcome& outcome) {
  return refuse_sign_in(outcome, "code_spent", ErrorCode::code_spent,
                        "it was used, is older than 10 minutes, or was tried 5 times");
}

}  // namespace

Status send_code(Database& database, const ServiceContext& context, const CodeRequest& request,
                 Outcome& outcome) {
  if (!context.sign_in.mails_codes) {
    return refused(
        outcome,
        make_error(ErrorCode::sign_in_not_set_up,
                   "start it with --smtp and --mail-from, or with --lab to read codes in its log"));
  }
  const Result<std::string> email = normal_email(request.email);
  if (!email.ok()) return refused(outcome, email.error());
  SRL_TRY(delete_expired_codes(database, context.now_ms));
  SRL_TRY(delete_expired_limits(database, context.now_ms));
  const Result<DurationMs> wait_ms = wait_for_mail(database, context, *email);
  if (!wait_ms.ok()) return wait_ms.error();
  if (*wait_ms > 0) return limit(outcome, *wait_ms, "the next code can be sent");

  // Another who asks for a code of the same person does not make the one in the inbox worthless.
  const Result<std::optional<PendingCode>> before = read_code(database, *email);
  if (!before.ok()) return before.error();
  const TimeMs now_ms = context.now_ms;
  PendingCode pending = before->value_or(PendingCode{});
  const bool is_kept =
      is_good(context, pending) && pending.expires_at - now_ms >= kCodeMailedAgainMs;
  if (!is_kept) pending = {"", now_ms, now_ms + kCodeLifetimeMs};
  std::string code = make_code(context.crypto, *email, pending.made_at);
  if (!is_kept) {
    pending.mac = code_mac(context.crypto, *email, pending.made_at, code);
    SRL_TRY(write_code(database, *email, pending));
  }
  const DurationMs expires_in_ms = pending.expires_at - now_ms;
  outcome.event(EventKind::code_mailed, kNoIntent, 0, "");
  outcome.mails.push_back({*email, std::move(code), expires_in_ms});
  const Result<std::int64_t> sent =
      times_taken(database, resend_name(context, *email), context.now_ms);
  if (!sent.ok()) return sent.error();
  outcome.response = {http::kAccepted,
                      CodeResponse{expires_in_ms, wait_after(kCodeResendLimit, *sent)}};
  return {};
}

Status verify(Database& database, const ServiceContext& context, const VerifyRequest& request,
              Outcome& outcome) {
  const Result<std::string> email = normal_email(request.email);
  if (!email.ok()) return refused(outcome, email.error());
  const Result<std::string> typed = normal_code(request.code);
  if (!typed.ok()) return refused(outcome, typed.error());
  const Result<std::optional<PendingCode>> pending = read_code(database, *email);
  if (!pending.ok()) return pending.error();
  if (!pending->has_value()) return refuse_spent(outcome);
  PendingCode code = **pending;
  const std::string of_client =
      limit_name("tries", context.client, *email + "\n" + std::to_string(code.made_at));
  const Result<std::int64_t> tries = times_taken(database, of_client, context.now_ms);
  if (!tries.ok()) return tries.error();
  if (*tries >= kCodeTriesMax) return refuse_spent(outcome);
  const std::string mac = code_mac(context.crypto, *email, code.made_at, *typed);
  if (!is_good(context, code)) {
    Result<std::optional<Session>> again =
        repeated_sign_in(database, context, *email, code, mac, request.device_id);
    if (!again.ok()) return again.error();
    if (again->has_value()) {
      outcome.response = {http::kOk, SessionResponse{std::move(**again)}};
      return {};
    }
    SRL_TRY(count_try(database, context, *email, code, of_client));
    return refuse_spent(outcome);
  }
  if (!context.crypto.equal(mac, code.mac)) {
    SRL_TRY(count_try(database, context, *email, code, of_client));
    return refuse_sign_in(outcome, "code_wrong", ErrorCode::code_wrong,
                          std::to_string(kCodeTriesMax - *tries - 1) + " tries are left");
  }
  code.mac = used_code_mac(context.crypto, mac, request.device_id);
  code.tries = kCodeTriesInAllMax;
  SRL_TRY(write_code(database, *email, code));
  SRL_TRY(forget(database, resend_name(context, *email)));
  const Result<AccountId> account = account_of(database, context, *email);
  if (!account.ok()) return account.error();
  return answer_with_session(database, context, *account, request.device_id, "signed_in", outcome);
}

// ----------------------------------------------------------------------------------------- guests

namespace {

// Nobody: the outcome says why.
Result<AccountId> account_of_new_guest(Database& database, const ServiceContext& context,
                                       Outcome& outcome) {
  const Result<DurationMs> wait_ms = take(database, limit_name("guests", context.client, ""),
                                          kGuestsPerClientLimit, context.now_ms);
  if (!wait_ms.ok()) return wait_ms.error();
  if (*wait_ms == 0) return create_guest(database, context);
  SRL_TRY(limit(outcome, *wait_ms, "the next guest can be taken"));
  return AccountId{kNobody};
}

std::string join_code_mac(Crypto& crypto, std::string_view code) {
  return encode_base64url(crypto.mac(std::string("join\n").append(code)));
}

Result<AccountId> account_by_code(Database& database, const ServiceContext& context,
                                  std::string_view text, Outcome& outcome) {
  const Result<std::string> code = normal_join_code(text);
  if (!code.ok()) {
    SRL_TRY(refused(outcome, code.error()));
    return AccountId{kNobody};
  }
  const Result<DurationMs> wait_ms = take(database, limit_name("joins", context.client, ""),
                                          kJoinTriesPerClientLimit, context.now_ms);
  if (!wait_ms.ok()) return wait_ms.error();
  if (*wait_ms > 0) {
    SRL_TRY(limit(outcome, *wait_ms, "the next code can be tried"));
    return AccountId{kNobody};
  }
  const std::string mac = join_code_mac(context.crypto, *code);
  const Result<std::optional<AccountId>> account = take_join_code(database, mac, context.now_ms);
  if (!account.ok()) return account.error();
  if (account->has_value()) return **account;
  SRL_TRY(refuse_sign_in(outcome, "code_wrong", ErrorCode::code_wrong,
                         "it was used, or is older than 10 minutes: show a new one on the device "
                         "that has the account"));
  return AccountId{kNobody};
}

Result<AccountId> account_of_session(Database& database, const ServiceContext& context,
                                     std::string_view refresh_token, Outcome& outcome) {
  const Result<AccountId> account = account_beside(database, context, refresh_token);
  if (!account.ok()) return account;
  const Result<bool> guests = is_guest(database, *account);
  if (!guests.ok()) return guests.error();
  if (*guests) return account;
  SRL_TRY(refuse_sign_in(outcome, "code_wrong", ErrorCode::session_ended,
                         "the refresh token is not of a guest's live session"));
  return AccountId{kNobody};
}

Result<AccountId> account_for_guest(Database& database, const ServiceContext& context,
                                    const GuestRequest& request, Outcome& outcome) {
  if (!request.join_code.empty()) {
    return account_by_code(database, context, request.join_code, outcome);
  }
  if (!request.refresh_token.empty()) {
    return account_of_session(database, context, request.refresh_token, outcome);
  }
  return account_of_new_guest(database, context, outcome);
}

}  // namespace

Status sign_in_guest(Database& database, const ServiceContext& context, const GuestRequest& request,
                     Outcome& outcome) {
  if (!context.sign_in.allows_guests) {
    return refused(outcome, make_error(ErrorCode::forbidden,
                                       "guests are not allowed here: sign in by e-mail"));
  }
  const Result<AccountId> account = account_for_guest(database, context, request, outcome);
  if (!account.ok()) return account.error();
  if (*account == kNobody) return {};
  return answer_with_session(database, context, *account, request.device_id, "guest", outcome);
}

Status send_join_code(Database& database, const ServiceContext& context, Outcome& outcome) {
  const Result<bool> guests = is_guest(database, context.account);
  if (!guests.ok()) return guests.error();
  if (!*guests) {
    return refused(
        outcome,
        make_error(
            ErrorCode::not_possible,
            "only a guest's account is joined by a code: sign in by e-mail on the other device"));
  }
  std::string code;
  for (const char byte : context.crypto.random(kJoinCodeLetters)) {
    code.push_back(join_code_letter(static_cast<unsigned char>(byte)));
  }
  SRL_TRY(write_join_code(database, context.account, join_code_mac(context.crypto, code),
                          context.now_ms + kJoinCodeLifetimeMs));
  outcome.response = {http::kOk, JoinCodeResponse{shown_join_code(code), kJoinCodeLifetimeMs}};
  return {};
}

}  // namespace srl
