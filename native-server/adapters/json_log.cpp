// SPDX-License-Identifier: MIT
#include "adapters/json_log.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <utility>

#include "base/enum_names.h"
#include "base/json_text.h"

namespace srl {
namespace {

constexpr std::size_t kWriteBytesMax = 4096;  // what a pipe that has room takes without waiting
constexpr int kPollMs = 100;
constexpr int kLastTriesMax = 10;  // when the server stops and nobody reads
constexpr std::chrono::milliseconds kGather{20};

// "2026-03-01T12:00:00.123Z".
std::string timestamp() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  tm parts{};
  gmtime_r(&now.tv_sec, &parts);
  char text[40];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + size, sizeof text - size, ".%03dZ", static_cast<int>(now.tv_nsec / 1000000));
  return text;
}

// Without O_NONBLOCK, open() waits for the reader of a named pipe.
int open_file(const std::string& path) {
  return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
}

}  // namespace

LogLine::LogLine(LogLevel level, std::string_view event) {
  line_ = "{";
  text("ts", timestamp());
  text("level", name_of(level));
  text("event", event);
}

void LogLine::begin_member(std::string_view key) {
  if (line_.size() > 1) line_.push_back(',');
  append_json_string(line_, key);
  line_.push_back(':');
}

LogLine& LogLine::text(std::string_view key, std::string_view value) {
  begin_member(key);
  append_json_string(line_, value);
  return *this;
}

LogLine& LogLine::text_unless_empty(std::string_view key, std::string_view value) {
  return value.empty() ? *this : text(key, value);
}

LogLine& LogLine::integer(std::string_view key, std::int64_t value) {
  begin_member(key);
  line_.append(std::to_string(value));
  return *this;
}

std::string LogLine::finish() && {
  line_.append("}\n");
  return std::move(line_);
}

Result<std::unique_ptr<JsonLog>> JsonLog::open(const std::string& target) {
  if (target == kOff) return std::unique_ptr<JsonLog>(new JsonLog(-1, ""));
  const bool is_file = target != kStandardError;
  const int file = is_file ? open_file(target) : ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
  if (file >= 0) return std::unique_ptr<JsonLog>(new JsonLog(file, is_file ? target : ""));
  return make_error(ErrorCode::unavailable, "the log " + target +
                                                " cannot be written: " + std::strerror(errno) +
                                                "; name another file with --log, or --log off");
}

JsonLog::JsonLog(int file, std::string path)
    : file_(file), path_(std::move(path)), is_on_(file >= 0) {
  if (is_on()) thread_ = std::thread([this] { run(); });
}

JsonLog::~JsonLog() {
  if (!is_on()) return;
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  ::close(file_);
}

void JsonLog::write(LogLine line) {
  if (!is_on()) return;
  const std::string text = std::move(line).finish();
  const MutexLock lock(mutex_);
  if (waiting_.size() + text.size() > kLogBytesWaitingMax) {
    ++dropped_;
    return;
  }
  const bool was_empty = waiting_.empty();
  waiting_.append(text);
  if (was_empty) wake_.notify_one();
}

void JsonLog::reopen() {
  if (!is_file()) return;
  {
    const MutexLock lock(mutex_);
    opens_again_ = true;
  }
  wake_.notify_one();
}

void JsonLog::open_again() {
  const int file = open_file(path_);
  if (file < 0) {
    write(
        std::move(LogLine(LogLevel::error, "log_not_reopened").text("why", std::strerror(errno))));
    return;
  }
  ::close(file_);
  file_ = file;
  write(LogLine(LogLevel::info, "log_reopened"));
}

std::int64_t JsonLog::dropped() const {
  const MutexLock lock(mutex_);
  return dropped_;
}

void JsonLog::run() {
  for (;;) {
    std::string text;
    bool opens_again = false;
    {
      const MutexLock lock(mutex_);
      while (!stopping_ && !opens_again_ && waiting_.empty()) wake_.wait(mutex_);
      // Under load many lines make one write.
      const auto gathered_at = std::chrono::steady_clock::now() + kGather;
      while (!stopping_ && wake_.wait_until(mutex_, gathered_at)) {
      }
      opens_again = std::exchange(opens_again_, false);
      if (waiting_.empty() && !opens_again) return;
      text.swap(waiting_);
    }
    if (!write_out(text)) return;
    if (opens_again) open_again();
  }
}

// False when nobody takes the rest and the server is stopping.
bool JsonLog::write_out(std::string_view text) {
  int tries = 0;
  while (!text.empty()) {
    pollfd waited{file_, POLLOUT, 0};
    if (::poll(&waited, 1, kPollMs) > 0) {
      const ssize_t size = ::write(file_, text.data(), std::min(text.size(), kWriteBytesMax));
      if (size > 0) {
        text.remove_prefix(static_cast<std::size_t>(size));
        continue;
      }
      if (errno != EINTR && errno != EAGAIN) return true;  // a full disk: later lines may fit
    }
    const MutexLock lock(mutex_);
    if (stopping_ && ++tries > kLastTriesMax) return false;
  }
  return true;
}

}  // namespace srl
