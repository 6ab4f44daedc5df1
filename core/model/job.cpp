// SPDX-License-Identifier: MIT
#include "model/job.h"

namespace srl {
namespace {

constexpr std::string_view kJobStateNames[] = {
    "queued", "executing", "waiting_retry", "succeeded", "discarded", "cancelled", "expired"};
constexpr std::string_view kDeliveryNames[] = {"pending", "sending", "accepted", "gone",
                                               "discarded"};

}  // namespace

std::string_view job_state_name(JobState state) {
  return kJobStateNames[static_cast<std::size_t>(state)];
}

std::string_view delivery_state_name(DeliveryState state) {
  return kDeliveryNames[static_cast<std::size_t>(state)];
}

}  // namespace srl
