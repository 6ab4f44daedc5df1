// SPDX-License-Identifier: MIT
// What a request layer with "refresh on 401" does that was never told about the queue: the answer
// is in, so the operations are done with, and the next request gets a new token. One queue for
// the user who is signed in; signing out clears the device, unsent work included.
#include "policies/auth/auth_policy.h"

namespace srl {
namespace {

class DropOn401 final : public AuthPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "drop_on_401", "Drop on 401",
        "A write that meets an expired token is deleted; signing out deletes the queue.", 0};
    return kInfo;
  }
  OnUnauthorized on_unauthorized() const override { return OnUnauthorized::drop; }
  bool wipes_at_sign_out() const override { return true; }
};

}  // namespace

const AuthPolicy& auth_drop_on_401() {
  static const DropOn401 kPolicy;
  return kPolicy;
}

}  // namespace srl
