// SPDX-License-Identifier: MIT
// When the faults are over, a patient person does what only a person can: signs in where a device
// needs it, as the user it had, keeps what was done before signing in, and asks again for what was
// given up.
#include <algorithm>

#include "sim/world.h"

namespace srl {
namespace {

// A little longer than the service waits between two mails to one address.
constexpr DurationMs kCodePatienceMs = 65 * kSecondMs;
constexpr int kCodesAskedMax = 5;
constexpr int kRetriesAskedMax = 3;

Gesture plain_gesture(const DeviceHost& device, GestureKind kind) {
  Gesture gesture;
  gesture.device = device.name();
  gesture.kind = kind;
  return gesture;
}

}  // namespace

bool World::needs_help(const DeviceHost& device) const {
  if (!device.is_running()) return false;
  const SessionView& session = device.view().session;
  const auto found = person_.help.find(device.actor());
  const Person::Help given = found == person_.help.end() ? Person::Help{} : found->second;
  if (!session.is_signed_in()) return given.codes_asked <= kCodesAskedMax;
  if (session.blocked_review > 0) return true;
  return device.view().parked > 0 && given.retries_asked < kRetriesAskedMax;
}

void World::look_after_devices() {
  person_.will_look = false;
  if (!person_.is_here) return;
  for (std::unique_ptr<DeviceHost>& device : devices_) {
    if (device->is_running()) help(*device);
  }
}

void World::help(DeviceHost& device) {
  const SessionView& session = device.view().session;
  Person::Help& given = person_.help[device.actor()];
  Gesture gesture = plain_gesture(device, GestureKind::keep_work);
  if (session.is_signed_in()) {
    const bool may_retry = device.view().parked > 0 && given.retries_asked < kRetriesAskedMax;
    if (session.blocked_review == 0 && !may_retry) return;
    if (session.blocked_review == 0) {
      gesture.kind = GestureKind::retry_parked;
      ++given.retries_asked;
    }
  } else {
    const Mail* mail = newest_mail(stage_.inbox, device.last_email());
    const bool has_code =
        given.codes_asked > 0 && mail != nullptr && mail->at_ms >= given.code_asked_ms;
    const bool may_ask =
        given.codes_asked == 0 || stage_.now_ms() - given.code_asked_ms >= kCodePatienceMs;
    if (!has_code && !may_ask) return;
    gesture.kind = has_code ? GestureKind::enter_code : GestureKind::request_code;
    gesture.email = device.last_email();
    if (has_code) {
      given.code_asked_ms = stage_.now_ms() + 1;  // this mail is used up
    } else {
      given.code_asked_ms = stage_.now_ms();
      ++given.codes_asked;
    }
  }
  const Status done = device.perform(gesture, kNoIntent);
  (void)done;  // what isn't possible now is tried again at the next look
  disturb();
}

void World::deliver_mail(const MailInFlight& mail) {
  stage_.inbox.push_back({mail.to, mail.code, stage_.now_ms()});
  stage_.journal.add(kLabActor, EventKind::mail_delivered, kNoIntent, 0, 0, mail.to);
}

}  // namespace srl
