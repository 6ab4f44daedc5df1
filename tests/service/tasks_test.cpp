// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <set>

#include "support/bench_service.h"

namespace srl {
namespace {

using test::BenchService;

OpId key(std::uint64_t number) { return make_uuid_v7(1, number, number); }

TaskWriteRequest create(std::uint64_t number, const std::string& title) {
  TaskWriteRequest write;
  write.operation.op_id = key(number);
  write.operation.patch.mark(TaskField::title);
  write.operation.patch.values.title = title;
  return write;
}

TaskWriteRequest change(OpKind kind, const Task& task, std::int64_t version) {
  TaskWriteRequest write;
  write.operation.kind = kind;
  write.operation.task = task.id;
  write.condition = VersionCondition{false, {{version, "epoch"}}};
  if (kind == OpKind::update_task) {
    write.operation.patch.mark(TaskField::completed);
    write.operation.patch.values.completed = true;
  }
  return write;
}

struct TasksBench : BenchService {
  TasksBench() : BenchService(test::policies_of_preset(kReliablePreset)) {}

  Response ask(RequestBody body) { return run(std::move(body)).response; }
  Task made(const std::string& title) {
    return std::get<TaskResponse>(ask(create(++last_key, title)).body).task;
  }
  std::uint64_t last_key = 100;
};

ErrorCode code_of(const Response& response) { return std::get<Problem>(response.body).code; }

}  // namespace

TEST_CASE("service/tasks: a create answers 201 with the row, and its repeat the same again") {
  TasksBench bench;
  const Response first = bench.ask(create(1, "Milk"));
  CHECK(first.status == 201);
  const Response again = bench.ask(create(1, "Milk"));
  CHECK(again.status == 201);
  const auto& repeat = std::get<TaskResponse>(again.body);
  CHECK(repeat.replayed);
  CHECK(repeat.task.id == std::get<TaskResponse>(first.body).task.id);
  CHECK(bench.rows().size() == 1);
}

TEST_CASE("service/tasks: a key that belongs to another create is refused with 422") {
  TasksBench bench;
  bench.ask(create(1, "Milk"));
  const Response other = bench.ask(create(1, "Tea"));
  CHECK(other.status == 422);
  CHECK(code_of(other) == ErrorCode::key_reused);
  CHECK(bench.rows().size() == 1);
}

TEST_CASE("service/tasks: a change of the version that is there goes through, of another not") {
  TasksBench bench;
  const Task task = bench.made("Milk");
  const Response stale = bench.ask(change(OpKind::update_task, task, task.version + 1));
  CHECK(stale.status == 412);
  REQUIRE(std::get<Problem>(stale.body).current.has_value());
  CHECK(std::get<Problem>(stale.body).current->version == task.version);
  CHECK_FALSE(bench.rows()[0].fields.completed);

  const Response done = bench.ask(change(OpKind::update_task, task, task.version));
  CHECK(done.status == 200);
  CHECK(std::get<TaskResponse>(done.body).task.version > task.version);
  CHECK(bench.rows()[0].fields.completed);
  CHECK(bench.rows()[0].fields.title == "Milk");
}

TEST_CASE("service/tasks: a repeat is answered before the condition is looked at") {
  TasksBench bench;
  const Task task = bench.made("Milk");
  TaskWriteRequest keyed = change(OpKind::update_task, task, task.version);
  keyed.operation.op_id = key(7);
  CHECK(bench.ask(keyed).status == 200);
  const Response again = bench.ask(keyed);
  CHECK(again.status == 200);
  CHECK(std::get<TaskResponse>(again.body).replayed);
}

TEST_CASE(
    "service/tasks: a repeat that has read the task again, and sends a fresh condition, is a "
    "repeat") {
  TasksBench bench;
  const Task task = bench.made("Milk");
  TaskWriteRequest keyed = change(OpKind::update_task, task, task.version);
  keyed.operation.op_id = key(7);
  const Response first = bench.ask(keyed);
  const std::int64_t now = std::get<TaskResponse>(first.body).task.version;
  keyed.condition = VersionCondition{false, {{now, "epoch"}}};
  const Response again = bench.ask(keyed);
  CHECK(again.status == 200);
  CHECK(std::get<TaskResponse>(again.body).replayed);
  CHECK(std::get<TaskResponse>(again.body).task.version == now);
}

TEST_CASE("service/tasks: a failed condition does not use the key up") {
  TasksBench bench;
  const Task task = bench.made("Milk");
  TaskWriteRequest keyed = change(OpKind::update_task, task, task.version + 5);
  keyed.operation.op_id = key(7);
  CHECK(bench.ask(keyed).status == 412);
  keyed.condition = VersionCondition{false, {{task.version, "epoch"}}};
  CHECK(bench.ask(keyed).status == 200);
}

TEST_CASE("service/tasks: a deleted task is gone for readers and writers") {
  TasksBench bench;
  const Task task = bench.made("Milk");
  CHECK(bench.ask(TaskRequest{task.id}).status == 200);
  CHECK(bench.ask(change(OpKind::delete_task, task, task.version)).status == 204);
  CHECK(code_of(bench.ask(TaskRequest{task.id})) == ErrorCode::task_deleted);
  CHECK(code_of(bench.ask(change(OpKind::update_task, task, task.version))) ==
        ErrorCode::task_deleted);
  CHECK(bench.account().open_count == 0);
}

TEST_CASE("service/tasks: what was never there is not found") {
  TasksBench bench;
  Task nobody;
  nobody.id = key(9);
  CHECK(bench.ask(TaskRequest{nobody.id}).status == 404);
  CHECK(bench.ask(change(OpKind::delete_task, nobody, 1)).status == 404);
}

TEST_CASE("service/tasks: the list comes page by page, every row once") {
  TasksBench bench;
  for (int i = 0; i < 5; ++i) bench.made("Task " + std::to_string(i));
  std::set<TaskId> seen;
  std::string page;
  int pages = 0;
  do {
    const auto list = std::get<ListResponse>(bench.ask(ListRequest{2, page}).body);
    for (const Task& task : list.rows) CHECK(seen.insert(task.id).second);
    page = list.next_page;
    ++pages;
  } while (!page.empty());
  CHECK(seen.size() == 5);
  CHECK(pages == 3);
}

TEST_CASE("service/push: more than 500 operations are refused as a whole") {
  TasksBench bench;
  PushRequest push{"phone", {}};
  for (std::uint64_t i = 1; i <= 501; ++i) {
    push.operations.push_back(test::operation(OpKind::create_task, i, i, "Task"));
  }
  CHECK(bench.ask(push).status == 413);
  CHECK(bench.rows().empty());
}

}  // namespace srl
