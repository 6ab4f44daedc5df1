// SPDX-License-Identifier: MIT
#include "sim/notification_network.h"

#include "model/task_jobs/task_job.h"

namespace srl {
namespace {

constexpr DurationMs kNotificationLatencyMinMs = 50;
constexpr DurationMs kNotificationLatencyMaxMs = 400;

}  // namespace

NotificationNetwork::NotificationNetwork(Stage& stage, Memory& memory)
    : stage_(stage), memory_(memory) {
  memory_.latency = {stage.history.seed, purpose_of("push"), kWorkerActor, 0};
}

void NotificationNetwork::send(std::int64_t run, const NotificationSend& sent) {
  const Notice& notice = sent.notification.notice;
  const std::int64_t message = ++stage_.messages;
  stage_.journal.add(kWorkerActor, EventKind::notification_sent, notice.intent, message, 0,
                     std::string(task_job_name(notice.kind)) + " to " + sent.notification.device);
  const DurationMs there_ms =
      memory_.latency.between(kNotificationLatencyMinMs, kNotificationLatencyMaxMs);
  const DurationMs back_ms =
      memory_.latency.between(kNotificationLatencyMinMs, kNotificationLatencyMaxMs);
  const NotificationFate fate = stage_.faults.strike_notification(sent.notification.device);
  if (!fate.instead) {
    ++memory_.in_flight;
    stage_.queue.push(stage_.now_ms() + there_ms + fate.extra_delay_ms,
                      NotificationArrives{message, sent.notification});
  }
  if (fate.answer_lost) {
    stage_.journal.add(kWorkerActor, EventKind::notification_reply_dropped, notice.intent, message);
    stage_.journal.reached(Probe::notification_answer_lost);
    answer({run, message, sent.id, {NotificationStatus::timeout, 0}}, kNotificationTimeoutMs);
  } else {
    answer({run, message, sent.id, fate.instead.value_or(NotificationReply{})}, there_ms + back_ms);
  }
}

void NotificationNetwork::answer(const NotificationAnswers& answer, DurationMs after_ms) {
  ++memory_.in_flight;
  stage_.queue.push(stage_.now_ms() + after_ms, answer);
}

}  // namespace srl
