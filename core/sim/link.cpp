// SPDX-License-Identifier: MIT
#include "sim/link.h"

#include <algorithm>

#include "base/base64url.h"
#include "base/limits.h"
#include "base/text.h"
#include "protocol/deflate.h"

namespace srl {
namespace {

constexpr std::string_view kHistoryKey = "h";
constexpr std::size_t kFocusBytesMax = 80;
constexpr std::size_t kOtherBytesMax = 4'096;  // all keys but the history, together
constexpr std::string_view kNameRule = "1 to 40 small letters, digits, - and _";
constexpr std::string_view kFocusRule = "1 to 80 letters, digits and - _ . :";

// What follows '#', without it.
std::string_view fragment_of(std::string_view link) {
  const std::size_t hash = link.find('#');
  return hash == std::string_view::npos ? std::string_view() : link.substr(hash + 1);
}

// Calls `visit(key, value)` for each part between ampersands; a part without '=' is all key.
template <class Visit>
void for_each_part(std::string_view fragment, Visit visit) {
  while (!fragment.empty()) {
    const std::string_view part = fragment.substr(0, fragment.find('&'));
    fragment.remove_prefix(std::min(part.size() + 1, fragment.size()));
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    visit(part.substr(0, equals), part.substr(std::min(equals + 1, part.size())));
  }
}

std::optional<std::string_view> packed_history(std::string_view link) {
  std::optional<std::string_view> packed;
  for_each_part(fragment_of(link), [&](std::string_view key, std::string_view value) {
    if (key == kHistoryKey && !packed) packed = value;
  });
  return packed;
}

Error at_key(std::string_view key, const Error& error) {
  return make_error(error.code, "#" + std::string(key) + ": " + error.detail);
}

Error too_long(std::size_t size) {
  return make_error(ErrorCode::too_large,
                    "the link has " + std::to_string(size) + " characters, at most " +
                        std::to_string(kLinkBytesMax) +
                        " are allowed: a run of this size is shared as a file");
}

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Small on purpose: a scenario's name becomes a part of a path.
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kHistoryNameBytesMax &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower_or_digit(c) || c == '-' || c == '_'; });
}

bool is_focus(std::string_view text) {
  return !text.empty() && text.size() <= kFocusBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') ||
                  std::string_view("-_.:").find(c) != std::string_view::npos;
         });
}

std::optional<std::int64_t> whole_number(std::string_view text, std::int64_t max) {
  if (text.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const std::int64_t digit = c - '0';
    if (value > (max - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

// Puts one part of the fragment in its place; the first complaint stays.
class ShortLinkReader {
 public:
  void take(std::string_view key, std::string_view value) {
    if (key == "scenario") {
      take_text(key, value, is_name, kNameRule, link_.scenario);
    } else if (key == "preset") {
      take_text(key, value, is_name, kNameRule, link_.preset);
    } else if (key == "focus") {
      take_text(key, value, is_focus, kFocusRule, link_.focus);
    } else if (key == "seed") {
      take_number(key, value, INT64_MAX, link_.seed);
    } else if (key == "t") {
      take_number(key, value, kRunTimeMax, link_.t_ms);
    } else {
      link_.others.emplace_back(key, value);
    }
  }

  Result<ShortLink> finish() {
    if (!complaint_.ok()) return complaint_.error();
    return std::move(link_);
  }

 private:
  void take_text(std::string_view key, std::string_view value, bool (*is_valid)(std::string_view),
                 std::string_view rule, std::string& text) {
    if (!text.empty()) return complain(key, "stands in the link twice");
    if (!is_valid(value)) return complain(key, "must be " + std::string(rule));
    text = value;
  }

  template <class Number>
  void take_number(std::string_view key, std::string_view value, std::int64_t max,
                   std::optional<Number>& number) {
    if (number) return complain(key, "stands in the link twice");
    const std::optional<std::int64_t> read = whole_number(value, max);
    if (!read) return complain(key, "must be a whole number from 0 to " + std::to_string(max));
    number = static_cast<Number>(*read);
  }

  void complain(std::string_view key, const std::string& what) {
    if (complaint_.ok()) complaint_ = at_key(key, make_error(ErrorCode::bad_value, what));
  }

  ShortLink link_;
  Status complaint_;
};

}  // namespace

Result<std::string> link_from_history(const History& history) {
  const Result<std::string> packed = deflate_raw(dump_history(history));
  if (!packed.ok()) return packed.error();
  const std::string text = encode_base64url(*packed);
  if (text.size() > kLinkBytesMax) return too_long(text.size());
  return "#" + std::string(kHistoryKey) + "=" + text;
}

Result<History> history_from_link(std::string_view link) {
  const std::optional<std::string_view> packed = packed_history(link);
  if (!packed || packed->empty()) {
    return make_error(ErrorCode::bad_request,
                      "the link holds no history: after its # there should be h= and a long text");
  }
  if (packed->size() > kLinkBytesMax) return too_long(packed->size());
  const Result<std::string> bytes = decode_base64url(*packed);
  if (!bytes.ok()) return at_key(kHistoryKey, bytes.error());
  const Result<std::string> json = inflate_raw(*bytes, kHistoryBytesMax);
  if (!json.ok()) return at_key(kHistoryKey, json.error());
  Result<History> history = parse_history(*json);
  if (!history.ok()) return at_key(kHistoryKey, history.error());
  return history;
}

bool has_history(std::string_view link) { return packed_history(link).has_value(); }

Result<ShortLink> parse_short_link(std::string_view link) {
  const std::string_view fragment = fragment_of(link);
  if (fragment.size() > kLinkBytesMax + kOtherBytesMax) return too_long(fragment.size());
  if (!is_valid_utf8(fragment)) {
    return make_error(ErrorCode::bad_utf8, "the link is no UTF-8: was it copied as a whole?");
  }
  ShortLinkReader reader;
  for_each_part(fragment,
                [&](std::string_view key, std::string_view value) { reader.take(key, value); });
  return reader.finish();
}

std::string format_short_link(const ShortLink& link) {
  std::string text;
  const auto add = [&](std::string_view key, std::string_view value) {
    text.append(text.empty() ? "#" : "&").append(key);
    // A part without a key has its sign, or it would be no part.
    if (!value.empty() || key.empty()) text.append("=").append(value);
  };
  if (!link.scenario.empty()) add("scenario", link.scenario);
  if (link.seed) add("seed", std::to_string(*link.seed));
  if (!link.preset.empty()) add("preset", link.preset);
  if (link.t_ms) add("t", std::to_string(*link.t_ms));
  if (!link.focus.empty()) add("focus", link.focus);
  for (const auto& [key, value] : link.others) add(key, value);
  return text;
}

}  // namespace srl
