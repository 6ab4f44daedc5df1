// SPDX-License-Identifier: MIT
#include "policies/auth/auth_policy.h"

namespace srl {

bool AuthPolicy::may_refresh(bool) const { return true; }

}  // namespace srl
