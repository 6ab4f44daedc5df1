// SPDX-License-Identifier: MIT
// The push provider that is there without asking anybody: notices wait in the service's database
// until their device comes for them (GET /v1/sync/stream). Each is written in a transaction of its
// own, after the one in which the worker has said that it sends: as with a provider far away, a
// worker can die between the two.
#pragma once

#include "adapters/push_answers.h"
#include "adapters/transactor.h"
#include "ports/clock.h"
#include "ports/push_provider.h"

namespace srl {

class InboxPush final : public PushProvider {
 public:
  InboxPush(Transactor& database, const Clock& clock, PushAnswers& answers)
      : database_(database), clock_(clock), answers_(answers) {}

  void send(PushId id, const PushMessage& message) override;

 private:
  Transactor& database_;
  const Clock& clock_;
  PushAnswers& answers_;
};

}  // namespace srl
