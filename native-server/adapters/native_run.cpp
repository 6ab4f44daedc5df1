// SPDX-License-Identifier: MIT
#include "adapters/native_run.h"

#include <algorithm>
#include <map>

#include "adapters/inbox_notifications.h"
#include "service/worker_run.h"

namespace srl {
namespace {

constexpr std::string_view kSendPlace = "send";
constexpr DurationMs kAnswerWaitMs = kSecondMs;  // at a time: then it looks around

class NativeRun {
 public:
  NativeRun(const NativeRunPorts& ports, std::int64_t number)
      : ports_(ports),
        run_(WorkerRun::asked_for(number)),
        notifications_(ports.database, ports.clock, answers_),
        next_beat_ms_(now_ms() + kJobHeartbeatMs) {}

  Result<RunReport> to_end() {
    while (!run_.is_done() && !is_dead_ && !ports_.stop.is_set()) {
      SRL_TRY(beat_if_due());
      SRL_TRY(run_.is_waiting() ? take_answer() : step());
    }
    report_.is_cut_short = !run_.is_done();
    return report_;
  }

 private:
  using Step = std::function<Status(WorkerRun&, Database&, const ServiceContext&, Outcome&)>;

  TimeMs now_ms() const { return ports_.clock.monotonic_ms(); }

  // The run goes on from what has been committed: a group that failed is tried from its beginning.
  Result<Outcome> transact(const Step& step) {
    WorkerRun next = run_;
    Outcome done;
    const Status committed =
        ports_.database.transact([&](Transaction& transaction) -> Result<Outcome> {
          next = run_;
          done = Outcome();
          SRL_TRY(step(next, transaction.database(), ports_.context(), done));
          return done;
        });
    if (!committed.ok()) return committed.error();
    run_ = std::move(next);
    report_.add(done);
    return done;
  }

  Status step() {
    const bool had_jobs = run_.has_taken_jobs();
    const Result<Outcome> outcome =
        transact([](WorkerRun& run, Database& database, const ServiceContext& context,
                    Outcome& done) { return run.step(database, context, done); });
    if (!outcome.ok()) return outcome.error();
    if (!had_jobs && run_.has_taken_jobs()) strike("taken");
    if (!outcome->notifications.empty()) send(outcome->notifications);
    return {};
  }

  void send(const std::vector<NotificationSend>& sends) {
    strike("before_send");
    if (is_dead_) return;
    for (const NotificationSend& sent : sends) {
      answer_due_ms_[sent.id] = now_ms() + kNotificationTimeoutMs;
      if (fate_at(kSendPlace).refuses_notification) {
        answers_.add({sent.id, {NotificationStatus::refused}});
      } else {
        notifications_.send(sent.id, sent.notification);
      }
    }
    strike("after_send");
  }

  Status take_answer() {
    std::optional<NotificationAnswer> answer = answers_.take(kAnswerWaitMs);
    if (!answer) answer = overdue();
    if (!answer) return {};
    answer_due_ms_.erase(answer->id);
    strike("before_record");
    if (is_dead_) return {};
    const Result<Outcome> outcome = transact(
        [&](WorkerRun& run, Database& database, const ServiceContext& context, Outcome& done) {
          return run.on_notification_reply(database, context, answer->id, answer->reply, done);
        });
    return outcome.ok() ? Status() : Status(outcome.error());
  }

  std::optional<NotificationAnswer> overdue() const {
    for (const auto& [id, due_ms] : answer_due_ms_) {
      if (due_ms <= now_ms()) return NotificationAnswer{id, {NotificationStatus::timeout}};
    }
    return std::nullopt;
  }

  Status beat_if_due() {
    if (now_ms() < next_beat_ms_) return {};
    next_beat_ms_ = now_ms() + kJobHeartbeatMs;
    const Result<Outcome> outcome =
        transact([](WorkerRun& run, Database& database, const ServiceContext& context, Outcome&) {
          return run.beat(database, context);
        });
    return outcome.ok() ? Status() : Status(outcome.error());
  }

  LabRunFate fate_at(std::string_view place) const {
    return ports_.strike && !is_dead_ ? ports_.strike(place) : LabRunFate();
  }

  void strike(std::string_view place) {
    const LabRunFate fate = fate_at(place);
    if (is_dead_) return;
    is_dead_ = fate.dies;
    if (fate.stands_still_ms > 0) ports_.stop.wait_for(fate.stands_still_ms);
  }

  const NativeRunPorts& ports_;
  WorkerRun run_;
  NotificationAnswers answers_;
  InboxNotifications notifications_;
  std::map<NotificationId, TimeMs> answer_due_ms_;
  TimeMs next_beat_ms_;
  RunReport report_;
  bool is_dead_ = false;
};

}  // namespace

Result<RunReport> run_worker(const NativeRunPorts& ports, std::int64_t number) {
  return NativeRun(ports, number).to_end();
}

}  // namespace srl
