// SPDX-License-Identifier: MIT
// The machine that the service runs on, simulated: its database, its process that can be down or
// die mid-transaction, and the publishing of outcomes after the commit.
#pragma once

#include <memory>
#include <optional>

#include "ports/random_source.h"
#include "service/service.h"
#include "sim/failing_database.h"
#include "sim/pretend_crypto.h"
#include "sim/stage.h"
#include "storage/page_database.h"

namespace srl {

// In the simulation account 1 is a person's, whom every device starts signed in as.
inline constexpr AccountId kSimulatedAccount = kFirstAccount;
inline constexpr std::string_view kSimulatedEmail = "ada@example.test";

// Longer than any run: devices cannot refresh yet.
inline constexpr DurationMs kSimulatedAccessLifetimeMs = 2 * kRunTimeMax;

class ServiceHost final : private RandomSource {
 public:
  // Plain data: a checkpoint copies it.
  struct Memory {
    PageStore::State disk;
    bool is_up = true;
    std::uint64_t run = 0;
    std::uint64_t random_counter = 0;
    std::uint64_t crypto_counter = 0;
    std::int64_t seq = 0;
    std::int64_t open_count = 0;
    Metrics metrics;
  };

  ServiceHost(Stage& stage, std::unique_ptr<PageDatabase> database);

  Status start();  // creates the account

  // A new session of that account, made without any traffic.
  Result<Session> session_for(const std::string& device_name);

  // Handles one request. An empty result: the process is down or has died, nobody answers.
  std::shared_ptr<const Response> handle(const Request& request, std::string_view device);

  void set_up(bool up);
  void on_started(const ServiceStarts& entry);

  Memory save() const;
  Status restore(const Memory& memory);

  bool is_up() const { return memory_.is_up; }
  bool died() const { return died_; }  // in the last handle()
  std::int64_t seq() const { return memory_.seq; }
  std::int64_t open_count() const { return memory_.open_count; }
  Metrics& metrics() { return memory_.metrics; }
  const Metrics& metrics() const { return memory_.metrics; }
  PageDatabase& database() { return *database_; }
  std::unique_ptr<PageDatabase> release_database() { return std::move(database_); }

 private:
  std::uint64_t next(RandomPurpose purpose) override;
  ServiceContext context();
  void arm_crash(const Request& request, std::string_view device);
  void crash();
  void publish(const Outcome& outcome);
  void publish_oldest_conflict();
  void note_reached(const Event& event);

  Stage& stage_;
  std::unique_ptr<PageDatabase> database_;
  FailingDatabase port_;
  DurationMs restart_after_ms_ = 0;
  bool died_ = false;
  Memory memory_;
  PretendCrypto crypto_;
};

}  // namespace srl
