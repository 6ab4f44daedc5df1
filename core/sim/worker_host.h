// SPDX-License-Identifier: MIT
// The machine that the worker runs on, simulated: cron, and the processes that it starts. Each is a
// run (service/worker_run.h) that takes its time between two steps, can stand still there, or die.
#pragma once

#include <map>

#include "service/worker_run.h"
#include "sim/notification_network.h"
#include "sim/service_host.h"

namespace srl {

class WorkerHost final : private RandomSource {
 public:
  struct Process {
    WorkerRun run;
    std::uint64_t service_run = 0;  // it dies with the service's machine
    TimeMs still_until_ms = 0;      // it stands still until then
  };

  // Plain data: a checkpoint copies it.
  struct Memory {
    std::map<std::int64_t, Process> processes;  // by the number of their run
    std::int64_t runs = 0;                      // numbers given out
    bool cron_runs = true;
    DurationMs clock_ahead_ms = 0;
    std::uint64_t random_counter = 0;
    RandomStream pace;
    NotificationNetwork::Memory notifications;
  };

  WorkerHost(Stage& stage, ServiceHost& service);

  void start();  // cron begins

  void set_cron(bool runs) { memory_.cron_runs = runs; }
  void set_clock_ahead(DurationMs ahead_ms) { memory_.clock_ahead_ms = ahead_ms; }

  // Queue entries
  void on_cron();
  void on_step(const WorkerSteps& entry);
  void on_beat(const WorkerBeats& entry);
  void on_process_timer(const ProcessTimerFires& entry);
  void on_notification_answer(const NotificationAnswers& entry);
  void on_notification_arrived() { notifications_.on_settled(); }

  // A person takes all dead letters back.
  Status redrive();

  bool is_idle() const { return memory_.processes.empty() && notifications_.is_idle(); }

  Memory& memory() { return memory_; }

 private:
  std::uint64_t next(RandomPurpose purpose) override;
  TimeMs now_ms() const { return stage_.now_ms() + memory_.clock_ahead_ms; }
  Process& start_run(WorkerRun run);
  Process* find_alive(std::int64_t run);
  bool waits(const Process& process, const QueueEntry& entry);
  bool is_struck(Process& process, std::string_view place);
  void die_with_machine(std::int64_t run);
  using Step = std::function<Status(WorkerRun& run, Database& database,
                                    const ServiceContext& context, Outcome& done)>;
  Result<Outcome> transact(Process& process, const Step& step);
  void send(Process& process, const Outcome& outcome);
  void go_on(const Process& process);
  void end(std::int64_t run);

  Stage& stage_;
  ServiceHost& service_;
  Memory memory_;
  NotificationNetwork notifications_;
};

}  // namespace srl
