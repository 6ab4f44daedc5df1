// SPDX-License-Identifier: MIT
// One device on a workbench: ports that record what it does and do nothing by themselves, so that a
// test plays the network, the disk and the clock by hand.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "device/device.h"
#include "sim/failing_database.h"
#include "storage/migrations/device_migrations.h"
#include "storage/page_database.h"
#include "storage/template_image.h"

namespace srl::test {

class BenchDevice : private Clock,
                    private Timers,
                    private RandomSource,
                    private Transport,
                    private Recorder,
                    private SecretStore,
                    private Notifier {
 public:
  struct Sent {
    RequestId id;
    std::shared_ptr<const Request> request;
    const PushRequest& push() const { return std::get<PushRequest>(request->body); }
    bool is_push() const { return is<PushRequest>(); }
    std::vector<OpId> operations() const {
      std::vector<OpId> ids;
      for (const WireOperation& operation : push().operations) ids.push_back(*operation.op_id);
      return ids;
    }
    template <class Body>
    bool is() const {
      return std::holds_alternative<Body>(request->body);
    }
  };

  explicit BenchDevice(std::string_view preset_name)
      : database(open()), disk(database->database()), ports_{*this, *this, *this, *this,
                                                             disk,  *this, *this, *this} {
    secrets = session_of(1, "ada@example.test");
    settings.device_id = "phone";
    settings.keeps_changes = true;
    settings.policies = policies_of_preset(preset_name).value();
    device = std::make_unique<Device>(ports_, settings);
  }

  // The first request goes out after a random part of a second, as every device's does.
  void start(bool online = true) {
    REQUIRE(device->start(online, 1 + (++runs_ << 32)).ok());
    let_wait_pass();
  }

  void let_wait_pass() {
    time_ms += 2 * kSecondMs;
    if (timers.count(TimerKind::retry) != 0) device->on_timer(TimerKind::retry);
  }

  // The app dies: what the disk does not have is gone; then it starts again.
  void kill_and_start() {
    REQUIRE(database->kill().ok());
    device = std::make_unique<Device>(ports_, settings);
    timers.clear();
    start();
  }

  // The disk has written everything.
  void settle_disk() {
    const BatchId batch = database->store().last_batch();
    database->store().mark_durable(batch);
    device->on_durable(batch);
  }

  TaskId create(const std::string& title) {
    TaskPatch patch;
    patch.mark(TaskField::title);
    patch.values.title = title;
    const Result<TaskId> created = device->create_task(patch, ++intents_);
    REQUIRE(created.ok());
    return created.value();
  }

  void rename(const TaskId& task, const std::string& title) {
    TaskPatch patch;
    patch.mark(TaskField::title);
    patch.values.title = title;
    REQUIRE(device->update_task(task, patch, ++intents_).ok());
  }

  // The number of requests of a kind.
  template <class Body>
  int count() const {
    int count = 0;
    for (const Sent& one : sent) count += one.is<Body>() ? 1 : 0;
    return count;
  }

  // The ids of the operations of the last push, in order.
  std::vector<OpId> last_pushed() const {
    for (auto one = sent.rbegin(); one != sent.rend(); ++one) {
      if (one->is_push()) return one->operations();
    }
    return {};
  }

  void refuse(ErrorCode code) { answer(problem_response({code, "test"})); }
  void answer_session(const Session& session) { answer({200, SessionResponse{session}}); }

  // By e-mail and code, answered at once.
  void sign_in(const Session& session) {
    REQUIRE(device->request_code(session.email).ok());
    answer({202, CodeResponse{10 * kMinuteMs, kMinuteMs}});
    REQUIRE(device->enter_code("123456").ok());
    answer_session(session);
  }

  void answer(const Response& response) { device->on_response(sent.back().id, response); }
  void fail(ErrorCode code) { device->on_response(sent.back().id, make_error(code, "test")); }

  // Acknowledges every operation of the last push, with versions from `first_version` on.
  void acknowledge(std::int64_t first_version) { acknowledge(sent.back(), first_version); }
  void acknowledge(const Sent& push, std::int64_t first_version) {
    const RequestId id = push.id;
    PushResponse reply;
    for (const WireOperation& operation : push.push().operations) {
      OpResult result;
      result.op_id = operation.op_id;
      result.task =
          operation.task.value_or(make_uuid_v7(1, 2, static_cast<std::uint64_t>(first_version)));
      result.version = first_version++;
      reply.results.push_back(result);
    }
    reply.server_seq = first_version - 1;
    device->on_response(id, Response{200, reply});
  }

  // Opaque to a device.
  static std::string cursor_at(std::int64_t seq) { return "at-" + std::to_string(seq); }

  void answer_changes(std::vector<Task> rows, std::int64_t server_seq, bool has_more = false,
                      std::vector<Conflict> conflicts = {}) {
    ChangesResponse reply;
    reply.changes = std::move(rows);
    reply.conflicts = std::move(conflicts);
    reply.server_seq = server_seq;
    reply.cursor = cursor_at(server_seq);
    reply.has_more = has_more;
    answer({200, reply});
  }

  // The same, and the disk has it.
  void answer_page(std::vector<Task> rows, std::vector<Conflict> conflicts, std::int64_t server_seq,
                   bool has_more = false) {
    answer_changes(std::move(rows), server_seq, has_more, std::move(conflicts));
    settle_disk();
  }

  // A page of a snapshot; the last one where no page follows.
  void answer_snapshot(std::vector<Task> rows, std::int64_t server_seq, std::string next_page = {},
                       std::vector<Conflict> conflicts = {}) {
    SnapshotResponse reply;
    reply.rows = std::move(rows);
    reply.conflicts = std::move(conflicts);
    reply.next_page = std::move(next_page);
    reply.server_seq = server_seq;
    reply.cursor = cursor_at(server_seq);
    answer({200, reply});
  }

  std::vector<std::string> titles() const {
    std::vector<std::string> titles;
    for (const auto& [handle, row] : device->view().rows) titles.push_back(row.fields.title);
    return titles;
  }

  // A session whose tokens end in `number`.
  static Session session_of(AccountId account, const std::string& email, int number = 1) {
    Session session;
    session.id = make_uuid_v7(1, 1, static_cast<std::uint64_t>(account));
    session.account = account;
    session.email = email;
    const std::string end = std::to_string(account) + "." + std::to_string(number);
    session.tokens = {"srl_at_" + end, 30 * kDayMs, "srl_rt_" + end};
    return session;
  }

  TimeMs time_ms = 1'000;
  DurationMs wall_ahead_ms = 0;  // of the wall clock, which a person may set
  Session secrets;               // what the device has stored beside its database
  std::unique_ptr<PageDatabase> database;
  FailingDatabase disk;
  DeviceSettings settings;
  std::unique_ptr<Device> device;
  std::vector<Sent> sent;
  std::map<TimerKind, DurationMs> timers;
  std::vector<Notice> notices;
  Metrics counted;

 private:
  static std::unique_ptr<PageDatabase> open() {
    const Result<PageImage> image = build_template_image(device_migrations());
    REQUIRE(image.ok());
    Result<std::unique_ptr<PageDatabase>> opened = PageDatabase::open(image.value());
    REQUIRE(opened.ok());
    return std::move(opened.value());
  }

  TimeMs now_ms() const override { return time_ms + wall_ahead_ms; }
  TimeMs monotonic_ms() const override { return time_ms; }
  void set(TimerKind kind, DurationMs delay_ms) override { timers[kind] = delay_ms; }
  void cancel(TimerKind kind) override { timers.erase(kind); }
  std::uint64_t next(RandomPurpose) override { return mix64(++random_); }
  void send(RequestId id, std::shared_ptr<const Request> request) override {
    sent.push_back({id, std::move(request)});
  }
  void event(EventKind, Intent, std::int64_t, std::int64_t, std::string_view) override {}
  Metrics& metrics() override { return counted; }
  Session load() override { return secrets; }
  void save(const Session& session) override { secrets = session; }
  void clear() override { secrets = Session{}; }
  void show(const Notice& notice) override { notices.push_back(notice); }

  DevicePorts ports_;
  std::uint64_t random_ = 0;
  std::uint64_t runs_ = 0;
  Intent intents_ = 0;
};

inline Task server_row(const TaskId& id, const std::string& title, std::int64_t version) {
  Task task;
  task.id = id;
  task.fields.title = title;
  task.version = version;
  return task;
}

inline Task tombstone(const TaskId& id, std::int64_t version) {
  Task task;
  task.id = id;
  task.version = version;
  task.deleted = true;
  return task;
}

}  // namespace srl::test
