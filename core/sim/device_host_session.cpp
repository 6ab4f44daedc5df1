// SPDX-License-Identifier: MIT
// A simulated device and its users: gestures about the session, where tokens are kept, and the
// second tab of the same device.
#include "sim/device_host.h"

namespace srl {

Status DeviceHost::perform_on_session(const Gesture& gesture) {
  switch (gesture.kind) {
    case GestureKind::request_code: return device_.request_code(gesture.email);
    case GestureKind::enter_code: {
      if (!gesture.code.empty()) return device_.enter_code(gesture.code);
      const Mail* mail = newest_mail(stage_.mailbox, view().session.code_email);
      if (mail != nullptr) return device_.enter_code(mail->code);
      return make_error(ErrorCode::not_possible, "no code has arrived");
    }
    case GestureKind::sign_out: {
      const bool keeps = gesture.unsent == UnsentAnswer::keep;
      const bool discards = gesture.unsent == UnsentAnswer::discard;
      return device_.sign_out(keeps      ? Device::Unsent::keep
                              : discards ? Device::Unsent::discard
                                         : Device::Unsent::ask);
    }
    case GestureKind::keep_work: {
      const AccountId account = view().session.account;
      SRL_TRY(device_.keep_work());
      stage_.oracle.on_work_kept(actor_, account, database_->store().last_batch());
      return {};
    }
    case GestureKind::discard_work: return device_.discard_work();
    case GestureKind::revoke_session: return device_.revoke_session(gesture.target);
    default: return {};
  }
}

void DeviceHost::save(const Session& session) {
  const bool is_other = memory_.secrets.account != session.account;
  if (!session.email.empty()) {
    if (is_other && !memory_.last_email.empty() && memory_.last_email != session.email) {
      stage_.journal.reached(Probe::other_user_signed_in);
    }
    memory_.last_email = session.email;
  }
  memory_.secrets = session;
}

// --------------------------------------------------------------------------------- the second tab

void DeviceHost::set_second_tab(DurationMs every_ms) {
  SecondTab& tab = memory_.second_tab;
  ++tab.generation;
  tab.every_ms = every_ms;
  tab.outstanding = 0;
  if (every_ms == 0) return;
  tab.session = memory_.secrets;
  stage_.queue.push(stage_.now_ms() + every_ms, TabRefreshes{actor_, tab.generation});
}

// The same program as the first tab, so it follows the same policy.
void DeviceHost::on_second_tab(const TabRefreshes& entry) {
  SecondTab& tab = memory_.second_tab;
  if (entry.generation != tab.generation) return;
  stage_.queue.push(stage_.now_ms() + tab.every_ms, entry);
  if (!memory_.is_running || !memory_.online) return;
  if (tab.outstanding != 0 && stage_.now_ms() - tab.sent_ms < kRequestTimeoutMs) return;
  if (stage_.policies.auth->rereads_stored_tokens()) tab.session = memory_.secrets;
  const std::string& token = tab.session.tokens.refresh_token;
  if (token.empty()) return;
  if (view().session.state == SessionState::refreshing) {
    stage_.journal.reached(Probe::refresh_races_refresh);
  }
  tab.outstanding = first_request_of(memory_.run) + kTabRequestIds + tab.requests++;
  tab.sent_ms = stage_.now_ms();
  auto request = std::make_shared<const Request>(Request{RefreshRequest{token}, ""});
  network_.send_request(actor_, name(), tab.outstanding, std::move(request), memory_.online);
}

void DeviceHost::take_tab_reply(const ReplyInFlight& entry) {
  SecondTab& tab = memory_.second_tab;
  if (entry.request_id != tab.outstanding) return;
  tab.outstanding = 0;
  if (entry.response == nullptr) return;
  const auto* answer = std::get_if<SessionResponse>(&entry.response->body);
  if (answer == nullptr) return;
  // Nor does it replace newer tokens that the first tab has stored meanwhile.
  const bool is_overtaken =
      stage_.policies.auth->rereads_stored_tokens() &&
      memory_.secrets.tokens.refresh_token != tab.session.tokens.refresh_token;
  if (is_overtaken) return;
  tab.session = answer->session;
  // The user who is signed in now is not to be replaced by the one who was.
  const bool is_same = memory_.secrets.id == tab.session.id;
  if (is_same && !memory_.secrets.tokens.refresh_token.empty()) memory_.secrets = tab.session;
}

}  // namespace srl
