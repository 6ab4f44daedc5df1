// SPDX-License-Identifier: MIT
// The textbook rule without its exception (RFC 9700, section 4.14): a refresh token that comes a
// second time is stolen. On a network that loses replies it mostly is the owner, who is signed out
// for it.
#include "policies/auth/auth_policy.h"

namespace srl {
namespace {

class StrictRotation final : public AuthPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "strict_rotation", "Strict rotation",
        "A refresh token works once: a lost reply, or a second tab, ends the session.", 4};
    return kInfo;
  }
  OnUnauthorized on_unauthorized() const override { return OnUnauthorized::pause; }
  bool refreshes_ahead() const override { return true; }
  bool binds_queue_to_user() const override { return true; }
};

}  // namespace

const AuthPolicy& auth_strict_rotation() {
  static const StrictRotation kPolicy;
  return kPolicy;
}

}  // namespace srl
