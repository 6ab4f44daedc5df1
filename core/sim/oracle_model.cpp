// SPDX-License-Identifier: MIT
#include "sim/oracle_model.h"

namespace srl {
namespace {

constexpr std::string_view kOutcomeNames[] = {"queued",
                                              "applied once",
                                              "applied again",
                                              "rejected and shown",
                                              "never called saved",
                                              "lost",
                                              "kept in a conflict",
                                              "decided in a conflict"};

}  // namespace

std::string_view intent_outcome_name(IntentOutcome outcome) {
  static_assert(std::size(kOutcomeNames) == kCountOf<IntentOutcome>);
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

bool is_waiting(const IntentRecord& record) {
  return record.effects == 0 && !record.rejected && !record.discarded && !record.lost_unsaved &&
         !record.in_conflict && (record.in_queue || !record.taken_back);
}

IntentOutcome outcome_of(const IntentRecord& record) {
  if (record.effects > 1) return IntentOutcome::applied_again;
  if (record.in_conflict) {
    return record.decided_by == kNoIntent ? IntentOutcome::in_conflict
                                          : IntentOutcome::conflict_decided;
  }
  if (record.effects == 1) return IntentOutcome::applied_once;
  if (record.rejected || record.discarded) return IntentOutcome::rejected_and_shown;
  if (record.in_queue) return IntentOutcome::queued;
  if (record.lost_unsaved) return IntentOutcome::never_saved;
  return IntentOutcome::lost;
}

const IntentRecord* OracleModel::find(Intent intent) const {
  const bool is_persons = intent >= kFirstPersonIntent;
  const std::vector<IntentRecord>& records = is_persons ? person_intents : intents;
  const std::size_t index = is_persons ? intent - kFirstPersonIntent : intent;
  return index < records.size() && records[index].device != 0 ? &records[index] : nullptr;
}

}  // namespace srl
