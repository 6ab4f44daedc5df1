// SPDX-License-Identifier: MIT
// The machine that the service runs on, simulated: its database, its process that can be down or
// die mid-transaction, and the publishing of outcomes after the commit.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/random.h"
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

// A backup is the state at a full interval; the oldest that are kept go back a few minutes.
inline constexpr DurationMs kBackupIntervalMs = 5 * kSecondMs;
inline constexpr std::size_t kBackupsKept = 24;

// Migrated once per process: every world's service starts from a copy.
const Result<PageImage>& service_template();

class ServiceHost final : private RandomSource {
 public:
  // Of an account, after the last commit.
  struct Counters {
    std::int64_t seq = 0;
    std::int64_t open_count = 0;
  };

  // What the disk held at a moment, every kBackupIntervalMs.
  struct Backup {
    TimeMs at_ms = 0;
    PageStore::State disk;
  };

  // Plain data: a checkpoint copies it.
  struct Memory {
    PageStore::State disk;
    std::vector<std::shared_ptr<const Backup>> backups;  // oldest first
    bool is_up = true;
    std::uint64_t run = 0;
    std::string epoch;           // of the process
    std::uint64_t epochs = 0;    // drawn
    bool was_made_anew = false;  // its database, and no backup has been restored since
    std::uint64_t random_counter = 0;
    std::uint64_t crypto_counter = 0;
    std::uint64_t jitter_counter = 0;
    bool disk_full = false;
    std::map<AccountId, Counters> counters;
    RandomStream mail_delay;
    std::map<std::string, DurationMs, std::less<>> short_lifetimes;  // by device; "": of all
    Metrics metrics;
  };

  ServiceHost(Stage& stage, std::unique_ptr<PageDatabase> database);

  Status start();  // creates the account

  // Handles one request. An empty result: the process has died, nobody answers.
  std::shared_ptr<const Response> handle(const Request& request, std::string_view device);
  // The answer that the last handle() has committed, whether it was given or not; nullptr: none.
  const Response* committed_response() const { return committed_ ? &*committed_ : nullptr; }

  // Work of the worker's in a transaction of its own; after the commit the outcome is published,
  // and returned for what is to be sent. An error: nothing has happened, unless it is
  // commit_in_doubt or the process has died. The work may be done more than once, each time from
  // where it began.
  using Work =
      std::function<Status(Database& database, const ServiceContext& context, Outcome& outcome)>;
  Result<Outcome> transact(TimeMs now_ms, RandomSource& random, const Work& work);

  void set_up(bool up);
  void set_disk_full(bool full) { memory_.disk_full = full; }

  // The answer to what is turned away unread: 429 or 503, with Retry-After.
  std::shared_ptr<const Response> turn_away(ErrorCode code);

  // A session for a device that has been signed in since before the run began.
  Result<Session> session_for(std::string_view device);
  // Faults; an empty device means every one.
  Status expire_tokens(std::string_view device, DurationMs lifetime_ms);
  void restore_token_lifetime(std::string_view device);
  Status end_sessions(std::string_view device);
  Status poison_next_job();
  // The process starts again on the newest backup that is at least so old, or on the oldest one.
  Status restore_backup(DurationMs age_ms);
  // The same on an empty database: `image` has its schema.
  Status start_anew(const PageImage& image);
  // Before anything is written: keeps what the disk has held since the last full interval.
  void keep_backup();

  void on_started(const ServiceStarts& entry);

  Memory save() const;
  Status restore(const Memory& memory);

  bool is_up() const { return memory_.is_up; }
  std::uint64_t run() const { return memory_.run; }  // another one after every start
  // Something is due that a worker has not settled.
  bool has_unsettled_jobs();
  bool died() const { return died_; }  // in the last handle() or transact()
  bool take_death() { return std::exchange(died_, false); }
  Counters counters(AccountId account) const;
  const std::map<AccountId, Counters>& all_counters() const { return memory_.counters; }
  std::int64_t seq() const { return counters(kSimulatedAccount).seq; }
  std::int64_t open_count() const { return counters(kSimulatedAccount).open_count; }
  Metrics& metrics() { return memory_.metrics; }
  const Metrics& metrics() const { return memory_.metrics; }
  PageDatabase& database() { return *database_; }
  std::unique_ptr<PageDatabase> release_database() { return std::move(database_); }

 private:
  std::uint64_t next(RandomPurpose purpose) override;
  void begin_epoch();  // the process starts
  ServiceContext context(std::string_view device);
  // A transaction: what faults may know of it, and what is done in it.
  struct Call {
    FaultEngine::Target target;
    bool writes = true;
    ActorId actor = kServiceActor;
    std::function<Status(Transaction& transaction, Outcome& outcome)> work;
  };
  Status run(const Call& call, Outcome& outcome);
  Status attempt(const Call& call, Outcome& outcome);
  TransactionFate fate_of(const Call& call);
  std::int64_t statements_of(const Call& call);
  void crash(const TransactionFate& fate, std::string_view route);
  void note_doubt(std::string_view route);
  void note_ended_sessions(const Request& request, const Response& response);
  std::shared_ptr<const Response> answered(Response response);
  std::shared_ptr<const Response> answered(const Error& error);
  Status go_on_with_other_data(const std::set<SessionId>& sessions_before);
  Result<std::set<SessionId>> session_ids();
  void publish(const Outcome& outcome, ActorId actor);
  void hand_on(const Outcome& outcome);
  void set_process_timers(const Outcome& outcome);
  void publish_backlog();
  void tell_conflicts(const Outcome& outcome);
  void publish_oldest_conflict();
  void note_reached(const Event& event);
  void note_settled(const Event& event);

  Stage& stage_;
  std::unique_ptr<PageDatabase> database_;
  FailingDatabase port_;
  bool died_ = false;
  std::optional<Response> committed_;
  Memory memory_;
  PretendCrypto crypto_;
};

}  // namespace srl
