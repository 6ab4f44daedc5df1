// SPDX-License-Identifier: MIT
// What people type to sign in, as it is meant: pure functions that the service asks before it looks
// at anything.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace srl {

inline constexpr std::size_t kCodeDigits = 6;
inline constexpr std::size_t kJoinCodeLetters = 10;  // 50 bits

// An e-mail address as it is stored and mailed to: without what cannot be seen around it, without
// the dot that may end a domain name, ASCII letters in lower case. The domain's case never
// mattered, and no mail provider of today tells the local part's apart. bad_value for what cannot
// be mailed: a part that is empty or too long (RFC 5321 §4.5.3.1), dots that stand together, a
// domain that is no host name, quotes, brackets, white space and invisible characters in between.
Result<std::string> normal_email(std::string_view text);

// Six ASCII digits, of digits in any of the common scripts with spaces and dashes between them.
// bad_value for what cannot be a code.
Result<std::string> normal_code(std::string_view text);

// A code to join a guest's account, in the form in which it is compared: ten letters of Crockford's
// alphabet. I and L are read as 1, O as 0; spaces and dashes are left out. Errors: bad_value.
Result<std::string> normal_join_code(std::string_view text);
// The same for people: "K7QF2-MXR9T".
std::string shown_join_code(std::string_view code);
// The letter of a number below 32.
char join_code_letter(unsigned number);

}  // namespace srl
