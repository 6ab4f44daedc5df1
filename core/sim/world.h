// SPDX-License-Identifier: MIT
// One deterministic world: devices, service and network under one virtual clock. It plays a history
// and can be played along with: live gestures and faults are appended to the history at the next
// millisecond, so that the history, run again, gives the same event log.
//
// What happens next is the earlier of two: the history's schedule (gestures, faults) and the queue
// (messages, timers, disks). At the same instant the schedule comes first.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/enum_names.h"
#include "observe/exposure.h"
#include "observe/metric_history.h"
#include "sim/actors.h"
#include "sim/signal_watch.h"

namespace srl {

// Connections to reuse from world to world, by schema, so that prepared statements stay valid.
struct WorldPools {
  PageDatabasePool devices;
  PageDatabasePool services;
};

struct WorldOptions {
  bool keep_events = true;       // a sweep needs the digest only
  bool keep_checkpoints = true;  // needed for rewind
  WorldPools* pools = nullptr;   // the world's own when there are none
  // Hears every request that the service has committed, with the answer, whether that was given or
  // not.
  std::function<void(const Request&, const Response&)> on_exchange = {};
};

// How a run stands: `at_rest` and `out_of_time` are judgements, after which it may go on.
enum class WorldEnd : std::uint8_t { running, at_rest, out_of_time, livelock };

class World final : private StrikeListener {
 public:
  // The history must have passed parse_history, or be as valid.
  static Result<std::unique_ptr<World>> create(History history, const WorldOptions& options);
  ~World() override;

  // Plays one entry. False after a livelock, or when nothing is left to happen before kRunTimeMax.
  bool step();
  // Plays everything up to and including `time_ms`; the clock then stands there, or at kRunTimeMax.
  // There a run that is still going on is judged out of time.
  void run_until(TimeMs time_ms);
  // Plays until the run is over. False when it is not after `steps_max` entries.
  bool run_to_end(std::uint64_t steps_max = UINT64_MAX);
  // The run has been judged and nothing is scheduled any more, or it has livelocked. It may still
  // be played on: polls go on for ever, and a person may add gestures.
  bool is_over() const;

  // Goes back to `time_ms`: the nearest checkpoint before it, then forward.
  Status rewind(TimeMs time_ms);
  // Forgets the live gestures and faults after now: another future begins.
  void forget_future();

  // A person plays along. The gesture's at_ms is set here; so is the fault's from_ms.
  Intent add_gesture(Gesture gesture);
  std::size_t begin_fault(FaultSpec spec);
  void end_fault(std::size_t index);

  TimeMs now_ms() const { return stage_.now_ms(); }
  std::uint64_t steps() const { return stage_.journal.step; }
  WorldEnd end() const { return end_; }
  const History& history() const { return stage_.history; }
  const EventLog& log() const { return stage_.journal.log(); }
  const Probes& probes() const { return stage_.journal.probes(); }
  const Oracle& oracle() const { return stage_.oracle; }
  const Policies& policies() const { return stage_.policies; }
  const Safeguards& safeguards() const { return safeguards_; }
  std::uint64_t digest() const { return stage_.journal.log().digest(); }

  std::size_t device_count() const { return devices_.size(); }
  const DeviceHost& device(std::size_t index) const { return *devices_[index]; }
  const DeviceHost* find_device(std::string_view name) const;
  const ServiceHost& service() const { return *service_; }
  const WorkerHost& worker() const { return *worker_; }
  Result<std::vector<Task>> service_rows(AccountId account = kSimulatedAccount);
  // The devices of the storm, and how many requests arrive at the service.
  const Storm& storm() const { return storm_; }
  const LoadMeter& load() const { return desk_.load(); }
  const Mailbox& mailbox() const { return stage_.mailbox; }
  Database& service_database() { return service_->database().database(); }  // to look at
  bool is_fault_active(std::size_t index) const { return stage_.faults.is_active(index); }
  std::int64_t fault_strikes(std::size_t index) const { return stage_.faults.strikes(index); }
  bool any_fault_active() const { return stage_.faults.any_active(); }

  // All actors' metrics together: what really happened. What the product shows of it under the
  // decision `signals`, and the past of that on virtual time.
  Metrics metrics() const;
  const Exposure& exposure() const { return exposure_; }
  Metrics exposed_metrics() const { return exposure_.apply(metrics()); }
  const MetricHistory& metric_history() const { return metric_history_; }

  // Names by ActorId, for exports.
  std::vector<std::string> actor_names() const;

  // When the run was last judged, at rest or out of time.
  TimeMs last_judged_ms() const { return last_judged_ms_; }

  // When liveness is judged at the latest; 0 while a fault is active or the history goes on.
  TimeMs deadline_ms() const { return deadline_ms_; }

 private:
  enum class ScheduledKind : std::uint8_t { fault_ends, fault_begins, gesture, heal };
  struct Scheduled {
    TimeMs at_ms;
    ScheduledKind kind;
    std::size_t index;
    friend bool operator<(const Scheduled& a, const Scheduled& b) {
      if (a.at_ms != b.at_ms) return a.at_ms < b.at_ms;
      return a.kind != b.kind ? a.kind < b.kind : a.index < b.index;
    }
  };

  // The patient person after the faults: looks at the devices while there is something to do.
  struct Person {
    bool is_here = false;
    bool will_look = false;
    struct Help {
      TimeMs code_asked_ms = 0;
      int codes_asked = 0;
      int retries_asked = 0;
    };
    std::map<ActorId, Help> help;
  };

  World(History history, const Policies& policies, const WorldOptions& options);
  Status open();
  Status add_device(const std::string& name);
  Actors actors() { return {stage_, network_, desk_, storm_, devices_, *service_, *worker_}; }
  DeviceHost& device_host(ActorId actor) { return actors().device(actor); }

  void schedule_history();
  void schedule(Scheduled entry);
  TimeMs next_ms() const;
  void advance(TimeMs time_ms);
  void sample_metrics(TimeMs time_ms);
  void reach(TimeMs time_ms);
  void play(const Scheduled& entry);
  void play(const EventQueue::Item& item);
  void play_gesture(std::size_t index);
  void switch_policy(const Gesture& gesture);
  void redrive(Intent intent);
  void heal();
  void look_after_devices();
  void help(DeviceHost& device);
  void decide_conflicts(DeviceHost& device);
  bool needs_help(const DeviceHost& device) const;
  bool anybody_needs_help() const;
  std::set<AccountId> accounts() const;
  void deliver_mail(const MailInFlight& mail);
  void deliver_request(const RequestInFlight& entry);
  void deliver_notification(const NotificationArrives& entry);
  void deliver_reply(const ReplyInFlight& entry);
  void serve(const RequestInFlight& entry);
  void answer_unserved(const RequestInFlight& entry, ServiceDesk::Verdict why);
  void serve_next(const ServiceTakesNext& entry);
  void play_client(const ClientActs& entry);
  void deliver_client_request(const ClientActs& entry);
  void after_entry();
  bool is_at_rest() const;
  void judge(WorldEnd end);
  void note_reminders(AccountId account, OracleRest::Account& rest);
  void note_forgotten_jobs(OracleRest& rest);
  bool is_forgotten(const Job& job);
  void note_broken(const std::vector<std::size_t>& promises);
  void disturb();

  // All that changes in a world but its log, its disks and what grows in the history: a checkpoint
  // is a copy of it. A part that is not in this list does not come back.
  auto changing() {
    return std::tie(stage_.policies, stage_.queue, stage_.journal.now_ms, stage_.journal.step,
                    stage_.journal.probes(), stage_.faults.memory(), stage_.oracle.memory(),
                    stage_.mailbox, stage_.messages, stage_.messages_in_flight, network_.memory(),
                    desk_.memory(), storm_.memory(), worker_->memory(), safeguards_,
                    next_scheduled_, deadline_ms_, last_judged_ms_, steps_at_this_instant_, end_,
                    next_person_intent_, exposure_, signal_watch_.memory(), metric_history_,
                    person_);
  }
  struct Checkpoint;
  void take_checkpoint();
  Status go_back_to(const Checkpoint& point);

  void switch_signals();
  void gather_signals(OracleRest& rest) const;

  // StrikeListener
  void on_strike(std::size_t spec) override;

  WorldPools own_pools_;
  WorldPools& pools_;
  std::function<void(const Request&, const Response&)> on_exchange_;
  Stage stage_;
  Network network_;
  ServiceDesk desk_;
  Storm storm_;
  Safeguards safeguards_;
  std::vector<std::unique_ptr<DeviceHost>> devices_;
  std::unique_ptr<ServiceHost> service_;
  std::unique_ptr<WorkerHost> worker_;

  std::vector<Scheduled> schedule_;
  std::size_t next_scheduled_ = 0;
  std::size_t scripted_gestures_ = 0;  // those after are live
  std::size_t scripted_faults_ = 0;
  TimeMs deadline_ms_ = 0;
  TimeMs last_judged_ms_ = 0;
  std::uint64_t steps_at_this_instant_ = 0;
  WorldEnd end_ = WorldEnd::running;
  Intent next_person_intent_ = kFirstPersonIntent;
  Exposure exposure_;
  SignalWatch signal_watch_;
  MetricHistory metric_history_;
  Person person_;

  bool keep_checkpoints_;
  std::uint64_t next_checkpoint_step_ = 0;
  std::vector<std::unique_ptr<Checkpoint>> checkpoints_;
};

}  // namespace srl
