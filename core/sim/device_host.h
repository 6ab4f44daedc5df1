// SPDX-License-Identifier: MIT
// The machine that one device's app runs on, simulated: its clock, timers, disk and network, and the
// app's process that can be killed and started again. Implements the device's ports.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "device/device.h"
#include "sim/network.h"
#include "sim/stage.h"
#include "storage/page_database.h"

namespace srl {

inline constexpr DurationMs kDiskDelayMinMs = 1;
inline constexpr DurationMs kDiskDelayMaxMs = 50;

class DeviceHost final : private Clock,
                         private Timers,
                         private RandomSource,
                         private Transport,
                         private Recorder,
                         private BatchListener {
 public:
  // Plain data: a checkpoint copies it.
  struct Memory {
    Device::Memory device;
    PageStore::State disk;
    Session session;
    bool is_open = false;      // the app runs, or will again by itself
    bool is_running = false;
    bool online = true;
    DurationMs clock_ahead_ms = 0;  // of the device's wall clock
    std::uint64_t run = 0;     // of the app
    std::array<std::uint64_t, kTimerKindCount> timer_generation{};
    std::array<std::uint64_t, kRandomPurposeCount> random_counter{};
    RandomStream disk_delay;
    Metrics metrics;
  };

  DeviceHost(Stage& stage, Network& network, ActorId actor, std::string name,
             std::unique_ptr<PageDatabase> database);

  const std::string& name() const { return settings_.device_id; }
  ActorId actor() const { return actor_; }

  // The app, by a person: opened, closed; or killed by a fault and started again later.
  Status open();
  void close();
  void kill(DurationMs restart_after_ms);
  void sign_in(const Session& session) { memory_.session = session; }
  void set_online(bool online);
  void set_clock_ahead(DurationMs ahead_ms);
  void on_policies_switched();

  // Carries out a gesture. Returns what is to be said when it is not possible.
  Status perform(const Gesture& gesture, Intent intent);

  // A person decides a conflict that the view shows.
  Status decide(const ConflictView& shown, const ConflictChoice& choice, Intent intent);

  // Queue entries
  void on_timer(const TimerFires& entry);
  void on_batch(const BatchSettles& entry);
  void on_app_starts(const AppStarts& entry);
  void on_reply(const ReplyInFlight& entry);

  // Hands what changed in the view to the oracle.
  void show();

  bool is_open() const { return memory_.is_open; }
  bool is_running() const { return memory_.is_running; }
  bool is_online() const { return memory_.online; }
  bool is_settled() const;  // nothing queued, nothing on its way to the disk
  const DeviceView& view() const { return device_.view(); }
  const LocalStore& store() const { return device_.store(); }
  const Metrics& metrics_of_device() const { return memory_.metrics; }
  PageDatabase& database() { return *database_; }
  std::unique_ptr<PageDatabase> release_database() { return std::move(database_); }

  Memory save() const;
  Status restore(const Memory& memory);

 private:
  // Ports
  TimeMs now_ms() const override { return stage_.now_ms() + memory_.clock_ahead_ms; }
  TimeMs monotonic_ms() const override { return stage_.now_ms(); }
  void set(TimerKind kind, DurationMs delay_ms) override;
  void cancel(TimerKind kind) override;
  std::uint64_t next(RandomPurpose purpose) override;
  void send(RequestId id, std::shared_ptr<const Request> request) override;
  void event(EventKind kind, Intent intent, std::int64_t a, std::int64_t b,
             std::string_view text) override;
  Metrics& metrics() override { return memory_.metrics; }
  void on_batch(BatchId batch) override;

  Status start_app();
  void stop_app();
  Result<TaskId> find_row(const Gesture& gesture) const;
  Result<ConflictView> find_conflict(const Gesture& gesture) const;

  Stage& stage_;
  Network& network_;
  ActorId actor_;
  std::unique_ptr<PageDatabase> database_;
  DevicePorts ports_;
  DeviceSettings settings_;
  Device device_;
  Memory memory_;
};

}  // namespace srl
