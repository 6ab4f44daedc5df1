// SPDX-License-Identifier: MIT
// The decision `auth`: an access token expires while work is queued; what becomes of the work, and
// of the session? The device hook says what a 401 does to the queue and whose queue it is, the
// service hook whether a refresh may be repeated.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/policy_info.h"

namespace srl {

// What becomes of the operations whose request was answered 401. The service decides that before
// its transaction: it has applied nothing of such a request.
enum class OnUnauthorized : std::uint8_t {
  drop,        // they are deleted: "failed" is taken for "done with"
  send_again,  // like any other failure, with the same token
  pause,       // kept, until there is a new token
};

class AuthPolicy {
 public:
  virtual ~AuthPolicy() = default;
  virtual const PolicyInfo& info() const = 0;

  // Device
  virtual OnUnauthorized on_unauthorized() const = 0;

  // May the tokens be refreshed now? `person_acts`: a person is using the app at this moment, it is
  // not a timer or the network that has woken it up.
  virtual bool may_refresh(bool person_acts) const;

  // Are the tokens refreshed before they expire?
  virtual bool refreshes_ahead() const { return false; }

  // Are the stored tokens read again before a refresh, and before the session is given up? Another
  // tab of the same device may have refreshed them.
  virtual bool rereads_stored_tokens() const { return false; }

  // Does each user have rows and a queue of their own on the device? Then anonymous work waits for
  // a decision at sign-in, and signing out asks about what is unsent.
  virtual bool binds_queue_to_user() const { return false; }

  // Does signing out delete what the device holds, unsent work too?
  virtual bool wipes_at_sign_out() const { return false; }

  // Service: is a refresh that is repeated, because its reply was lost or another tab sent it too,
  // answered again? Otherwise every repeat counts as theft and ends the session.
  virtual bool refresh_is_idempotent() const { return false; }
};

// Every policy of the folder (generated at build time).
std::vector<const AuthPolicy*> all_auth_policies();

}  // namespace srl
