// SPDX-License-Identifier: MIT
#include "adapters/smtp_mailer.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <memory>

#include "adapters/system_random.h"
#include "base/digest.h"

namespace srl {
namespace {

constexpr long kConnectTimeoutMs = 10'000;
constexpr long kSendTimeoutMs = 30'000;
constexpr long kPermanentFailure = 500;  // from here on (RFC 5321 §4.2.1)

// What is left of the mail's text while the library asks for it in pieces.
size_t read_piece(char* out, size_t size, size_t count, void* left) {
  auto& text = *static_cast<std::string_view*>(left);
  const std::size_t taken = std::min(size * count, text.size());
  std::memcpy(out, text.data(), taken);
  text.remove_prefix(taken);
  return taken;
}

// Asked by the library while it waits: anything but 0 gives the mail up.
int is_stopping(void* flag, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return *static_cast<const std::atomic<bool>*>(flag) ? 1 : 0;
}

// RFC 5322 §3.3.
std::string date_text(std::time_t now) {
  constexpr std::size_t kDateBytesMax = 64;
  std::array<char, kDateBytesMax> text{};
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  const std::size_t length =
      std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S +0000", &utc);
  return {text.data(), length};
}

// RFC 5322 §3.6.4: unlike any other in the world.
std::string new_message_id(std::string_view from) {
  SystemRandom random;
  const std::uint64_t high = random.next(RandomPurpose::identifier);
  const std::uint64_t low = random.next(RandomPurpose::identifier);
  const std::string_view domain = from.substr(std::min(from.rfind('@') + 1, from.size()));
  return "<" + format_digest(high) + format_digest(low) + "@" + std::string(domain) + ">";
}

// Subject and body are ASCII, and the addresses have been checked: nothing needs encoding.
std::string mail_text(const SmtpSettings& settings, const CodeMail& mail,
                      const std::string& message_id) {
  return "From: <" + settings.from + ">\r\nTo: <" + mail.to +
         ">\r\nSubject: Your sign-in code\r\nDate: " + date_text(std::time(nullptr)) +
         "\r\nMessage-ID: " + message_id + "\r\nAuto-Submitted: auto-generated\r\n\r\n" +
         mail.code + "\r\n\r\nIt is good for " + format_duration(mail.expires_in_ms) +
         ". If you have not asked for it, ignore this mail: nobody can sign in without the "
         "code.\r\n";
}

bool is_on_this_machine(std::string_view url) {
  return url.starts_with("smtp://127.0.0.1") || url.starts_with("smtp://localhost");
}

}  // namespace

SmtpMailer::SmtpMailer(const CurlLibrary& curl, SmtpSettings settings, SharedMetrics& metrics)
    : curl_(curl), settings_(std::move(settings)), metrics_(metrics), thread_([this] { run(); }) {}

Result<std::unique_ptr<Mailer>> SmtpMailer::open(SmtpSettings settings, SharedMetrics& metrics) {
  const Result<CurlLibrary> curl = CurlLibrary::load();
  if (!curl.ok()) return curl.error();
  return std::unique_ptr<Mailer>(new SmtpMailer(*curl, std::move(settings), metrics));
}

SmtpMailer::~SmtpMailer() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void SmtpMailer::send(const CodeMail& mail) {
  {
    const MutexLock lock(mutex_);
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(),
                                  [&](const Waiting& one) { return one.mail.to == mail.to; }),
                   waiting_.end());
    if (waiting_.size() < kMailsWaitingMax) {
      const auto now = Clock::now();
      waiting_.push_back({mail, new_message_id(settings_.from), now,
                          now + std::chrono::milliseconds(mail.expires_in_ms)});
      wake_.notify_one();
      return;
    }
  }
  count("dropped");
}

void SmtpMailer::run() {
  MutexLock lock(mutex_);
  while (!stopping_) {
    const auto next =
        std::min_element(waiting_.begin(), waiting_.end(),
                         [](const Waiting& a, const Waiting& b) { return a.next_at < b.next_at; });
    if (next == waiting_.end()) {
      wake_.wait(mutex_);
    } else if (const auto at = next->next_at; at > Clock::now()) {
      wake_.wait_until(mutex_, at);
    } else {
      Waiting due = std::move(*next);
      waiting_.erase(next);
      lock.unlock();
      const Delivery delivery = deliver(due);
      lock.lock();
      settle(std::move(due), delivery);
    }
  }
}

void SmtpMailer::settle(Waiting waiting, Delivery delivery) {
  const bool is_replaced = std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& one) {
    return one.mail.to == waiting.mail.to;
  });
  waiting.next_at = Clock::now() + waiting.retry_after;
  waiting.retry_after = std::min(2 * waiting.retry_after, kMailRetryMost);
  const bool is_late = waiting.next_at >= waiting.expires_at;
  if (delivery == Delivery::try_again && !is_replaced && !is_late) {
    waiting_.push_back(std::move(waiting));
    return count("retried");
  }
  count(delivery == Delivery::sent ? "sent" : "failed");
}

SmtpMailer::Delivery SmtpMailer::deliver(const Waiting& waiting) const {
  const CodeMail& mail = waiting.mail;
  const std::unique_ptr<CURL, decltype(curl_.easy_cleanup)> curl(curl_.easy_init(),
                                                                 curl_.easy_cleanup);
  const std::string recipient = "<" + mail.to + ">";
  const std::unique_ptr<curl_slist, decltype(curl_.slist_free_all)> recipients(
      curl_.slist_append(nullptr, recipient.c_str()), curl_.slist_free_all);
  if (!curl || !recipients) return Delivery::try_again;
  const std::string sender = "<" + settings_.from + ">";
  const std::string text = mail_text(settings_, mail, waiting.message_id);
  std::string_view left = text;
  const long tls = is_on_this_machine(settings_.url) ? CURLUSESSL_TRY : CURLUSESSL_ALL;
  const auto set = [&](CURLoption option, auto value) {
    curl_.easy_setopt(curl.get(), option, value);
  };
  set(CURLOPT_URL, settings_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_USE_SSL, tls);
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_OPTIONAL));
  set(CURLOPT_MAIL_FROM, sender.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, &read_piece);
  set(CURLOPT_READDATA, &left);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &is_stopping);
  set(CURLOPT_XFERINFODATA, &stopping_);
  set(CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  set(CURLOPT_TIMEOUT_MS, kSendTimeoutMs);
  const CURLcode result = curl_.easy_perform(curl.get());
  if (result == CURLE_OK) return Delivery::sent;
  // Neither the code nor the address is anybody's business who reads the log.
  std::fprintf(stderr, "srl: a sign-in mail could not be sent: %s\n", curl_.easy_strerror(result));
  long status = 0;
  curl_.easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return status >= kPermanentFailure ? Delivery::failed : Delivery::try_again;
}

void SmtpMailer::count(std::string_view outcome) {
  metrics_.update([&](Metrics& metrics) { metrics.add(Metric::mails, outcome); });
}

}  // namespace srl
