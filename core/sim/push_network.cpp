// SPDX-License-Identifier: MIT
#include "sim/push_network.h"

#include "model/task_jobs/task_job.h"

namespace srl {
namespace {

constexpr DurationMs kPushLatencyMinMs = 50;
constexpr DurationMs kPushLatencyMaxMs = 400;

}  // namespace

PushNetwork::PushNetwork(Stage& stage, Memory& memory) : stage_(stage), memory_(memory) {
  memory_.latency = {stage.history.seed, purpose_of("push"), kWorkerActor, 0};
}

void PushNetwork::send(std::int64_t run, const PushSend& push) {
  const Notice& notice = push.message.notice;
  const std::int64_t message = ++stage_.messages;
  stage_.journal.add(kWorkerActor, EventKind::push_sent, notice.intent, message, 0,
                     std::string(task_job_name(notice.kind)) + " to " + push.message.device);
  const DurationMs there_ms = memory_.latency.between(kPushLatencyMinMs, kPushLatencyMaxMs);
  const DurationMs back_ms = memory_.latency.between(kPushLatencyMinMs, kPushLatencyMaxMs);
  const PushFate fate = stage_.faults.strike_push(push.message.device);
  if (!fate.instead) {
    ++memory_.in_flight;
    stage_.queue.push(stage_.now_ms() + there_ms + fate.extra_delay_ms,
                      PushArrives{message, push.message});
  }
  if (fate.answer_lost) {
    stage_.journal.add(kWorkerActor, EventKind::push_reply_dropped, notice.intent, message);
    stage_.journal.reached(Probe::push_answer_lost);
    answer({run, message, push.id, {PushStatus::timeout, 0}}, kPushTimeoutMs);
  } else {
    answer({run, message, push.id, fate.instead.value_or(PushReply{})}, there_ms + back_ms);
  }
}

void PushNetwork::answer(const PushAnswers& answer, DurationMs after_ms) {
  ++memory_.in_flight;
  stage_.queue.push(stage_.now_ms() + after_ms, answer);
}

}  // namespace srl
