// SPDX-License-Identifier: MIT
// A 401 counts as a failed attempt like any other. Nothing is lost and nothing gets through: the
// token is as expired the next time.
#include "policies/auth/auth_policy.h"

namespace srl {
namespace {

class RetryForever final : public AuthPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "retry_forever", "Retry with the same token",
        "An expired token is treated like an outage: the same request, the same token, again.", 1};
    return kInfo;
  }
  OnUnauthorized on_unauthorized() const override { return OnUnauthorized::send_again; }
  bool may_refresh(bool) const override { return false; }
};

}  // namespace

const AuthPolicy& auth_retry_forever() {
  static const RetryForever kPolicy;
  return kPolicy;
}

}  // namespace srl
