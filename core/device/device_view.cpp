// SPDX-License-Identifier: MIT
#include "device/device_view.h"

namespace srl {
namespace {

constexpr std::string_view kRowStatusNames[] = {"in memory",     "saved on device", "sending",
                                                "waiting retry", "parked",          "acknowledged"};
constexpr std::string_view kClaimNames[] = {"offline", "unsynced", "syncing", "waiting to retry",
                                            "synced"};

}  // namespace

std::string_view row_status_name(RowStatus status) {
  return kRowStatusNames[static_cast<std::size_t>(status)];
}

std::string_view sync_claim_name(SyncClaim claim) {
  return kClaimNames[static_cast<std::size_t>(claim)];
}

}  // namespace srl
