// SPDX-License-Identifier: MIT
#include "service/service.h"

#include <map>

#include "service/account_counter.h"
#include "service/effect_store.h"
#include "support/bench_service.h"

namespace srl {

using test::BenchService;
using test::operation;

TEST_CASE("service: every change has the next number, and the row carries it as its version") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  service.push({operation(OpKind::create_task, 1, 1, "A"),
                operation(OpKind::create_task, 2, 2, "B"),
                operation(OpKind::update_task, 3, 1, "C")});
  const std::vector<Task> rows = service.rows();
  CHECK(rows[0].version == 3);
  CHECK(rows[1].version == 2);
  CHECK(service.account().seq == 3);
}

TEST_CASE("service: after a rejected operation, the later ones on the same task are blocked") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  const std::vector<OpResult> results = service.push({operation(OpKind::create_task, 1, 7, " "),
                                                      operation(OpKind::update_task, 2, 7, "B"),
                                                      operation(OpKind::create_task, 3, 8, "C")});
  CHECK(results[0].status == OpStatus::rejected);
  CHECK(results[0].code == ErrorCode::bad_value);
  CHECK(results[1].status == OpStatus::blocked);
  CHECK(results[2].status == OpStatus::applied);
}

TEST_CASE(
    "service: an operation that could not be read is refused for that, also behind a refused one") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  WireOperation unreadable = operation(OpKind::update_task, 2, 7, "B");
  unreadable.flaw = make_error(ErrorCode::op_id_missing, "/ops/1/op_id: is missing");
  const std::vector<OpResult> results =
      service.push({operation(OpKind::create_task, 1, 7, " "), unreadable});
  CHECK(results[1].status == OpStatus::rejected);
  CHECK(results[1].code == ErrorCode::op_id_missing);
  CHECK(results[1].detail == "/ops/1/op_id: is missing");
}

TEST_CASE("service: a blocked operation is not stored, so that it can be applied later") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  service.push(
      {operation(OpKind::create_task, 1, 7, " "), operation(OpKind::update_task, 2, 7, "B")});
  service.push({operation(OpKind::create_task, 3, 7, "C")});
  const std::vector<OpResult> later = service.push({operation(OpKind::update_task, 2, 7, "B")});
  CHECK(later[0].status == OpStatus::applied);
  CHECK(!later[0].replayed);
}

TEST_CASE(
    "service: an update before its create is refused, and applied when it comes again after it") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  const WireOperation update = operation(OpKind::update_task, 2, 7, "B");
  CHECK(service.push({update})[0].code == ErrorCode::not_found);
  CHECK(service.push({update})[0].replayed == false);
  service.push({operation(OpKind::create_task, 1, 7, "A")});
  CHECK(service.push({update})[0].status == OpStatus::applied);
  CHECK(service.push({update})[0].replayed);
  CHECK(service.rows()[0].fields.title == "B");
}

TEST_CASE("service: a refusal says where the operation is wrong, and is no refusal of the others") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  std::vector<WireOperation> bad(8, operation(OpKind::create_task, 1, 1, "A"));
  bad[0].patch.values.title = "\xC2\xA0\xE2\x80\x8B";
  bad[1].patch.values.title = std::string(501, 'x');
  bad[2].patch.values.description = "a\x01";
  bad[3].patch.values.tags = std::vector<std::string>(21, "t");
  bad[4].patch.values.remind_at = -1;
  bad[5].patch = {};
  bad[6].flaw =
      make_error(ErrorCode::unknown_name, "/ops/1/fields/titel: a task has no such field");
  bad[7].base.mark(TaskField::description);
  bad[7].base.values.description = std::string(10'001, 'x');
  const std::pair<ErrorCode, std::string> expected[] = {
      {ErrorCode::bad_value, "/ops/1/fields/title: "},
      {ErrorCode::too_large, "/ops/1/fields/title: "},
      {ErrorCode::bad_value, "/ops/1/fields/description: "},
      {ErrorCode::too_large, "/ops/1/fields/tags: "},
      {ErrorCode::bad_value, "/ops/1/fields/remind_at: "},
      {ErrorCode::bad_value, "/ops/1/fields/title: "},
      {ErrorCode::unknown_name, "/ops/1/fields/titel: "},
      {ErrorCode::too_large, "/ops/1/base/description: "}};
  std::uint64_t next = 10;
  for (std::size_t i = 0; i < bad.size(); ++i) {
    CAPTURE(i);
    bad[i].op_id = make_uuid_v7(1, next, next);
    const std::vector<OpResult> results =
        service.push({operation(OpKind::create_task, next + 1, next + 1, "A"), bad[i],
                      operation(OpKind::create_task, next + 2, next + 2, "B")});
    next += 3;
    CHECK(results[0].status == OpStatus::applied);
    CHECK(results[1].status == OpStatus::rejected);
    CHECK(results[1].op_id == bad[i].op_id);
    CHECK(results[1].code == expected[i].first);
    CHECK(results[1].detail.substr(0, expected[i].second.size()) == expected[i].second);
    CHECK(results[2].status == OpStatus::applied);
  }
}

TEST_CASE("service: the session names the device, whatever the push says") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  service.push({operation(OpKind::create_task, 1, 1, "A")});
  const Session laptop = service.sign_in_on("laptop");
  WireOperation rename = operation(OpKind::update_task, 2, 1, "B");
  rename.base_version = 1;
  service.push({rename});  // the phone's
  WireOperation unseeing = operation(OpKind::update_task, 3, 1, "C");
  unseeing.base_version = 1;
  for (const char* name : {"phone", ""}) {
    const Outcome outcome =
        service.run_with(laptop.tokens.access_token, PushRequest{name, {unseeing}});
    CHECK(std::get<PushResponse>(outcome.response.body).results[0].status == OpStatus::conflict);
    unseeing.op_id = make_uuid_v7(1, 9, 9);
  }
  CHECK(service.rows()[0].fields.title == "B");
}

TEST_CASE("service: a deleted task is a tombstone: listed as a change, gone from the list") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  service.push(
      {operation(OpKind::create_task, 1, 1, "A"), operation(OpKind::delete_task, 2, 1, "")});
  CHECK(service.rows().empty());
  const Outcome changes = service.run(ChangesRequest{"", 10});
  const auto& reply = std::get<ChangesResponse>(changes.response.body);
  REQUIRE(reply.changes.size() == 1);
  CHECK(reply.changes[0].deleted);
  CHECK(reply.changes[0].fields.title.empty());
  const std::vector<OpResult> edit = service.push({operation(OpKind::update_task, 3, 1, "B")});
  CHECK(edit[0].code == ErrorCode::task_deleted);
}

TEST_CASE("service: pages of changes together are all changes, in order, without repeats") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  for (std::uint64_t i = 1; i <= 10; ++i) service.push({operation(OpKind::create_task, i, i, "T")});
  std::string cursor;
  std::vector<std::int64_t> versions;
  for (bool more = true; more;) {
    const Outcome page = service.run(ChangesRequest{cursor, 3});
    const auto& reply = std::get<ChangesResponse>(page.response.body);
    for (const Task& task : reply.changes) versions.push_back(task.version);
    cursor = reply.cursor;
    more = reply.has_more;
  }
  CHECK(versions == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
}

TEST_CASE("service: a page of large rows ends early, and the next one goes on") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  constexpr std::uint64_t kLargeRows = 300;
  for (std::uint64_t i = 1; i <= kLargeRows; ++i) {
    WireOperation large = operation(OpKind::create_task, i, i, "T");
    large.patch.mark(TaskField::description);
    large.patch.values.description = std::string(kDescriptionBytesMax, 'd');
    service.push({large});
  }
  constexpr std::size_t kRowsOnPageMax = kPageBytesMax / kDescriptionBytesMax + 1;
  std::string cursor;
  std::size_t changes = 0;
  for (bool more = true; more;) {
    const Outcome page = service.run(ChangesRequest{cursor, 1'000});
    const auto& reply = std::get<ChangesResponse>(page.response.body);
    CHECK(reply.changes.size() <= kRowsOnPageMax);
    changes += reply.changes.size();
    cursor = reply.cursor;
    more = reply.has_more;
  }
  CHECK(changes == kLargeRows);
  std::string after;
  std::size_t rows = 0;
  do {
    const Outcome page = service.run(ListRequest{1'000, after});
    const auto& reply = std::get<ListResponse>(page.response.body);
    CHECK(reply.rows.size() <= kRowsOnPageMax);
    rows += reply.rows.size();
    after = reply.next_page;
  } while (!after.empty());
  CHECK(rows == kLargeRows);
}

TEST_CASE("service: a cursor of another life, of the future or of no form is refused with 410") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  service.push({operation(OpKind::create_task, 1, 1, "A")});
  for (const char* cursor : {"v2.1.other-0", "v2.2.epoch-0", "v2.1.epoch-1", "v2.-1.epoch-0",
                             "v1.other.1", "v1.epoch.2", "nonsense"}) {
    CAPTURE(cursor);
    const Outcome outcome = service.run(ChangesRequest{cursor, 10});
    CHECK(outcome.response.status == 410);
    CHECK(std::get<Problem>(outcome.response.body).code == ErrorCode::cursor_reset);
  }
}

TEST_CASE("service: a snapshot shows every living row once, page by page") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  for (std::uint64_t i = 1; i <= 7; ++i) service.push({operation(OpKind::create_task, i, i, "T")});
  std::map<TaskId, int> seen;
  std::string page;
  do {
    const Outcome outcome = service.run(SnapshotRequest{page, 3});
    const auto& reply = std::get<SnapshotResponse>(outcome.response.body);
    for (const Task& task : reply.rows) ++seen[task.id];
    page = reply.next_page;
  } while (!page.empty());
  CHECK(seen.size() == 7);
  for (const auto& [id, count] : seen) CHECK(count == 1);
}

TEST_CASE("service: the fate of an operation can be asked for") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  const WireOperation create = operation(OpKind::create_task, 1, 1, "A");
  service.push({create});
  const Outcome known = service.run(OpFateRequest{*create.op_id});
  CHECK(std::get<OpFateResponse>(known.response.body).result.version == 1);
  const Outcome unknown = service.run(OpFateRequest{make_uuid_v7(9, 9, 9)});
  CHECK(unknown.response.status == 404);
}

TEST_CASE("service: replaying the record of effects rebuilds the table of tasks") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  WireOperation complete = operation(OpKind::update_task, 4, 2, "B");
  complete.patch.values.completed = true;
  complete.patch.values.priority = Priority::urgent;
  service.push(
      {operation(OpKind::create_task, 1, 1, "A"), operation(OpKind::create_task, 2, 2, "B"),
       operation(OpKind::update_task, 3, 1, "A2"), complete,
       operation(OpKind::create_task, 5, 3, "C"), operation(OpKind::delete_task, 6, 3, "")});
  std::map<TaskId, std::map<std::string, std::string>> rebuilt;
  const Result<std::vector<Effect>> effects = read_effects(service.database(), 1);
  for (const Effect& effect : effects.value()) {
    if (effect.field != kRowEffect) {
      rebuilt[effect.task][effect.field] = effect.new_value;
    } else if (effect.new_value == kRowDeleted) {
      rebuilt.erase(effect.task);
    } else {
      rebuilt[effect.task];
    }
  }
  const std::vector<Task> rows = service.rows();
  REQUIRE(rebuilt.size() == rows.size());
  for (const Task& task : rows) {
    TaskFields blank;
    for_each_field([&](TaskField field) {
      const auto& values = rebuilt.at(task.id);
      const auto value = values.find(std::string(field_name(field)));
      const std::string expected = value == values.end() ? field_text(blank, field) : value->second;
      CHECK(field_text(task.fields, field) == expected);
    });
  }
}

TEST_CASE("service: nothing of a transaction that was not committed remains") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  service.push({operation(OpKind::create_task, 1, 1, "A")});
  service.pages->store().mark_durable(service.pages->store().last_batch());
  REQUIRE(service.database().begin().ok());
  Result<AccountCounter> counter = AccountCounter::read(service.database(), 1);
  REQUIRE(counter.ok());
  counter->next(1);
  REQUIRE(counter->write(service.database(), service.epoch).ok());
  service.database().rollback();
  CHECK(service.account().seq == 1);
  CHECK(service.account().open_count == 1);
}

TEST_CASE("service: a counter that another has moved is not overwritten") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  Result<AccountCounter> first = AccountCounter::read(service.database(), 1);
  Result<AccountCounter> second = AccountCounter::read(service.database(), 1);
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  first->next(1);
  second->next(1);
  CHECK(first->write(service.database(), service.epoch).ok());
  CHECK_FALSE(second->write(service.database(), service.epoch).ok());
  CHECK(service.account().seq == 1);
}

// The service beside a model of four lines: a map from ids to titles, and a set of known
// operations.
TEST_CASE("service: a random history of operations ends as a small model in memory does") {
  BenchService service(test::policies_of_preset(kReliablePreset));
  std::map<TaskId, std::string> model;
  std::set<TaskId> dead;
  std::map<OpId, OpStatus> answers;
  RandomStream random{11, 0, 0, 0};
  for (int i = 0; i < 2'000; ++i) {
    const std::uint64_t op = random.below(900);  // about half of them are repeats
    const std::uint64_t task = 1 + op % 40;
    const auto kind = static_cast<OpKind>(mix64(op) % 3);
    const WireOperation wire = operation(kind, op + 1, task, "T" + std::to_string(op));
    const OpResult result = service.push({wire})[0];
    const auto known = answers.find(*wire.op_id);
    CHECK(result.replayed == (known != answers.end()));
    if (known != answers.end()) {
      CHECK(result.status == known->second);
      continue;
    }
    // A task that is not there may come: such a refusal is not remembered.
    if (result.code != ErrorCode::not_found) answers[*wire.op_id] = result.status;
    const bool exists = model.count(*wire.task) != 0;
    const bool was_deleted = dead.count(*wire.task) != 0;
    const bool accepted = kind == OpKind::create_task   ? !was_deleted
                          : kind == OpKind::delete_task ? exists || was_deleted
                                                        : exists;
    CHECK((result.status == OpStatus::applied) == accepted);
    if (!accepted) continue;
    if (kind == OpKind::delete_task) {
      model.erase(*wire.task);
      dead.insert(*wire.task);
    } else {
      model[*wire.task] = wire.patch.values.title;
    }
  }
  std::map<TaskId, std::string> rows;
  for (const Task& row : service.rows()) rows[row.id] = row.fields.title;
  CHECK(rows == model);
  CHECK(service.account().open_count == service.recount());
}

}  // namespace srl
