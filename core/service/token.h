// SPDX-License-Identifier: MIT
// Tokens that need not be stored: each is a few numbers and a MAC over them, so the same one can be
// made again, and the database holds nothing that lets anybody in (after Supabase's refresh tokens
// of version 2). Text, because it travels in a header; opaque to everybody but the service.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/time.h"
#include "model/session.h"
#include "ports/crypto.h"

namespace srl {

enum class TokenKind { access, refresh };

struct Token {
  TokenKind kind = TokenKind::access;
  SessionId session;
  std::int64_t number = 0;  // access: which one of the session's; refresh: its place in the family
  TimeMs expires_at = 0;    // access only: a refresh token's end moves with its use
};

// "srl_at_…" or "srl_rt_…": base64url of the numbers and the MAC.
std::string format_token(Crypto& crypto, const Token& token);

// Nothing for a text that this service has never given out.
std::optional<Token> parse_token(Crypto& crypto, TokenKind kind, std::string_view text);

}  // namespace srl
