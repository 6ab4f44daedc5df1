// SPDX-License-Identifier: MIT
// The composition root of the native program: reads the command line and hands each command its
// options. The only file that knows the library which parses the command line.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <exception>
#include <functional>
#include <string>

#include "commands/console.h"
#include "commands/replay.h"
#include "commands/serve.h"
#include "commands/simulate.h"
#include "commands/worker.h"
#include "policies/catalog.h"
#include "sim/workloads/workload.h"

namespace srl {
namespace {

#ifndef SRL_VERSION
#define SRL_VERSION "unknown"
#endif

constexpr std::uint64_t kSeedMax = INT64_MAX / 2;
constexpr std::uint64_t kSeedCountMax = 1'000'000'000;
constexpr std::uint64_t kPortMax = 65'535;
constexpr std::uint64_t kLabNumberMax = 24 * 60 * 60 * 1000;

// Stricter than the library, which takes "1e3" and "0x10" and says little about the rest.
CLI::Validator whole_number(std::uint64_t min, std::uint64_t max) {
  const auto check = [min, max](const std::string& text) -> std::string {
    const bool digits = !text.empty() && text.size() <= 19 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    const std::uint64_t value = digits ? std::stoull(text) : 0;
    if (digits && value >= min && value <= max) return {};
    return "\"" + text + "\" is not a whole number from " + std::to_string(min) + " to " +
           std::to_string(max);
  };
  return CLI::Validator(check, "");
}

std::string preset_list() {
  std::string names;
  for (const std::string_view name : preset_names()) {
    names.append(names.empty() ? "" : ", ").append(name);
  }
  return names;
}

std::string workload_list() {
  std::string names;
  for (const Workload* workload : workloads_in_order()) {
    names.append(names.empty() ? "" : ", ").append(workload->name);
  }
  return names;
}

using Run = std::function<ExitCode()>;

void add_simulate(CLI::App& app, SimulateOptions& options, Run& run) {
  CLI::App* command = app.add_subcommand(
      "simulate", "Run a range of seeds and say which promises broke (then exit with 3)");
  command->add_option("--preset", options.preset, "The safeguards: " + preset_list())
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--seeds", options.seeds.count, "How many seeds")
      ->type_name("N")
      ->check(whole_number(1, kSeedCountMax))
      ->capture_default_str();
  command->add_option("--from", options.seeds.first, "The first seed")
      ->type_name("S")
      ->check(whole_number(0, kSeedMax))
      ->capture_default_str();
  command
      ->add_option("--workload", options.workload,
                   "Only this one: " + workload_list() + " (default: the seed chooses)")
      ->type_name("NAME");
  CLI::Option* json = command->add_flag("--json", options.as_json, "Print the result as JSON");
  command
      ->add_flag("--dump-history", options.dump_history,
                 "Print the first seed's history, for srl replay, and run nothing")
      ->excludes(json);
  command->callback([&options, &run] { run = [&options] { return simulate(options); }; });
}

void add_replay(CLI::App& app, ReplayOptions& options, Run& run) {
  CLI::App* command = app.add_subcommand(
      "replay", "Run one history and say what came of it (exit with 3 when a promise broke)");
  command
      ->add_option("history", options.source,
                   "A history file, - for standard input, or a link in quotes")
      ->type_name("FILE|LINK")
      ->required();
  command
      ->add_option("--preset", options.preset,
                   "Other safeguards than the history's: " + preset_list())
      ->type_name("NAME");
  CLI::Option* json = command->add_flag("--json", options.as_json, "Print the result as JSON");
  command->add_flag("--events", options.events, "Print the timeline, a line of JSON per event")
      ->excludes(json);
  command
      ->add_flag("--trace", options.trace,
                 "Print messages and gestures as a trace, for ui.perfetto.dev")
      ->excludes(json)
      ->excludes("--events");
  command->callback([&options, &run] { run = [&options] { return replay(options); }; });
}

// For tests and the impatient: only the lab's time may run faster.
void add_lab_number(CLI::App& command, const std::string& name, std::int64_t& number) {
  command.add_option(name, number)
      ->check(whole_number(1, kLabNumberMax))
      ->needs("--lab")
      ->group("");  // not in the help
}

void add_worker(CLI::App& app, WorkerOptions& options, Run& run) {
  CLI::App* command = app.add_subcommand(
      "worker", "Send the reminders that are due, and clean up (exit with 75 when work remains)");
  command->add_flag("--once", options.once, "One run, then exit: for cron, every five minutes")
      ->required();
  command->add_option("--db", options.database, "The database file of srl serve")
      ->type_name("FILE")
      ->capture_default_str();
  command->add_flag("--lab", options.lab)->group("");
  add_lab_number(*command, "--clock-ahead", options.clock_ahead_s);
  command->callback([&options, &run] { run = [&options] { return run_worker_once(options); }; });
}

void add_serve(CLI::App& app, ServeOptions& options, Run& run) {
  CLI::App* command =
      app.add_subcommand("serve", "Serve the web app, and the service behind it, on this machine");
  command->add_option("--port", options.port, "The port; 0 takes one that is free")
      ->type_name("PORT")
      ->check(whole_number(0, kPortMax))
      ->capture_default_str();
  command->add_option("--root", options.site_folder, "The folder of the built web app")
      ->type_name("FOLDER")
      ->capture_default_str();
  command
      ->add_option("--db", options.database,
                   "The database file, made when it is not there; :memory: for none")
      ->type_name("FILE")
      ->capture_default_str();
  command
      ->add_option("--log", options.log,
                   "Where the log goes, a line of JSON per request: a file, - for standard error, "
                   "or off")
      ->type_name("FILE")
      ->capture_default_str();
  command->add_flag("--lab", options.lab,
                    "Let clients ask for faults at /v1/lab/faults; print sign-in codes");
  command
      ->add_option_function<std::string>(
          "--worker", [&options](const std::string& who) { options.runs_worker = who == "cron"; },
          "Who sends reminders. cron: this program, every five minutes; off: srl worker, which "
          "another program starts")
      ->type_name("WHO")
      ->check(CLI::IsMember({"cron", "off"}))
      ->default_str("cron");
  command->add_flag_callback(
      "--no-guests", [&options] { options.allows_guests = false; },
      "Let nobody in without an e-mail code");
  CLI::Option* smtp =
      command
          ->add_option("--smtp", options.smtp_url,
                       "Mail sign-in codes through smtp://HOST:PORT or smtps://HOST; the login is "
                       "looked up in ~/.netrc")
          ->type_name("URL");
  CLI::Option* from =
      command->add_option("--mail-from", options.mail_from, "The sender of these mails")
          ->type_name("ADDRESS");
  add_lab_number(*command, "--worker-every", options.worker_every_s);
  add_lab_number(*command, "--heartbeat-ms", options.streams.heartbeat_ms);
  add_lab_number(*command, "--streams-max", options.streams.streams_max);
  smtp->needs(from);
  from->needs(smtp);
  command->callback([&options, &run] { run = [&options] { return serve(options); }; });
}

ExitCode complain_of_usage(const CLI::App& app, const CLI::ParseError& error) {
  std::string program = "srl";
  for (const CLI::App* command : app.get_subcommands()) program += " " + command->get_name();
  return complain(ExitCode::bad_usage, std::string(error.what()) + "\nSee " + program + " --help.");
}

ExitCode run_program(int argc, char** argv) {
  CLI::App app("SaaS Reliability Lab: a small task app in an unreliable world.", "srl");
  app.set_version_flag("--version", "srl " SRL_VERSION);
  app.require_subcommand(0, 1);
  app.get_formatter()->column_width(28);

  Run run;
  SimulateOptions simulate_options;
  ReplayOptions replay_options;
  ServeOptions serve_options;
  WorkerOptions worker_options;
  add_simulate(app, simulate_options, run);
  add_replay(app, replay_options, run);
  add_serve(app, serve_options, run);
  add_worker(app, worker_options, run);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    app.exit(asked);
    return ExitCode::ok;
  } catch (const CLI::ParseError& error) {
    return complain_of_usage(app, error);
  }
  if (run) return run();
  return complain(ExitCode::bad_usage, "which command?\n" + app.help());
}

}  // namespace
}  // namespace srl

int main(int argc, char** argv) {
  // Commands report their errors as values; what is thrown is what a library could not help.
  try {
    return static_cast<int>(srl::run_program(argc, argv));
  } catch (const std::exception& error) {
    return static_cast<int>(srl::complain(srl::ExitCode::failed, error.what()));
  }
}
