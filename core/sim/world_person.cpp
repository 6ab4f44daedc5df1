// SPDX-License-Identifier: MIT
// When the faults are over, a patient person does what only a person can: signs in where a device
// needs it, as the user it had, keeps what was done before signing in, asks again for what was
// given up, and decides conflicts.
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

bool has_undecided_conflict(const DeviceView& view) {
  return std::any_of(view.conflicts.begin(), view.conflicts.end(),
                     [](const auto& entry) { return !entry.second.deciding; });
}

}  // namespace

bool World::needs_help(const DeviceHost& device) const {
  if (!device.is_running()) return false;
  const SessionView& session = device.view().session;
  const auto found = person_.help.find(device.actor());
  const Person::Help given = found == person_.help.end() ? Person::Help{} : found->second;
  if (!session.is_signed_in()) return given.codes_asked <= kCodesAskedMax;
  if (session.blocked_review > 0 || has_undecided_conflict(device.view())) return true;
  if (device.view().lost.count > 0) return true;
  return device.view().parked > 0 && given.retries_asked < kRetriesAskedMax;
}

void World::look_after_devices() {
  person_.will_look = false;
  if (!person_.is_here) return;
  for (std::unique_ptr<DeviceHost>& device : devices_) {
    if (!device->is_running()) continue;
    help(*device);
    if (device->view().session.is_signed_in()) decide_conflicts(*device);
  }
}

void World::help(DeviceHost& device) {
  const SessionView& session = device.view().session;
  Person::Help& given = person_.help[device.actor()];
  Gesture gesture = plain_gesture(device, GestureKind::keep_work);
  if (session.is_signed_in()) {
    const std::int64_t lost = device.view().lost.count;
    const bool may_retry = device.view().parked > 0 && given.retries_asked < kRetriesAskedMax;
    if (session.blocked_review == 0 && lost == 0 && !may_retry) return;
    if (session.blocked_review == 0 && lost > 0) {
      // As a rule people want back what they have done.
      gesture.kind = lost % 4 == 0 ? GestureKind::drop_lost : GestureKind::send_lost;
    } else if (session.blocked_review == 0) {
      gesture.kind = GestureKind::retry_parked;
      ++given.retries_asked;
    }
  } else {
    const Mail* mail = newest_mail(stage_.mailbox, device.last_email());
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

// Each conflict once, whichever device shows it first: mine for one, theirs for the next.
void World::decide_conflicts(DeviceHost& device) {
  const std::map<ConflictId, ConflictView> open = device.view().conflicts;
  for (const auto& entry : open) {
    const ConflictView& shown = entry.second;
    const bool deciding = std::any_of(devices_.begin(), devices_.end(), [&](const auto& other) {
      const auto there = other->view().conflicts.find(entry.first);
      return there != other->view().conflicts.end() && there->second.deciding;
    });
    if (deciding) continue;
    const bool mine = shown.conflict.intent % 2 == 0;
    const Status decided =
        device.decide(shown, mine ? keep_mine(shown.conflict) : keep_theirs(shown.conflict),
                      next_person_intent_++);
    (void)decided;  // always possible: the view has just shown it
    disturb();
  }
}

void World::deliver_mail(const MailInFlight& mail) {
  stage_.mailbox.push_back({mail.to, mail.code, stage_.now_ms()});
  stage_.journal.add(kLabActor, EventKind::mail_delivered, kNoIntent, 0, 0, mail.to);
}

}  // namespace srl
