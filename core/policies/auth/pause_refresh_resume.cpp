// SPDX-License-Identifier: MIT
// The cure: a 401 pauses the queue, one refresh is sent, and the same operations go on under the
// same ids. The refresh may be repeated, the stored tokens are read again first, and rows and queue
// belong to the user who made them.
#include "policies/auth/auth_policy.h"

namespace srl {
namespace {

class PauseRefreshResume final : public AuthPolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{"pause_refresh_resume", "Pause, refresh, resume",
                                  "The queue waits, the token is refreshed once, the same writes "
                                  "go on; each user has a queue.",
                                  5};
    return kInfo;
  }
  OnUnauthorized on_unauthorized() const override { return OnUnauthorized::pause; }
  bool refreshes_ahead() const override { return true; }
  bool rereads_stored_tokens() const override { return true; }
  bool binds_queue_to_user() const override { return true; }
  bool refresh_is_idempotent() const override { return true; }
};

}  // namespace

const AuthPolicy& auth_pause_refresh_resume() {
  static const PauseRefreshResume kPolicy;
  return kPolicy;
}

}  // namespace srl
