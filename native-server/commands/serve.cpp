// SPDX-License-Identifier: MIT
#include "commands/serve.h"

#include <malloc.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <system_error>
#include <thread>

#include "adapters/cron_thread.h"
#include "adapters/json_log.h"
#include "adapters/log_mailer.h"
#include "adapters/smtp_mailer.h"
#include "http/api.h"
#include "http/static_files.h"
#include "http/web_server.h"
#include "model/schedule.h"
#include "net/socket.h"

namespace srl {
namespace {

namespace fs = std::filesystem;

// A disk or a lock that does not answer must not hold the end up. What was acknowledged is on the
// disk by then, as after any kill.
constexpr unsigned kStopSecondsMax = 4;
void exit_at_once(int) { ::_exit(static_cast<int>(ExitCode::failed)); }

// Signals that are held back from every thread so that one place can wait for them: nothing can be
// done safely inside a signal handler.
class Signals {
 public:
  Signals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a full disk, and no end
    std::signal(SIGPIPE, SIG_IGN);  // so is a log whose reader has gone
  }

  // Until it is time to stop. SIGHUP, as ever, makes a log in a file open again; elsewhere it says
  // that the terminal is gone, which matters to those who were started from one.
  void wait(JsonLog& log) const {
    const bool has_terminal = ::isatty(STDERR_FILENO) != 0;
    for (;;) {
      int signal = 0;
      if (sigwait(&signals_, &signal) != 0) continue;
      if (signal != SIGHUP || (has_terminal && !log.is_file())) return;
      log.reopen();
    }
  }

  // From now on a second one ends the program at once, and so does kStopSecondsMax.
  void let_through() const {
    std::signal(SIGALRM, exit_at_once);
    ::alarm(kStopSecondsMax);
    std::signal(SIGHUP, SIG_IGN);
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  }

 private:
  sigset_t signals_;
};

// Each connection is a descriptor, and the soft limit of most systems stems from the time of
// select().
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Streams last: a part of the descriptors has to be enough for them.
StreamRules within_descriptors(StreamRules rules) {
  constexpr std::size_t kStreamsShare = 4;
  const auto most = static_cast<std::uint64_t>(rules.streams_max);
  rules.streams_max = static_cast<std::int64_t>(std::min(most, descriptors_max() / kStreamsShare));
  return rules;
}

constexpr int kArenasMax = 2;
constexpr int kTrimBytes = 1024 * 1024;
constexpr int kAheadBytes = 4 * 1024 * 1024;
constexpr int kOwnMappingBytes = kTrimBytes / 2;

// The allocator would give each thread a heap of its own, and keep what a large push has needed.
// What is as large as a push of small tasks must still come from the heap: in a mapping of its own
// each page of it costs a fault, each time. A page of a long list must not: clients that read
// slowly hold many of them, and the heap between two of them cannot be given back. A heap grows by
// large steps: it takes memory only where it is written to, and each step is a call of the system.
void keep_memory_small() {
  mallopt(M_ARENA_MAX, kArenasMax);
  mallopt(M_TRIM_THRESHOLD, kTrimBytes);
  mallopt(M_TOP_PAD, kAheadBytes);
  mallopt(M_MMAP_THRESHOLD, kOwnMappingBytes);
}

std::string sign_in_text(const ServeOptions& options) {
  const bool mails = !options.smtp_url.empty();
  std::string text = mails         ? "by e-mail through " + options.smtp_url
                     : options.lab ? "by e-mail, with the codes printed here"
                                   : "e-mail is not set up (--smtp and --mail-from)";
  if (options.allows_guests) {
    text += mails || options.lab ? ", or as a guest" : "; guests only";
    text += ", each with an account of their own";
  }
  return text + ".";
}

Result<std::unique_ptr<Mailer>> mailer_of(const ServeOptions& options, SharedMetrics& metrics) {
  if (!options.smtp_url.empty()) {
    return SmtpMailer::open({options.smtp_url, options.mail_from}, metrics);
  }
  if (options.lab) return std::unique_ptr<Mailer>(std::make_unique<LogMailer>());
  return std::unique_ptr<Mailer>(std::make_unique<NoMailer>());
}

std::string greeting(const WebServer& server, const ServeOptions& options) {
  std::string text = "listening on http://127.0.0.1:" + std::to_string(server.port()) +
                     "/ (stop with Ctrl+C)\n"
                     "Sign-in: " +
                     sign_in_text(options) + "\nDatabase: ";
  text +=
      options.database == kMemoryPath ? "in memory, gone when the server stops" : options.database;
  text += options.runs_worker ? "\nReminders: every five minutes"
                              : "\nReminders: when srl worker --once is run";
  if (options.lab) text += "\nFaults may be asked for at /v1/lab/faults.";
  return text + "\n";
}

DurationMs worker_interval_ms(const ServeOptions& options) {
  return options.worker_every_s > 0 ? options.worker_every_s * kSecondMs : kCronIntervalMs;
}

// The process's cron; null where another program starts the worker.
std::unique_ptr<CronThread> start_cron(DatabaseService& service, Api& api,
                                       const ServeOptions& options) {
  if (!options.runs_worker) return nullptr;
  return std::make_unique<CronThread>(service.clock(), service.worker_stop(),
                                      worker_interval_ms(options), [&api] { api.on_cron(); });
}

// Returns when the threads that answer are there, and throws std::system_error where they cannot
// be. Calls `on_failed` when the listening socket fails.
std::thread start_listener(WebServer& server, std::function<void()> on_failed) {
  std::promise<void> started;
  std::future<void> has_threads = started.get_future();
  std::thread listener(
      [&server, on_failed = std::move(on_failed), started = std::move(started)]() mutable {
        try {
          server.start_workers();
        } catch (const std::system_error&) {
          return started.set_exception(std::current_exception());
        }
        started.set_value();
        if (!server.serve()) on_failed();
      });
  try {
    has_threads.get();
  } catch (const std::system_error&) {
    listener.join();
    throw;
  }
  return listener;
}

ExitCode serve_until_told(WebServer& server, const Signals& signals, const ServeOptions& options,
                          DatabaseService& service, Api& api, JsonLog& log) {
  const pthread_t waiter = pthread_self();
  std::atomic<bool> failed{false};
  std::thread listener = start_listener(server, [&] {
    failed = true;
    pthread_kill(waiter, SIGTERM);
  });
  ExitCode code = print(greeting(server, options));
  if (code == ExitCode::ok) signals.wait(log);
  signals.let_through();
  service.stop_worker();
  api.stop();
  if (!failed) server.stop();
  listener.join();
  if (failed) code = complain(ExitCode::failed, "the listening socket failed; start it again");
  return code;
}

}  // namespace

fs::path default_site_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path folder = error ? fs::current_path(error) : program.parent_path();
  return (folder / "../web").lexically_normal();
}

ExitCode serve(const ServeOptions& options) try {
  if (!StaticFiles(options.site_folder).has_index()) {
    return complain(ExitCode::failed, "there is no web app in " + options.site_folder.string() +
                                          ": build it with ./scripts/build web, or name its "
                                          "folder with --root");
  }
  keep_memory_small();
  raise_descriptor_limit();
  const Signals signals;  // before any thread is started: threads inherit the mask
  const Result<std::unique_ptr<JsonLog>> log = JsonLog::open(options.log);
  if (!log.ok()) return complain(ExitCode::failed, log.error().detail);
  SharedMetrics metrics;
  const Result<std::unique_ptr<Mailer>> mailer = mailer_of(options, metrics);
  if (!mailer.ok()) return complain(ExitCode::failed, mailer.error().detail);
  SignInRules rules;
  rules.allows_guests = options.allows_guests;
  rules.mails_codes = options.lab || !options.smtp_url.empty();
  Result<std::unique_ptr<DatabaseService>> service =
      DatabaseService::open(options.database, rules, metrics, **mailer, **log);
  if (!service.ok()) {
    return complain(ExitCode::failed,
                    "the database " + options.database + ": " + describe(service.error()));
  }
  Api api(**service, **log, options.lab);
  WebServer server(options.site_folder, api, **service, **log, within_descriptors(options.streams));
  if (const Status bound = server.bind(options.port); !bound.ok()) {
    return complain(ExitCode::failed, bound.error().detail);
  }
  (*log)->write(
      std::move(LogLine(LogLevel::info, "server_started").integer("port", server.port())));
  const std::unique_ptr<CronThread> cron = start_cron(**service, api, options);
  const ExitCode code = serve_until_told(server, signals, options, **service, api, **log);
  (*log)->write(
      std::move(LogLine(code == ExitCode::ok ? LogLevel::info : LogLevel::error, "server_stopped")
                    .integer("code", static_cast<int>(code))));
  return code;
} catch (const std::system_error& error) {
  return complain(ExitCode::failed,
                  std::string("the system does not give the threads that a server needs (") +
                      error.what() + "): raise its limit (ulimit -u)");
}

}  // namespace srl
