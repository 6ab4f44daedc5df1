// SPDX-License-Identifier: MIT
#include "sim/fault_engine.h"

#include <algorithm>

namespace srl {
namespace {

bool carries(const PushRequest* push, Intent intent) {
  if (push == nullptr) return false;
  return std::any_of(push->operations.begin(), push->operations.end(),
                     [&](const WireOperation& operation) { return operation.intent == intent; });
}

bool matches(const FaultSpec& spec, const Fault& fault, const FaultEngine::Target& target) {
  if (!fault.route.empty() && fault.route != target.route) return false;
  if (!spec.device.empty() && spec.device != target.device) return false;
  if (!spec.route.empty() && spec.route != target.route) return false;
  return spec.op == kNoIntent || carries(target.push, spec.op);
}

}  // namespace

// Live faults are appended to the specs while the world runs.
FaultEngine::SpecState& FaultEngine::state_of(std::size_t index) {
  while (memory_.size() <= index) {
    SpecState state;
    state.random = {seed_, purpose_of("fault"), memory_.size(), 0};
    memory_.push_back(state);
  }
  return memory_[index];
}

bool FaultEngine::begin(std::size_t index, Actors& actors) {
  SpecState& state = state_of(index);
  const FaultSpec& spec = specs_[index];
  const Fault& fault = *find_fault(spec.fault);
  if (state.active) return false;
  journal_.add(kLabActor, EventKind::fault_begins, spec.op, static_cast<std::int64_t>(index), 0,
               spec.fault);
  const bool strikes = fault.point == FaultPoint::instant || fault.point == FaultPoint::window;
  if (strikes) ++state.strikes;
  state.active = fault.point != FaultPoint::instant;
  if (strikes) tell(index);
  if (fault.begins != nullptr) fault.begins(with_defaults(spec), actors);
  return true;
}

bool FaultEngine::end(std::size_t index, Actors& actors) {
  SpecState& state = state_of(index);
  if (!state.active) return false;
  state.active = false;
  const FaultSpec& spec = specs_[index];
  const Fault& fault = *find_fault(spec.fault);
  journal_.add(kLabActor, EventKind::fault_ends, spec.op, static_cast<std::int64_t>(index), 0,
               spec.fault);
  if (fault.ends != nullptr) fault.ends(with_defaults(spec), actors);
  return true;
}

bool FaultEngine::strikes_now(std::size_t index, const Fault& fault, const Target& target) {
  SpecState& state = memory_[index];
  const FaultSpec& spec = specs_[index];
  if (!state.active || !matches(spec, fault, target)) return false;
  ++state.matches;
  if (spec.nth != 0 && state.matches != spec.nth) return false;
  if (spec.count != 0 && state.strikes >= spec.count) return false;
  // Drawn for every match, so that a limit elsewhere doesn't shift the later draws.
  return state.random.chance_ppm(spec.probability_ppm);
}

void FaultEngine::note_strike(std::size_t index, const Fault& fault, const Target& target) {
  ++memory_[index].strikes;
  tell(index);
  std::string text(fault.name);
  if (!target.route.empty()) text.append(" on ").append(target.route);
  journal_.add(kLabActor, EventKind::fault_strikes, specs_[index].op,
               static_cast<std::int64_t>(index), 0, text);
}

void FaultEngine::tell(std::size_t index) {
  if (listener_ != nullptr) listener_->on_strike(index);
}

Fate FaultEngine::strike_message(FaultPoint point, const Target& target) {
  Fate fate;
  for (std::size_t i = 0; i < memory_.size(); ++i) {
    if (!memory_[i].active) continue;
    const Fault& fault = *find_fault(specs_[i].fault);
    if (fault.point != point || !strikes_now(i, fault, target)) continue;
    note_strike(i, fault, target);
    fault.on_message(with_defaults(specs_[i]), memory_[i].random, fate);
  }
  return fate;
}

RunFate FaultEngine::strike_run(std::string_view place) {
  RunFate fate;
  const FaultSpec* spec = strike(FaultPoint::worker, {{}, place, nullptr});
  if (spec != nullptr) find_fault(spec->fault)->on_worker(with_defaults(*spec), fate);
  return fate;
}

NotificationFate FaultEngine::strike_notification(std::string_view device) {
  NotificationFate fate;
  const FaultSpec* spec = strike(FaultPoint::notification, {device, {}, nullptr});
  if (spec != nullptr) find_fault(spec->fault)->on_notification(with_defaults(*spec), fate);
  return fate;
}

FaultEngine::TransactionStrike FaultEngine::strike_transaction(const Target& target) {
  TransactionStrike struck;
  const FaultSpec* spec = strike(FaultPoint::transaction, target);
  if (spec == nullptr) return struck;
  find_fault(spec->fault)->on_transaction(with_defaults(*spec), struck.fate);
  struck.random = &random_of(*spec);
  return struck;
}

const FaultSpec* FaultEngine::strike(FaultPoint point, const Target& target) {
  for (std::size_t i = 0; i < memory_.size(); ++i) {
    if (!memory_[i].active) continue;
    const Fault& fault = *find_fault(specs_[i].fault);
    if (fault.point != point || !strikes_now(i, fault, target)) continue;
    note_strike(i, fault, target);
    return &specs_[i];
  }
  return nullptr;
}

RandomStream& FaultEngine::random_of(const FaultSpec& spec) {
  return state_of(static_cast<std::size_t>(&spec - specs_.data())).random;
}

bool FaultEngine::any_active() const {
  return std::any_of(memory_.begin(), memory_.end(),
                     [](const SpecState& state) { return state.active; });
}

}  // namespace srl
