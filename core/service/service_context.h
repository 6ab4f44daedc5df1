// SPDX-License-Identifier: MIT
// What the service knows besides the request.
#pragma once

#include "policies/catalog.h"
#include "ports/random_source.h"
#include "service/outcome.h"

namespace srl {

struct ServiceContext {
  AccountId account = 1;
  TimeMs now_ms = 0;
  const Policies& policies;
  RandomSource& random;
};

}  // namespace srl
