// SPDX-License-Identifier: MIT
// What the oracle makes of a service that goes back in time: its model of the service is built
// again from the record that the database holds now. What devices were shown and told stays.
#include <algorithm>
#include <utility>

#include "sim/oracle.h"

namespace srl {

bool Oracle::on_service_went_back(const std::vector<ServiceRecord>& records,
                                  std::map<AccountId, std::int64_t> counters_before) {
  OracleModel& model = memory_.model;
  const auto lost = std::make_shared<LostTime>();
  lost->tasks = model.tasks;
  std::set<Intent> had;
  model.for_each_intent([&](Intent intent, IntentRecord& record) {
    lost->intents.emplace(intent, record);
    if (record.effects > 0 || record.conflict_recorded) had.insert(intent);
    record.effects = 0;
    record.effect_seq = 0;
    record.conflict_recorded = false;
  });
  for (auto& [intent, task] : model.tasks) {
    TaskRecord forgotten;
    forgotten.last_wishes = std::move(task.last_wishes);
    task = std::move(forgotten);
  }
  model.rows.clear();
  model.open_counts.clear();
  model.reminders.forget_rows();

  const OracleStep step = step_;  // nothing happens now that has happened before
  WentBack stood;
  stood.from = std::move(counters_before);
  stood.lost = lost;
  for (const ServiceRecord& record : records) {
    stood.to[record.account] = record.seq;
    for (const Effect& effect : record.effects) take_effect(record.account, effect);
    model.open_counts[record.account].stated = record.open_count;
    for (const Intent intent : record.in_conflict) {
      if (IntentRecord* kept = model.find(intent)) kept->conflict_recorded = true;
    }
  }
  step_ = step;
  model.went_back.push_back(std::move(stood));

  for (auto& [device, seen] : model.devices) seen.unconfirmed.clear();
  const auto stood_at = [&](AccountId account) {
    return model.stood_after(model.went_back.size() - 1, account);
  };
  bool is_acknowledged_one_gone = false;
  model.for_each_intent([&](Intent intent, IntentRecord& record) {
    record.seen_version = std::min(record.seen_version, stood_at(record.user));
    const bool is_there = record.effects > 0 || record.conflict_recorded;
    record.taken_back = !is_there && (record.taken_back || had.count(intent) != 0);
    if (record.taken_back && record.told_acknowledged) is_acknowledged_one_gone = true;
    const IntentRecord* decision = model.find(record.decided_by);
    if (decision != nullptr && decision->effects == 0) record.decided_by = kNoIntent;
    if (is_waiting(record)) ++model.devices[record.device].unconfirmed[record.user];
  });
  return is_acknowledged_one_gone;
}

void Oracle::on_heard(ActorId device, std::size_t times, BatchId batch) {
  DeviceSeen& seen = memory_.model.devices[device];
  if (times > seen.heard_of()) seen.heard.push_back({times, batch});
}

bool Oracle::has_heard_of_all(ActorId device) const {
  const OracleModel& model = memory_.model;
  const auto seen = model.devices.find(device);
  return model.went_back.empty() ||
         (seen != model.devices.end() && seen->second.heard_of() == model.went_back.size());
}

// Nobody has seen of the service's present what they saw before it went back.
std::int64_t Oracle::version_seen(const Gestured& gesture) const {
  const OracleModel& model = memory_.model;
  std::int64_t version = gesture.seen_version;
  const auto device = model.devices.find(gesture.device);
  std::size_t time = device == model.devices.end() ? 0 : device->second.heard_of();
  for (; time < model.went_back.size(); ++time) {
    version = std::min(version, model.stood_after(time, gesture.user));
  }
  return version;
}

void Oracle::note_signed_out(ActorId device, AccountId user) {
  if (user == kNobody) return;
  memory_.model.for_each_intent([&](Intent, IntentRecord& record) {
    const bool is_done_with = record.device == device && record.user == user && !record.in_queue;
    if (is_done_with) record.left_behind = true;
  });
}

}  // namespace srl
