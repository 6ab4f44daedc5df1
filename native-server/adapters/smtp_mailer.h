// SPDX-License-Identifier: MIT
// Mails through an SMTP server, with libcurl. Sent by a thread of its own, one after the other: a
// slow mail server must not hold up the writer. A mail that could not be delivered for a reason
// that may pass (no connection, a status 4xx) is tried again as long as its code is good.
// Credentials come from ~/.netrc, so that no command line shows them.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/curl_library.h"
#include "adapters/shared_metrics.h"
#include "ports/mailer.h"
#include "threads/mutex.h"

namespace srl {

inline constexpr std::size_t kMailsWaitingMax = 100;
inline constexpr std::chrono::seconds kMailRetryFirst{2};  // then twice as long each time
inline constexpr std::chrono::seconds kMailRetryMost{60};

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

  // Takes the place of one to the same reader that still waits: its code is the one that is good. A
  // mail beyond kMailsWaitingMax is dropped and counted: its reader asks again.
  void send(const CodeMail& mail) EXCLUDES(mutex_) override;

 private:
  using Clock = std::chrono::steady_clock;

  struct Waiting {
    CodeMail mail;
    std::string
        message_id;  // the same in every attempt, so that what arrives twice is known for one
    Clock::time_point next_at;
    Clock::time_point expires_at;
    std::chrono::seconds retry_after = kMailRetryFirst;
  };
  enum class Delivery { sent, failed, try_again };

  SmtpMailer(const CurlLibrary& curl, SmtpSettings settings, SharedMetrics& metrics);
  void run() EXCLUDES(mutex_);
  Delivery deliver(const Waiting& waiting) const;
  void settle(Waiting waiting, Delivery delivery) REQUIRES(mutex_);
  void count(std::string_view outcome);

  const CurlLibrary curl_;
  const SmtpSettings settings_;
  SharedMetrics& metrics_;
  Mutex mutex_;
  ConditionVariable wake_;
  std::vector<Waiting> waiting_ GUARDED_BY(mutex_);
  std::atomic<bool> stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace srl
