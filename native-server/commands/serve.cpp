// SPDX-License-Identifier: MIT
#include "commands/serve.h"

#include <pthread.h>
#include <csignal>

#include <atomic>
#include <thread>

#include "http/static_files.h"
#include "http/web_server.h"

namespace srl {
namespace {

namespace fs = std::filesystem;

// SIGINT and SIGTERM, held back from every thread so that one place can wait for them: nothing can
// be done safely inside a signal handler.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }

  void wait() const {
    int signal = 0;
    while (sigwait(&signals_, &signal) != 0) {
    }
  }

  // From now on they end the program at once: for whoever asks a second time.
  void let_through() const { pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr); }

 private:
  sigset_t signals_;
};

}  // namespace

fs::path default_site_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path folder = error ? fs::current_path(error) : program.parent_path();
  return (folder / "../web").lexically_normal();
}

ExitCode serve(const ServeOptions& options) {
  if (!StaticFiles(options.site_folder).has_index()) {
    return complain(ExitCode::failed, "there is no web app in " + options.site_folder.string() +
                                          ": build it with ./scripts/build web, or name its "
                                          "folder with --root");
  }
  const StopSignals signals;  // before any thread is started: threads inherit the mask
  WebServer server(options.site_folder);
  if (const Status bound = server.bind(options.port); !bound.ok()) {
    return complain(ExitCode::failed, bound.error().detail);
  }

  const pthread_t waiter = pthread_self();
  std::atomic<bool> failed{false};
  std::thread listener([&] {
    if (server.serve()) return;
    failed = true;
    pthread_kill(waiter, SIGTERM);
  });
  const std::string address = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  ExitCode code = print("listening on " + address + " (stop with Ctrl+C)\n");
  if (code == ExitCode::ok) signals.wait();
  signals.let_through();
  if (!failed) server.stop();
  listener.join();
  if (failed) code = complain(ExitCode::failed, "the listening socket failed; start it again");
  return code;
}

}  // namespace srl
