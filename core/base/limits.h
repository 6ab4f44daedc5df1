// SPDX-License-Identifier: MIT
// Every limit has a name. Those that a run may shrink (to reach rare states sooner) are fields of
// Limits and recorded in its history; the rest are constants.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace srl {

// Input
inline constexpr int kJsonDepthMax = 32;
inline constexpr std::size_t kRequestBytesMax = 1024 * 1024;
inline constexpr std::size_t kDeviceIdBytesMax = 100;
inline constexpr std::size_t kPushOperationsMax = 500;
inline constexpr std::int64_t kPageRowsMax = 1'000;                 // what a query may ask for
inline constexpr std::size_t kResponseBytesMax = 32 * 1024 * 1024;  // a page of the largest rows
inline constexpr std::size_t kTitleBytesMax = 500;
inline constexpr std::size_t kDescriptionBytesMax = 10'000;
inline constexpr std::size_t kTagsMax = 20;
inline constexpr std::size_t kTagBytesMax = 50;
inline constexpr std::size_t kEmailBytesMax = 254;  // RFC 5321 §4.5.3.1, erratum 1690
inline constexpr std::size_t kCodeBytesMax = 80;    // with what people put between the digits
inline constexpr std::size_t kTokenBytesMax = 200;
inline constexpr std::int64_t kDurationMinutesMax = 7 * 24 * 60;
inline constexpr DurationMs kClockToleranceMs = 60 * kSecondMs;  // a device may be ahead by this

// A run
inline constexpr std::size_t kHistoryNameBytesMax = 40;  // of a device, a policy, a scenario
inline constexpr std::size_t kHistoryBytesMax = 1024 * 1024;
inline constexpr std::size_t kLinkBytesMax = 64 * 1024;
inline constexpr std::size_t kGesturesMax = 5'000;
inline constexpr std::size_t kFaultsMax = 200;
inline constexpr std::size_t kCaptionsMax = 100;
inline constexpr TimeMs kRunTimeMax = 7 * kDayMs;
inline constexpr std::uint64_t kEventsAtOneInstantMax = 10'000;
inline constexpr std::uint64_t kEventsPerCheckpoint = 1'000;

// Synchronisation
inline constexpr DurationMs kRequestTimeoutMs = 10 * kSecondMs;
inline constexpr DurationMs kPollIntervalMs = 5 * kSecondMs;
inline constexpr int kAttemptsMax = 12;                     // online attempts before parking
inline constexpr DurationMs kOperationAgeMax = 7 * kDayMs;  // the other way to be parked
inline constexpr DurationMs kDiskRetryDelayMs = 500;        // after a failed local batch
// Of each user, on a device: what a service that has gone back in time may have lost.
inline constexpr std::int64_t kDoneOperationsRemembered = 1'000;
inline constexpr std::size_t kLateRepliesRemembered = 16;  // requests that timed out

struct Limits {
  std::int64_t push_operations_max = 500;          // operations in one push
  std::int64_t push_bytes_max = kRequestBytesMax;  // of its body
  std::int64_t pull_rows_max = 1'000;              // rows in one page of changes or of a snapshot
  std::int64_t list_rows_max = 1'000;           // rows in the unpaged list (the original lab's cap)
  DurationMs tombstones_kept_ms = 90 * kDayMs;  // a device may be offline for as long
};

}  // namespace srl
