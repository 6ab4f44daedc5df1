// SPDX-License-Identifier: MIT
// The way to a person's inbox. A mail may be late or lost; the port promises nothing but to try.
#pragma once

#include <string>

#include "base/time.h"

namespace srl {

// A code to sign in with.
struct CodeMail {
  std::string to;
  std::string code;
  DurationMs expires_in_ms = 0;
};

class Mailer {
 public:
  virtual ~Mailer() = default;
  virtual void send(const CodeMail& mail) = 0;  // returns at once
};

}  // namespace srl
