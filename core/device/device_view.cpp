// SPDX-License-Identifier: MIT
#include "device/device_view.h"

#include <iterator>

#include "base/enum_names.h"

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

}  // namespace

std::string_view row_status_name(RowStatus status) {
  static_assert(std::size(kRowStatusNames) == kCountOf<RowStatus>);
  return kRowStatusNames[static_cast<std::size_t>(status)];
}

std::string_view sync_claim_name(SyncClaim claim) {
  static_assert(std::size(kClaimNames) == kCountOf<SyncClaim>);
  return kClaimNames[static_cast<std::size_t>(claim)];
}

}  // namespace srl
