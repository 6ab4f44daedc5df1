// SPDX-License-Identifier: MIT
// The service on a workbench: a database of its own, and requests by hand.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "service/service.h"
#include "service/task_store.h"
#include "storage/migrations/service.h"
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
    REQUIRE(create_account(database(), 1, "epoch").ok());
  }

  Database& database() { return pages->database(); }

  Outcome run(RequestBody body) {
    Transaction transaction(database());
    const ServiceContext context{1, 1'000, policies_, *this};
    Result<Outcome> outcome = execute(transaction, context, Request{std::move(body)});
    REQUIRE_MESSAGE(outcome.ok(), (outcome.ok() ? "" : outcome.error().detail));
    REQUIRE(transaction.commit().ok());
    return std::move(outcome.value());
  }

  std::vector<OpResult> push(std::vector<WireOperation> operations) {
    const Outcome outcome = run(PushRequest{"phone", std::move(operations)});
    return std::get<PushResponse>(outcome.response.body).results;
  }

  std::vector<Task> rows() { return living_tasks(database(), 1, "", 1'000).value(); }
  Account account() { return read_account(database(), 1).value(); }
  std::int64_t recount() { return count_open_tasks(database(), 1).value(); }

  std::unique_ptr<PageDatabase> pages;

 private:
  std::uint64_t next(RandomPurpose) override { return mix64(++random_); }

  const Policies policies_;
  std::uint64_t random_ = 0;
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
