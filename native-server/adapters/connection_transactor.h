// SPDX-License-Identifier: MIT
// Transactions of a process that has the connection to itself: nobody to share a commit with.
#pragma once

#include "adapters/service_database.h"
#include "adapters/transactor.h"

namespace srl {

class ConnectionTransactor final : public Transactor {
 public:
  explicit ConnectionTransactor(ServiceDatabase& database) : database_(database) {}

  Status transact(const Work& work) override {
    Transaction transaction(database_.writer());
    SRL_TRY(transaction.status());
    const Result<Outcome> outcome = work(transaction);
    if (!outcome.ok()) return outcome.error();
    SRL_TRY(transaction.commit());
    database_.on_committed();
    return {};
  }

 private:
  ServiceDatabase& database_;
};

}  // namespace srl
