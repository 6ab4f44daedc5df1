// SPDX-License-Identifier: MIT
// The server's log: a line of JSON for each request and each notable event. Lines are handed to a
// thread that writes them, so that a slow disk or a full pipe holds up nobody; what waits is
// bounded, and what does not fit is dropped and counted. Never in it: tokens, codes, e-mail
// addresses, titles.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "base/result.h"
#include "threads/mutex.h"

namespace srl {

inline constexpr std::size_t kLogBytesWaitingMax = 1024 * 1024;

enum class LogLevel { info, warn, error };

// One line, member by member; `ts`, `level` and `event` come first.
class LogLine {
 public:
  LogLine(LogLevel level, std::string_view event);
  LogLine& text(std::string_view key, std::string_view value);
  LogLine& text_unless_empty(std::string_view key, std::string_view value);
  LogLine& integer(std::string_view key, std::int64_t value);
  std::string finish() &&;

 private:
  void begin_member(std::string_view key);
  std::string line_;
};

class JsonLog {
 public:
  static constexpr std::string_view kStandardError = "-";
  static constexpr std::string_view kOff = "off";

  // A file, which is appended to and readable by its owner only, or one of the above.
  static Result<std::unique_ptr<JsonLog>> open(const std::string& target);
  ~JsonLog();  // waits a moment for what has not been written
  JsonLog(const JsonLog&) = delete;
  JsonLog& operator=(const JsonLog&) = delete;

  bool is_on() const { return is_on_; }
  bool is_file() const { return !path_.empty(); }

  // Opens the file again under its name, for those who have moved the old one away. Where that
  // fails, the old one goes on, and says so. Not for standard error.
  void reopen() EXCLUDES(mutex_);

  // May be called by many threads at once; never waits for the disk.
  void write(LogLine line) EXCLUDES(mutex_);

  // How many lines did not fit.
  std::int64_t dropped() const EXCLUDES(mutex_);

 private:
  JsonLog(int file, std::string path);
  void run() EXCLUDES(mutex_);
  void open_again() EXCLUDES(mutex_);
  bool write_out(std::string_view text) EXCLUDES(mutex_);

  int file_;                // -1: off; the thread's own once it runs
  const std::string path_;  // "": not a file
  const bool is_on_;
  mutable Mutex mutex_;
  ConditionVariable wake_;
  std::string waiting_ GUARDED_BY(mutex_);
  std::int64_t dropped_ GUARDED_BY(mutex_) = 0;
  bool stopping_ GUARDED_BY(mutex_) = false;
  bool opens_again_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace srl
