// SPDX-License-Identifier: MIT
#include "service/reminder.h"

#include <algorithm>

#include "model/task_jobs/task_job.h"
#include "service/task_store.h"

namespace srl {
namespace {

constexpr std::string_view kRefused = "refused";

bool is_settled(DeliveryState state) {
  return state == DeliveryState::accepted || state == DeliveryState::gone ||
         state == DeliveryState::discarded;
}

Delivery delivery_to(const std::vector<Delivery>& deliveries, const Job& job,
                     std::string_view device) {
  const auto found =
      std::find_if(deliveries.begin(), deliveries.end(),
                   [&](const Delivery& delivery) { return delivery.device == device; });
  if (found != deliveries.end()) return *found;
  Delivery delivery;
  delivery.job = job.id;
  delivery.device = device;
  return delivery;
}

// Two versions of a task's schedule are two topics: the later one does not hide the earlier.
std::string topic_of(const Job& job) {
  return to_string(job.task) + "." + std::to_string(job.due_at) + "." +
         std::string(task_job_name(job.kind));
}

Notification message_of(const JobStep& step, const Job& job, const Task& task,
                        std::string_view device) {
  Notification message;
  message.account = job.account;
  message.device = device;
  Notice& notice = message.notice;
  notice.kind = job.kind;
  notice.task = job.task;
  notice.due_at = job.due_at;
  notice.title = task.fields.title;
  notice.version = task.version;
  if (step.context.policies.jobs->names_topic()) notice.topic = topic_of(job);
  notice.task_intent = task.created_by;
  notice.intent = job.intent;
  return message;
}

// Is there still something to tell? Otherwise the job has ended.
Result<bool> is_worth_sending(const JobStep& step, Job& job,
                              const std::optional<StampedTask>& row) {
  if (!row.has_value()) {
    SRL_TRY(step.finish(job, JobState::cancelled, ""));
    return false;
  }
  if (!step.context.policies.jobs->follows_the_task()) return true;
  const Task& task = row->task;
  if (due_of(job.kind, task.fields, task.deleted) != job.due_at) {
    SRL_TRY(step.finish(job, JobState::cancelled, ""));
    return false;
  }
  if (step.context.now_ms - job.due_at > kReminderExpiresMs) {
    step.outcome.count(Metric::reminders_missed);
    SRL_TRY(step.finish(job, JobState::expired, ""));
    return false;
  }
  return true;
}

// A person who has signed out meanwhile is not told any more.
Status give_up_unsubscribed(const JobStep& step, const std::vector<Delivery>& deliveries,
                            const std::vector<Subscription>& subscriptions) {
  for (Delivery delivery : deliveries) {
    const bool subscribed =
        std::any_of(subscriptions.begin(), subscriptions.end(),
                    [&](const Subscription& known) { return known.device == delivery.device; });
    if (subscribed || is_settled(delivery.state)) continue;
    delivery.state = DeliveryState::gone;
    SRL_TRY(write_delivery(step.database, delivery));
  }
  return {};
}

}  // namespace

Result<std::vector<Notification>> begin_reminder(const JobStep& step, Job& job) {
  std::vector<Notification> messages;
  const Result<std::optional<StampedTask>> row = read_task(step.database, job.account, job.task);
  if (!row.ok()) return row.error();
  const Result<bool> worth_sending = is_worth_sending(step, job, *row);
  if (!worth_sending.ok()) return worth_sending.error();
  if (!*worth_sending) return messages;
  const Result<std::vector<Subscription>> subscriptions =
      subscriptions_of(step.database, job.account, step.context.now_ms);
  if (!subscriptions.ok()) return subscriptions.error();
  const Result<std::vector<Delivery>> deliveries = deliveries_of(step.database, job.id);
  if (!deliveries.ok()) return deliveries.error();
  SRL_TRY(give_up_unsubscribed(step, *deliveries, *subscriptions));
  const bool one_flag = !step.context.policies.jobs->delivers_per_subscription();
  for (const Subscription& subscription : *subscriptions) {
    Delivery delivery = delivery_to(*deliveries, job, subscription.device);
    if (!one_flag && is_settled(delivery.state)) continue;
    delivery.state = DeliveryState::sending;
    delivery.at_ms = step.context.now_ms;
    ++delivery.attempts;
    SRL_TRY(write_delivery(step.database, delivery));
    messages.push_back(message_of(step, job, (*row)->task, subscription.device));
  }
  if (messages.empty()) {
    SRL_TRY(settle_reminder(step, job, 0));
  } else if (step.claims()) {
    job.leased_until = step.context.now_ms + kJobLeaseMs;
    SRL_TRY(extend_lease(step.database, job, job.leased_until));
  }
  return messages;
}

Status record_reply(const JobStep& step, Job& job, std::string_view device,
                    const NotificationReply& reply) {
  const Result<std::vector<Delivery>> deliveries = deliveries_of(step.database, job.id);
  if (!deliveries.ok()) return deliveries.error();
  Delivery delivery = delivery_to(*deliveries, job, device);
  delivery.at_ms = step.context.now_ms;
  delivery.reason = name_of(reply.status);
  delivery.state = DeliveryState::pending;
  const bool per_subscription = step.context.policies.jobs->delivers_per_subscription();
  if (reply.status == NotificationStatus::accepted) {
    delivery.state = DeliveryState::accepted;
    step.outcome.observe(Metric::reminder_lateness, step.context.now_ms - job.due_at);
  } else if (per_subscription && reply.status == NotificationStatus::gone) {
    delivery.state = DeliveryState::gone;
    SRL_TRY(delete_subscription(step.database, job.account, device));
    step.outcome.event(EventKind::subscription_gone, job.intent, job.id, device);
  } else if (per_subscription && reply.status == NotificationStatus::refused) {
    delivery.state = DeliveryState::discarded;
  }
  return write_delivery(step.database, delivery);
}

Status settle_reminder(const JobStep& step, Job& job, DurationMs retry_after_ms) {
  const Result<std::vector<Delivery>> deliveries = deliveries_of(step.database, job.id);
  if (!deliveries.ok()) return deliveries.error();
  const Delivery* unsettled = nullptr;
  bool any_discarded = false;
  for (const Delivery& delivery : *deliveries) {
    if (!is_settled(delivery.state)) unsettled = &delivery;
    if (delivery.state == DeliveryState::discarded) any_discarded = true;
  }
  if (unsettled == nullptr) {
    return step.finish(job, any_discarded ? JobState::discarded : JobState::succeeded,
                       any_discarded ? kRefused : "");
  }
  SRL_TRY(step.fail(job, unsettled->reason, retry_after_ms));
  if (job.state != JobState::discarded) return {};
  for (Delivery delivery : *deliveries) {
    if (is_settled(delivery.state)) continue;
    delivery.state = DeliveryState::discarded;
    SRL_TRY(write_delivery(step.database, delivery));
  }
  return {};
}

}  // namespace srl
