// SPDX-License-Identifier: MIT
// Work in a transaction of its own, whichever connection it takes.
#pragma once

#include <functional>

#include "ports/database.h"
#include "service/outcome.h"

namespace srl {

// What is to be done in a transaction. It may be done again when a group has failed.
using Work = std::function<Result<Outcome>(Transaction& transaction)>;

class Transactor {
 public:
  virtual ~Transactor() = default;

  // Blocks until the work's effects are durable, or it has failed. Then nothing has happened,
  // unless the error is commit_in_doubt: nobody knows.
  virtual Status transact(const Work& work) = 0;
};

}  // namespace srl
