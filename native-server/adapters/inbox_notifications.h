// SPDX-License-Identifier: MIT
// The notification provider that is there without asking anybody: notices wait in the service's
// database until their device comes for them (GET /v1/sync/stream). Each is written in a
// transaction of its own, after the one in which the worker has said that it sends: as with a
// provider far away, a worker can die between the two.
#pragma once

#include "adapters/notification_answers.h"
#include "adapters/transactor.h"
#include "ports/clock.h"
#include "ports/notification_provider.h"

namespace srl {

class InboxNotifications final : public NotificationProvider {
 public:
  InboxNotifications(Transactor& database, const Clock& clock, NotificationAnswers& answers)
      : database_(database), clock_(clock), answers_(answers) {}

  void send(NotificationId id, const Notification& message) override;

 private:
  Transactor& database_;
  const Clock& clock_;
  NotificationAnswers& answers_;
};

}  // namespace srl
