// SPDX-License-Identifier: MIT
// The refresh lives in the code of the screens. A queue that drains by itself, after a reconnect or
// on a timer, finds an expired token and waits until a person touches the app.
#include "policies/auth/auth_policy.h"

namespace srl {
namespace {

class RefreshInteractiveOnly final : public AuthPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "refresh_interactive_only", "Refresh in the foreground",
        "Tokens are refreshed only while a person uses the app; the background queue waits.", 2};
    return kInfo;
  }
  OnUnauthorized on_unauthorized() const override { return OnUnauthorized::pause; }
  bool may_refresh(bool person_acts) const override { return person_acts; }
  bool rereads_stored_tokens() const override { return true; }
  bool binds_queue_to_user() const override { return true; }
  bool refresh_is_idempotent() const override { return true; }
};

}  // namespace

const AuthPolicy& auth_refresh_interactive_only() {
  static const RefreshInteractiveOnly kPolicy;
  return kPolicy;
}

}  // namespace srl
