// SPDX-License-Identifier: MIT
#include "model/job.h"

namespace srl {
namespace {

constexpr std::string_view kJobKindNames[] = {"reminder", "follow_up", "cleanup"};
constexpr std::string_view kJobStateNames[] = {
    "queued", "executing", "waiting_retry", "succeeded", "discarded", "cancelled", "expired"};
constexpr std::string_view kDeliveryNames[] = {"pending", "sending", "accepted", "gone",
                                               "discarded"};

}  // namespace

std::string_view job_kind_name(JobKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < kJobKindCount ? kJobKindNames[index] : "unreadable";
}

std::string_view job_state_name(JobState state) {
  return kJobStateNames[static_cast<std::size_t>(state)];
}

std::string_view delivery_state_name(DeliveryState state) {
  return kDeliveryNames[static_cast<std::size_t>(state)];
}

TimeMs due_of(JobKind kind, const TaskFields& fields, bool deleted) {
  if (deleted || fields.completed) return 0;
  if (kind == JobKind::reminder) return fields.remind_at;
  if (kind != JobKind::follow_up || fields.begins_at == 0 || fields.duration_min == 0) return 0;
  return fields.begins_at + fields.duration_min * kMinuteMs + kFollowUpAfterMs;
}

}  // namespace srl
