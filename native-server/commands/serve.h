// SPDX-License-Identifier: MIT
// `srl serve`: the web app and its service on a loopback port, until SIGINT or SIGTERM.
#pragma once

#include <filesystem>
#include <string>

#include "commands/console.h"
#include "http/stream_hub.h"

namespace srl {

// The site as the build puts it, beside the program: build/web for build/native/srl.
std::filesystem::path default_site_folder();

struct ServeOptions {
  int port = 8080;  // 0: any that is free
  std::filesystem::path site_folder = default_site_folder();
  std::string database = "lab.db";  // a file, or :memory:
  bool lab = false;                 // faults may be asked for, and codes are in the log
  bool allows_guests = true;        // who can use this machine may have an account without a name
  bool runs_worker = true;          // every five minutes, as cron would
  std::int64_t worker_every_s = 0;  // with lab: more often; 0: as ever
  StreamRules streams;              // others than usual with lab only
  std::string log = "-";            // a file, - for standard error, or off
  std::string smtp_url;             // where sign-in mails go out; "": nowhere
  std::string mail_from;            // their sender
};

ExitCode serve(const ServeOptions& options);

}  // namespace srl
