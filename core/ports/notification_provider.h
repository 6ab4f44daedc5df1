// SPDX-License-Identifier: MIT
// The way to a person's screen while no app is open: a notification service (RFC 8030) in the real
// world. It takes a message and answers later, or never; what it has accepted may still not be
// shown, and what it has not answered may have been. So a message is sent at least once, and named
// so that a repeat replaces the one before: seen once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/enum_names.h"
#include "model/notice.h"

namespace srl {

using NotificationId = std::uint64_t;

struct Notification {
  AccountId account = kNobody;
  std::string device;  // whose subscription it goes to
  Notice notice;
};

// A message with the id under which its answer comes.
struct NotificationSend {
  NotificationId id = 0;
  Notification notification;
};

enum class NotificationStatus : std::uint8_t {
  accepted,   // 201
  gone,       // 404, 410: nobody will ever be there again
  throttled,  // 429
  refused,    // 400, 413: this message will never be accepted
  failed,     // 5xx
  timeout,    // no answer: it may have been delivered
};

struct NotificationReply {
  NotificationStatus status = NotificationStatus::accepted;
  DurationMs retry_after_ms = 0;  // of a throttled one; 0: not said
};

inline constexpr DurationMs kNotificationTimeoutMs = 10 * kSecondMs;

class NotificationProvider {
 public:
  virtual ~NotificationProvider() = default;

  // Hands the message over. The host gives the answer back under the id, or says that none came
  // within kNotificationTimeoutMs.
  virtual void send(NotificationId id, const Notification& notification) = 0;
};

}  // namespace srl
