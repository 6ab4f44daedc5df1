// SPDX-License-Identifier: MIT
#include "device/device_view.h"

namespace srl {
namespace {

constexpr std::string_view kRowStatusNames[] = {"in memory",
                                                "saved on device",
                                                "sending",
                                                "waiting retry",
                                                "parked",
                                                "acknowledged",
                                                "waiting for sign-in",
                                                "not on the server any more"};
constexpr std::string_view kClaimNames[] = {
    "offline", "unsynced", "syncing", "waiting to retry", "synced", "signed out", "sign-in needed"};
constexpr std::string_view kSessionStateNames[] = {"signed_out", "signed_in", "refreshing",
                                                   "sign_in_needed", "code_sent"};

}  // namespace

std::string_view row_status_name(RowStatus status) {
  return kRowStatusNames[static_cast<std::size_t>(status)];
}

std::string_view sync_claim_name(SyncClaim claim) {
  return kClaimNames[static_cast<std::size_t>(claim)];
}

std::string_view session_state_name(SessionState state) {
  return kSessionStateNames[static_cast<std::size_t>(state)];
}

}  // namespace srl
