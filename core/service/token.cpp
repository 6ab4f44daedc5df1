// SPDX-License-Identifier: MIT
#include "service/token.h"

#include "base/base64url.h"

namespace srl {
namespace {

constexpr std::string_view kAccessPrefix = "srl_at_";
constexpr std::string_view kRefreshPrefix = "srl_rt_";
constexpr std::size_t kWordBytes = 8;
constexpr std::size_t kWords = 4;  // the session's two, number, expires_at
constexpr std::size_t kTokenBytes = kWords * kWordBytes + kMacBytes;

std::string_view prefix_of(TokenKind kind) {
  return kind == TokenKind::access ? kAccessPrefix : kRefreshPrefix;
}

void append_word(std::string& bytes, std::uint64_t word) {
  for (std::size_t i = 0; i < kWordBytes; ++i) {
    bytes.push_back(static_cast<char>((word >> (8 * (kWordBytes - 1 - i))) & 0xFFU));
  }
}

std::uint64_t word_at(std::string_view bytes, std::size_t index) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < kWordBytes; ++i) {
    word = (word << 8) | static_cast<unsigned char>(bytes[index * kWordBytes + i]);
  }
  return word;
}

// The kind is part of what the MAC covers: a token of one kind is never one of the other.
std::string mac_of(Crypto& crypto, TokenKind kind, std::string_view numbers) {
  return crypto.mac(std::string(prefix_of(kind)).append(numbers));
}

}  // namespace

std::string format_token(Crypto& crypto, const Token& token) {
  std::string bytes;
  bytes.reserve(kTokenBytes);
  append_word(bytes, token.session.high);
  append_word(bytes, token.session.low);
  append_word(bytes, static_cast<std::uint64_t>(token.number));
  append_word(bytes, static_cast<std::uint64_t>(token.expires_at));
  bytes.append(mac_of(crypto, token.kind, bytes));
  return std::string(prefix_of(token.kind)).append(encode_base64url(bytes));
}

std::optional<Token> parse_token(Crypto& crypto, TokenKind kind, std::string_view text) {
  const std::string_view prefix = prefix_of(kind);
  if (text.substr(0, prefix.size()) != prefix) return std::nullopt;
  const Result<std::string> bytes = decode_base64url(text.substr(prefix.size()));
  if (!bytes.ok() || bytes->size() != kTokenBytes) return std::nullopt;
  const std::string_view numbers = std::string_view(*bytes).substr(0, kWords * kWordBytes);
  const std::string_view mac = std::string_view(*bytes).substr(kWords * kWordBytes);
  if (!crypto.equal(mac, mac_of(crypto, kind, numbers))) return std::nullopt;
  Token token;
  token.kind = kind;
  token.session = {word_at(numbers, 0), word_at(numbers, 1)};
  token.number = static_cast<std::int64_t>(word_at(numbers, 2));
  token.expires_at = static_cast<TimeMs>(word_at(numbers, 3));
  return token;
}

}  // namespace srl
