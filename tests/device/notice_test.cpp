// SPDX-License-Identifier: MIT
// A reminder that reaches a device is looked at again, by what the device knows of the task.
#include "support/bench_device.h"

namespace srl {
namespace {

constexpr TimeMs kDueMs = 50'000;
constexpr TimeMs kLaterMs = 90'000;

// A phone that has the task at version 3, due at kDueMs.
struct NoticeBench : test::BenchDevice {
  explicit NoticeBench(std::string_view preset = kReliablePreset) : BenchDevice(preset) {
    start();
    answer_changes({row(3, kDueMs)}, 3);
  }

  Task row(std::int64_t version, TimeMs due_ms) const {
    Task row = test::server_row(task, "Tea", version);
    row.fields.remind_at = due_ms;
    return row;
  }

  bool admits(TimeMs due_ms, std::int64_t version) {
    Notice notice;
    notice.task = task;
    notice.due_at = due_ms;
    notice.version = version;
    return device->admits(notice);
  }

  const TaskId task = make_uuid_v7(5, 5, 5);
};

}  // namespace

TEST_CASE(
    "device/notice: what is due as it was told is shown, and so is what the device is behind of") {
  NoticeBench bench;
  CHECK(bench.admits(kDueMs, 3));
  CHECK(bench.admits(kLaterMs, 4));  // moved elsewhere, and not pulled yet
  CHECK(bench.counted.value(Metric::reminders_outdated) == 0);
}

TEST_CASE(
    "device/notice: a row that is as new and due at another time withholds it, and is counted") {
  NoticeBench bench;
  CHECK_FALSE(bench.admits(kLaterMs, 3));
  CHECK_FALSE(bench.admits(kLaterMs, 2));
  CHECK(bench.counted.value(Metric::reminders_outdated) == 2);
}

TEST_CASE("device/notice: what its own user has done counts before anybody else knows of it") {
  NoticeBench bench;
  TaskPatch done;
  done.mark(TaskField::completed);
  done.values.completed = true;
  REQUIRE(bench.device->update_task(bench.task, done, 7).ok());
  CHECK_FALSE(bench.admits(kDueMs, 3));
  CHECK_FALSE(bench.admits(kLaterMs, 4));  // it was moved elsewhere, and is done here
}

TEST_CASE("device/notice: a deletion of its own counts likewise") {
  NoticeBench bench;
  REQUIRE(bench.device->delete_task(bench.task, 7).ok());
  CHECK_FALSE(bench.admits(kDueMs, 3));
}

TEST_CASE("device/notice: a task that is gone is told from one that has not come yet") {
  NoticeBench bench;
  bench.device->sync_now();
  bench.answer_changes({test::tombstone(bench.task, 5)}, 5);
  CHECK_FALSE(bench.admits(kDueMs, 3));
  CHECK(bench.admits(kDueMs, 6));  // it may have been brought back
  CHECK(bench.admits(kDueMs, 0));  // of which version, nobody has said
}

TEST_CASE("device/notice: while pages are missing nobody knows what is gone") {
  NoticeBench bench;
  bench.device->sync_now();
  bench.answer_changes({test::tombstone(bench.task, 5)}, 5, true);
  CHECK(bench.admits(kDueMs, 3));
}

TEST_CASE("device/notice: a policy that does not look again shows whatever comes") {
  NoticeBench bench(kNaivePreset);
  CHECK(bench.admits(kLaterMs, 3));
}

}  // namespace srl
