// SPDX-License-Identifier: MIT
// Mails through an SMTP server, with libcurl. Sent by a thread of its own, one after the other: a
// slow mail server must not hold up the writer. Credentials come from ~/.netrc, so that no command
// line shows them.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "adapters/curl_library.h"
#include "adapters/shared_metrics.h"
#include "ports/mailer.h"

namespace srl {

inline constexpr std::size_t kMailsWaitingMax = 100;

struct SmtpSettings {
  std::string url;   // smtp://host:587 (then STARTTLS) or smtps://host
  std::string from;  // the sender's address
};

class SmtpMailer final : public Mailer {
 public:
  // The error says what to install.
  static Result<std::unique_ptr<Mailer>> open(SmtpSettings settings, SharedMetrics& metrics);
  ~SmtpMailer() override;  // after the mail that is being sent; those that wait are dropped
  SmtpMailer(const SmtpMailer&) = delete;
  SmtpMailer& operator=(const SmtpMailer&) = delete;

  // A mail beyond kMailsWaitingMax is dropped and counted: its reader asks again.
  void send(const CodeMail& mail) override;

 private:
  SmtpMailer(const CurlLibrary& curl, SmtpSettings settings, SharedMetrics& metrics);
  void run();
  bool deliver(const CodeMail& mail) const;
  void count(std::string_view outcome);

  const CurlLibrary curl_;
  const SmtpSettings settings_;
  SharedMetrics& metrics_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<CodeMail> waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace srl
