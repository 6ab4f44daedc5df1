// SPDX-License-Identifier: MIT
// The machine that one device's app runs on, simulated: its clock, timers, disk and network, and
// the app's process that can be killed and started again. Implements the device's ports.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/civil_time.h"
#include "device/device.h"
#include "device/notice_board.h"
#include "ports/notification_provider.h"
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
                         private SecretStore,
                         private Notifier,
                         private BatchListener {
 public:
  // Another tab of the device, of which only the refreshing is simulated. It shares the stored
  // session and has a copy of its own.
  struct SecondTab {
    Session session;
    DurationMs every_ms = 0;  // 0: it is closed
    std::uint64_t generation = 0;
    RequestId outstanding = 0;
    TimeMs sent_ms = 0;
    RequestId requests = 0;
  };

  // Plain data: a checkpoint copies it.
  struct Memory {
    Device::Memory device;
    PageStore::State disk;
    bool is_open = false;  // the app runs, or will again by itself
    bool is_running = false;
    bool online = true;
    DurationMs clock_ahead_ms = 0;  // of the device's wall clock
    std::uint64_t run = 0;          // of the app
    std::array<std::uint64_t, kCountOf<TimerKind>> timer_generation{};
    std::array<std::uint64_t, kCountOf<RandomPurpose>> random_counter{};
    RandomStream disk_delay;
    Metrics metrics;
    Session secrets;         // stored beside the database; a killed app finds it again
    std::string last_email;  // of the user who was signed in last
    SecondTab second_tab;
    ZoneTable zone;       // of the place where the device is
    NoticeBoard notices;  // on the screen, whether the app runs or not
    std::vector<NotificationArrives>
        waiting_notifications;  // at the notification service, while the device is offline
  };

  DeviceHost(Stage& stage, Network& network, ActorId actor, std::string name,
             std::unique_ptr<PageDatabase> database, Session session);

  const std::string& name() const { return settings_.device_id; }
  ActorId actor() const { return actor_; }

  // The app, by a person: opened, closed; or killed by a fault and started again later.
  Status open();
  void close();
  void kill(DurationMs restart_after_ms);
  void set_online(bool online);
  void set_clock_ahead(DurationMs ahead_ms);
  void announce_clock_change(DurationMs after_ms);  // forward by an hour, the next one back
  void on_policies_switched();
  void set_second_tab(DurationMs every_ms);  // 0: closes it

  // Carries out a gesture. Returns what is to be said when it is not possible.
  Status perform(const Gesture& gesture, Intent intent);

  // A person decides a conflict that the view shows.
  Status decide(const ConflictView& shown, const ConflictChoice& choice, Intent intent);

  // Queue entries
  void on_timer(const TimerFires& entry);
  void on_batch(const BatchSettles& entry);
  void on_app_starts(const AppStarts& entry);
  void on_reply(const ReplyInFlight& entry);
  void on_second_tab(const TabRefreshes& entry);

  // The notification service has a message for the device.
  void on_notification(const NotificationArrives& entry);

  // Hands what changed in the view to the oracle.
  void show();

  TimeMs wall_ms() const { return now_ms(); }  // on its own clock
  bool is_open() const { return memory_.is_open; }
  bool is_running() const { return memory_.is_running; }
  bool is_online() const { return memory_.online; }
  bool is_settled() const;  // nothing queued, nothing on its way to the disk
  bool is_idle() const;     // runs, and waits for nothing but a person
  const std::string& last_email() const { return memory_.last_email; }
  const DeviceView& view() const { return device_.view(); }
  const LocalStore& store() const { return device_.store(); }
  const NoticeBoard& notices() const { return memory_.notices; }
  const Metrics& metrics_of_device() const { return memory_.metrics; }
  PageDatabase& database() { return *database_; }
  std::unique_ptr<PageDatabase> release_database() { return std::move(database_); }

  Memory save() const;
  Status restore(const Memory& memory);

 private:
  // Request ids of different runs of one app never meet, nor those of its two tabs.
  static constexpr RequestId kTabRequestIds = RequestId{1} << 30;
  static constexpr RequestId first_request_of(std::uint64_t run) { return (run << 32) | 1U; }

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
  Session load() override { return memory_.secrets; }
  void save(const Session& session) override;
  void clear() override { memory_.secrets = Session{}; }
  void show(const Notice& notice) override { show(notice, 0); }  // where the app reminds by itself
  void show(const Notice& notice, std::int64_t message);

  Status perform_on_session(const Gesture& gesture);
  Status remind_tomorrow(const Gesture& gesture, Intent intent);
  void arrive(const NotificationArrives& entry);
  void take_tab_reply(const ReplyInFlight& entry);
  void note_probes(EventKind kind, std::int64_t a);
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
