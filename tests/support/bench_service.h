// SPDX-License-Identifier: MIT
// The service on a workbench: a database of its own, and requests by hand, of a person signed in.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "service/auth.h"
#include "service/chores/chore.h"
#include "service/service.h"
#include "service/task_store.h"
#include "sim/pretend_crypto.h"
#include "storage/migrations/service_migrations.h"
#include "storage/page_database.h"
#include "storage/template_image.h"

namespace srl::test {

class BenchService : private RandomSource {
 public:
  explicit BenchService(const Policies& policies) : policies_(policies) {
    const Result<PageImage> image = build_template_image(service_migrations());
    REQUIRE(image.ok());
    Result<std::unique_ptr<PageDatabase>> opened = PageDatabase::open(image.value());
    REQUIRE(opened.ok());
    pages = std::move(opened.value());
    REQUIRE(create_account(database(), 1).ok());
    sign_in.allows_guests = true;
    session = sign_in_on("phone");
  }

  Database& database() { return pages->database(); }

  Outcome run(RequestBody body) { return run_with(session.tokens.access_token, std::move(body)); }

  Outcome run_with(const std::string& access_token, RequestBody body) {
    Transaction transaction(database());
    Result<Outcome> outcome =
        execute(transaction, context(), {std::move(body), access_token, client});
    REQUIRE_MESSAGE(outcome.ok(), (outcome.ok() ? "" : outcome.error().detail));
    REQUIRE(transaction.commit().ok());
    outcome->add_to(metrics);
    return std::move(outcome.value());
  }

  // What the worker's schedule runs: everything that is over goes.
  void clean_up() {
    Transaction transaction(database());
    Outcome outcome;
    for (const Chore* chore : chores()) {
      if (chore->schedule.name != "cleanup") continue;
      REQUIRE(chore->run(database(), context(), outcome).ok());
    }
    REQUIRE(transaction.commit().ok());
    outcome.add_to(metrics);
  }

  ServiceContext context() {
    ServiceContext context{now_ms, policies_, *this, crypto_, sign_in};
    context.epoch = epoch;
    return context;
  }

  // Of the bench's own account.
  Session sign_in_on(const std::string& device) {
    Transaction transaction(database());
    Outcome outcome;
    const Result<Session> started =
        start_session(database(), context(), account_id, device, outcome);
    REQUIRE(started.ok());
    REQUIRE(transaction.commit().ok());
    outcome.add_to(metrics);
    return *started;
  }

  // Of an account of their own.
  Session sign_in_as_guest(const std::string& device) {
    return std::get<SessionResponse>(run_with("", GuestRequest{device}).response.body).session;
  }

  std::vector<OpResult> push(std::vector<WireOperation> operations) {
    const Outcome outcome = run(PushRequest{"phone", std::move(operations)});
    return std::get<PushResponse>(outcome.response.body).results;
  }

  std::vector<Task> rows() { return living_tasks(database(), account_id, "", 1'000).value(); }
  Account account() { return read_account(database(), account_id).value(); }
  std::int64_t recount() { return count_open_tasks(database(), account_id).value(); }

  std::unique_ptr<PageDatabase> pages;
  TimeMs now_ms = 1'000;
  std::string epoch = "epoch";  // of the process
  SignInRules sign_in;
  AccountId account_id = 1;          // whose rows the bench looks at
  Session session;                   // of the one who asks by run()
  std::string client = "192.0.2.1";  // where requests come from
  Metrics metrics;

 private:
  std::uint64_t next(RandomPurpose) override { return mix64(++random_); }

  const Policies policies_;
  std::uint64_t random_ = 0;
  std::uint64_t crypto_random_ = 0;
  PretendCrypto crypto_{7, crypto_random_};
};

inline Policies policies_of_preset(std::string_view name) {
  return srl::policies_of_preset(name).value();
}

inline WireOperation operation(OpKind kind, std::uint64_t op, std::uint64_t task,
                               const std::string& title) {
  WireOperation wire;
  wire.op_id = make_uuid_v7(1, op, op);
  wire.task = make_uuid_v7(1, task, task);
  wire.kind = kind;
  wire.intent = static_cast<Intent>(op);
  if (kind != OpKind::delete_task) {
    TaskFields fields;
    fields.title = title;
    wire.patch = TaskPatch::whole(fields);
  }
  return wire;
}

}  // namespace srl::test
