// SPDX-License-Identifier: MIT
#include "app/sim_device.h"

#include "app/wording.h"
#include "service/session_store.h"

namespace srl::web {
namespace {

Gesture gesture_of(GestureKind kind, const std::string& device) {
  Gesture gesture;
  gesture.device = device;
  gesture.kind = kind;
  return gesture;
}

TaskName name_of(const TaskRef& task) { return {task.created_by, task.copy}; }

}  // namespace

std::string SimDevice::title() const { return device_title(name_); }

Status SimDevice::create_task(const TaskPatch& fields) {
  return sandbox_.create_task(name_, fields);
}

Status SimDevice::update_task(const TaskRef& task, TaskPatch changed) {
  return sandbox_.update_task(name_, name_of(task), std::move(changed));
}

Status SimDevice::delete_task(const TaskRef& task) {
  return sandbox_.delete_task(name_, name_of(task));
}

Status SimDevice::complete_task(const TaskRef& task, bool completed) {
  return sandbox_.complete_task(name_, name_of(task), completed);
}

// ------------------------------------------------------------------------------------ whose it is

Status SimDevice::perform(GestureKind kind) { return sandbox_.perform(gesture_of(kind, name_)); }

// The device would say so too, but into the log only.
Status SimDevice::needs_network() const {
  if (is_online()) return {};
  return make_error(ErrorCode::not_possible, "there is no network: signing in needs the server");
}

Status SimDevice::request_code(const std::string& email) {
  SRL_TRY(needs_network());
  if (!is_email_address(email)) {
    return make_error(ErrorCode::bad_value, "\"" + email + "\" is not an e-mail address");
  }
  Gesture gesture = gesture_of(GestureKind::request_code, name_);
  gesture.email = email;
  return sandbox_.perform(std::move(gesture));
}

Status SimDevice::enter_code(const std::string& code) {
  SRL_TRY(needs_network());
  if (code.empty()) return make_error(ErrorCode::bad_value, "type the code from the mail");
  Gesture gesture = gesture_of(GestureKind::enter_code, name_);
  gesture.code = code;
  return sandbox_.perform(std::move(gesture));
}

Status SimDevice::sign_in_as_guest() {
  return make_error(ErrorCode::not_possible, "the sandbox has no guests");
}

std::string SimDevice::address_to_offer() const { return host().last_email(); }

std::string SimDevice::code_hint() const {
  return "The mail arrives below within two seconds of virtual time.";
}

std::string SimDevice::mailed_code() const {
  const Mail* mail = newest_mail(sandbox_.world().mailbox(), view().session.code_email);
  return mail == nullptr ? "" : mail->code;
}

bool SimDevice::asks_about_unsent() const {
  const AuthPolicy& policy = *sandbox_.world().policies().auth;
  return policy.binds_queue_to_user() && !policy.wipes_at_sign_out();
}

Status SimDevice::sign_out(Device::Unsent unsent) {
  Gesture gesture = gesture_of(GestureKind::sign_out, name_);
  if (unsent == Device::Unsent::keep) gesture.unsent = UnsentAnswer::keep;
  if (unsent == Device::Unsent::discard) gesture.unsent = UnsentAnswer::discard;
  return sandbox_.perform(std::move(gesture));
}

// As the service has them: the sandbox may look.
std::vector<SessionLine> SimDevice::sessions() const {
  std::vector<SessionLine> lines;
  const Result<std::vector<StoredSession>> stored =
      sessions_of(sandbox_.world().service_database(), view().session.account, now_ms());
  if (!stored.ok()) return lines;
  for (const StoredSession& one : *stored) {
    lines.push_back({one.device_id, device_title(one.device_id), one.created_at, one.refreshed_at,
                     one.id == view().session.id});
  }
  return lines;
}

Status SimDevice::revoke_session(const std::string& device) {
  SRL_TRY(needs_network());
  Gesture gesture = gesture_of(GestureKind::revoke_session, name_);
  gesture.target = device;
  return sandbox_.perform(std::move(gesture));
}

// A gesture names a conflict by the task, and where several wait about one by its place.
Status SimDevice::decide_conflict(const ConflictView& shown, ConflictSide keep,
                                  std::uint32_t mine_fields) {
  const Conflict& conflict = shown.conflict;
  int copy = 1;
  for (const auto& [id, other] : view().conflicts) {
    if (id == conflict.id) break;
    copy += other.conflict.created_by == conflict.created_by && !other.deciding ? 1 : 0;
  }
  return sandbox_.resolve_conflict(name_, {conflict.created_by, copy}, keep, mine_fields);
}

}  // namespace srl::web
