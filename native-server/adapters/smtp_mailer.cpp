// SPDX-License-Identifier: MIT
#include "adapters/smtp_mailer.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>

namespace srl {
namespace {

constexpr long kConnectTimeoutMs = 10'000;
constexpr long kSendTimeoutMs = 30'000;

// What is left of the mail's text while the library asks for it in pieces.
size_t read_piece(char* out, size_t size, size_t count, void* left) {
  auto& text = *static_cast<std::string_view*>(left);
  const std::size_t taken = std::min(size * count, text.size());
  std::memcpy(out, text.data(), taken);
  text.remove_prefix(taken);
  return taken;
}

// RFC 5322. Subject and body are ASCII, and the addresses have been checked: nothing needs
// encoding.
std::string mail_text(const SmtpSettings& settings, const CodeMail& mail) {
  return "From: <" + settings.from + ">\r\nTo: <" + mail.to +
         ">\r\nSubject: Your sign-in code\r\nAuto-Submitted: auto-generated\r\n\r\n" + mail.code +
         "\r\n\r\nIt is good for " + format_duration(mail.expires_in_ms) +
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
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void SmtpMailer::send(const CodeMail& mail) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < kMailsWaitingMax) {
      waiting_.push_back(mail);
      wake_.notify_one();
      return;
    }
  }
  count("dropped");
}

void SmtpMailer::run() {
  for (;;) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    const CodeMail mail = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    count(deliver(mail) ? "sent" : "failed");
  }
}

bool SmtpMailer::deliver(const CodeMail& mail) const {
  const std::unique_ptr<CURL, decltype(curl_.easy_cleanup)> curl(curl_.easy_init(),
                                                                 curl_.easy_cleanup);
  const std::string recipient = "<" + mail.to + ">";
  const std::unique_ptr<curl_slist, decltype(curl_.slist_free_all)> recipients(
      curl_.slist_append(nullptr, recipient.c_str()), curl_.slist_free_all);
  if (!curl || !recipients) return false;
  const std::string sender = "<" + settings_.from + ">";
  const std::string text = mail_text(settings_, mail);
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
  set(CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  set(CURLOPT_TIMEOUT_MS, kSendTimeoutMs);
  const CURLcode result = curl_.easy_perform(curl.get());
  // Neither the code nor the address is anybody's business who reads the log.
  if (result != CURLE_OK) {
    std::fprintf(stderr, "srl: a sign-in mail could not be sent: %s\n",
                 curl_.easy_strerror(result));
  }
  return result == CURLE_OK;
}

void SmtpMailer::count(std::string_view outcome) {
  metrics_.update([&](Metrics& metrics) { metrics.add(Metric::mails, outcome); });
}

}  // namespace srl
