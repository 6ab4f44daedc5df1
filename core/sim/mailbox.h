// SPDX-License-Identifier: MIT
// The mails that have arrived, of everybody in the run: where a person looks for a sign-in code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace srl {

inline constexpr DurationMs kMailDelayMinMs = 300;
inline constexpr DurationMs kMailDelayMaxMs = 1'500;

struct Mail {
  std::string to;
  std::string code;
  TimeMs at_ms = 0;
};

using Mailbox = std::vector<Mail>;  // in the order of their arrival

// The newest mail to an address, nullptr when there is none.
inline const Mail* newest_mail(const Mailbox& mailbox, std::string_view to) {
  for (auto mail = mailbox.rbegin(); mail != mailbox.rend(); ++mail) {
    if (mail->to == to) return &*mail;
  }
  return nullptr;
}

}  // namespace srl
