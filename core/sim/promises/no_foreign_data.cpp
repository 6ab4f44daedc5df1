// SPDX-License-Identifier: MIT
// What a person does reaches their own account only, and nobody sees it but them. What was done
// before signing in is nobody's until the person has said that it is theirs.
#include "sim/promises/promise.h"

namespace srl {
namespace {

std::string user_text(AccountId user) { return "user " + std::to_string(user); }

std::optional<Finding> check_effects(const OracleModel& model, const OracleStep& step) {
  for (const Effect& effect : step.effects) {
    const IntentRecord* record = model.find(effect.intent);
    if (record == nullptr || record->user == step.account) continue;
    const std::string whose = record->user == kNobody ? "was done before anybody signed in"
                                                      : "was made by " + user_text(record->user);
    return Finding{
        effect.intent, record->device,
        gesture_name(effect.intent) + " " + whose + " and was sent as " + user_text(step.account)};
  }
  return std::nullopt;
}

std::optional<Finding> check_rows(const OracleModel& model, const OracleStep::Shown& shown) {
  const DeviceSeen& seen = model.devices.at(shown.device);
  if (seen.account == kNobody) return std::nullopt;
  for (const TaskId& handle : shown.changes.rows) {
    const auto row = seen.rows.find(handle);
    if (row == seen.rows.end()) continue;
    const IntentRecord* created = model.find(row->second.created_by);
    if (created == nullptr || created->user == kNobody || created->user == seen.account) continue;
    return Finding{row->second.created_by, shown.device,
                   "the device of " + user_text(seen.account) + " shows what " +
                       user_text(created->user) + " made with " +
                       gesture_name(row->second.created_by)};
  }
  return std::nullopt;
}

std::optional<Finding> check_no_foreign_data(const OracleModel& model, const OracleStep& step) {
  if (std::optional<Finding> finding = check_effects(model, step)) return finding;
  for (const OracleStep::Shown& shown : step.shown) {
    if (std::optional<Finding> finding = check_rows(model, shown)) return finding;
  }
  return std::nullopt;
}

}  // namespace

const Promise& promise_no_foreign_data() {
  static const Promise kPromise = [] {
    Promise promise;
    promise.name = "no_foreign_data";
    promise.sentence = "What is yours stays yours, also when another person uses the device.";
    promise.failure_mode = "auth";
    promise.order = 20;
    promise.on_step = check_no_foreign_data;
    return promise;
  }();
  return kPromise;
}

}  // namespace srl
