// SPDX-License-Identifier: MIT
// Whose device it is at the moment: signing in and out, and what that does to rows and queues.
#include "device/device.h"

namespace srl {

// Whose rows and queue are shown and sent: the user's own, or everybody's in one.
AccountId Device::principal() const {
  return settings_.policies.auth->binds_queue_to_user() ? session_.account() : kNobody;
}

// A policy may have been switched while the app was closed: then what the user had alone becomes
// everybody's. The other way round nobody can tell what was whose, so it waits for a decision.
Status Device::open_store() {
  SRL_TRY(store_.load(principal()));
  const AccountId own = session_.account();
  if (own == principal()) return {};
  Result<bool> has_own = store_.has_anything_of(own);
  if (!has_own.ok()) return has_own.error();
  return *has_own ? take_over(own) : Status();
}

// On a file, what was committed is durable at once and no batch of pages holds it.
void Device::note_commit() {
  const BatchId batch = ports_.database.last_batch();
  store_.note_batch(batch);
  if (batch == 0) store_.take_durable(0);
}

Status Device::take_over(AccountId from) {
  SRL_TRY(store_.take_over(from));
  note_commit();
  return {};
}

// Another user, or none: what is shown and what is on its way belong to the one before.
Status Device::follow_session() {
  if (session_.account() == view_.session.account) return {};
  engine_.forget_requests();
  if (principal() != store_.memory().principal) SRL_TRY(store_.load(principal()));
  show_everything();
  publish();
  engine_.trigger(RetryTrigger::asked);
  return {};
}

// One queue for all becomes the user's own, or the other way round.
Status Device::follow_policy() {
  const AccountId before = store_.memory().principal;
  if (principal() == before) return {};
  SRL_TRY(store_.load(principal()));
  SRL_TRY(take_over(before));
  show_everything();
  return {};
}

// --------------------------------------------------------------------------------------- gestures

Status Device::request_code(const std::string& email) {
  SRL_TRY(session_.request_code(email));
  publish();
  return {};
}

Status Device::enter_code(const std::string& code) {
  SRL_TRY(session_.enter_code(code));
  publish();
  return {};
}

Status Device::sign_in_as_guest(GuestRequest how) {
  SRL_TRY(session_.sign_in_as_guest(std::move(how)));
  publish();
  return {};
}

Status Device::ask_join_code() {
  SRL_TRY(session_.ask_join_code());
  publish();
  return {};
}

// Comes before the session changes: an app that dies in between starts again as the guest, and
// creates tasks that the service has already.
Status Device::set_work_aside() {
  std::vector<Operation> creates;
  for (const auto& [handle, row] : store_.memory().rows) {
    if (!row.is_visible) continue;
    creates.push_back(new_operation(OpKind::create_task, handle, row.created_by));
    creates.back().patch = TaskPatch::whole(row.visible);
  }
  SRL_TRY(store_.begin_again_as_nobody(creates));
  note_commit();
  return {};
}

Status Device::take_work_along() {
  if (!view_.session.belongs_to_guest()) {
    return make_error(ErrorCode::not_possible, "only a guest can take their work along");
  }
  SRL_TRY(set_work_aside());
  session_.sign_out();
  SRL_TRY(follow_session());
  publish();
  return {};
}

Status Device::revoke_session(const std::string& device_id) {
  SRL_TRY(session_.revoke_session(device_id));
  publish();
  return {};
}

Status Device::ask_sessions() {
  SRL_TRY(session_.ask_sessions());
  publish();
  return {};
}

Status Device::sign_out(Unsent unsent) {
  if (session_.account() == kNobody) {
    return make_error(ErrorCode::not_possible, "nobody is signed in");
  }
  SRL_TRY(delete_at_sign_out(unsent));
  ports_.recorder.event(EventKind::signed_out, kNoIntent, store_.queued_operations(), 0,
                        view_.session.email);
  session_.sign_out();
  SRL_TRY(follow_session());
  publish();
  return {};
}

// Nothing of the user stays on the device but what still has to be sent.
Status Device::delete_at_sign_out(Unsent unsent) {
  const AuthPolicy& policy = *settings_.policies.auth;
  const AccountId principal = store_.memory().principal;
  if (policy.wipes_at_sign_out()) return delete_all(principal, Told::vanished);
  if (!policy.binds_queue_to_user()) return {};
  const std::int64_t waiting = store_.queued_operations();
  if (waiting > 0 && unsent == Unsent::keep) return {};
  if (waiting > 0 && unsent == Unsent::ask) {
    return make_error(ErrorCode::not_possible,
                      std::to_string(waiting) + (waiting == 1 ? " change is" : " changes are") +
                          " not sent yet: send first, keep on this device, or discard");
  }
  return delete_all(principal, Told::discarded);
}

Status Device::delete_all(AccountId principal, Told told) {
  SRL_TRY(store_.delete_everything_of(principal, told));
  // Told now: the next user's rows are read before the view is published.
  const std::vector<OperationTold> gone = store_.take_told();
  changes_.operations.insert(changes_.operations.end(), gone.begin(), gone.end());
  return {};
}

Status Device::keep_work() {
  if (view_.session.blocked_review == 0) {
    return make_error(ErrorCode::not_possible, "there is no work from before signing in");
  }
  ports_.recorder.event(EventKind::work_reviewed, kNoIntent, view_.session.blocked_review, 0,
                        "kept");
  SRL_TRY(take_over(kNobody));
  show_everything();
  engine_.trigger(RetryTrigger::asked);
  publish();
  return {};
}

Status Device::discard_work() {
  if (view_.session.blocked_review == 0) {
    return make_error(ErrorCode::not_possible, "there is no work from before signing in");
  }
  ports_.recorder.event(EventKind::work_reviewed, kNoIntent, view_.session.blocked_review, 0,
                        "discarded");
  SRL_TRY(delete_all(kNobody, Told::discarded));
  show_everything();
  publish();
  return {};
}

}  // namespace srl
