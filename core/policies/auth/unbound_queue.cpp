// SPDX-License-Identifier: MIT
// Everything right about tokens, nothing about people: the queue belongs to the device. What one
// user left unsent, or a person did before signing in, goes out under the name of the next.
#include "policies/auth/auth_policy.h"

namespace srl {
namespace {

class UnboundQueue final : public AuthPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "unbound_queue", "One queue for everybody",
        "Pauses and refreshes rightly, but the next person who signs in sends what is queued.", 3};
    return kInfo;
  }
  OnUnauthorized on_unauthorized() const override { return OnUnauthorized::pause; }
  bool refreshes_ahead() const override { return true; }
  bool rereads_stored_tokens() const override { return true; }
  bool refresh_is_idempotent() const override { return true; }
};

}  // namespace

const AuthPolicy& auth_unbound_queue() {
  static const UnboundQueue kPolicy;
  return kPolicy;
}

}  // namespace srl
