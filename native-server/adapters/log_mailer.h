// SPDX-License-Identifier: MIT
// The inbox of a lab: codes are printed where the server was started. Everybody who can read that
// can sign in as anybody, so it is for `--lab` only.
#pragma once

#include <cstdio>

#include "ports/mailer.h"

namespace srl {

class LogMailer final : public Mailer {
 public:
  void send(const CodeMail& mail) override {
    std::printf("sign-in code for %s: %s\n", mail.to.c_str(), mail.code.c_str());
    std::fflush(stdout);
  }
};

// Where no mails go out, and the service knows it.
class NoMailer final : public Mailer {
 public:
  void send(const CodeMail&) override {}
};

}  // namespace srl
