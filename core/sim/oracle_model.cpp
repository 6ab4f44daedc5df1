// SPDX-License-Identifier: MIT
#include "sim/oracle_model.h"

namespace srl {
namespace {

constexpr std::string_view kOutcomeNames[] = {"queued",             "applied once",
                                              "applied again",      "rejected and shown",
                                              "never called saved", "lost"};

}  // namespace

std::string_view intent_outcome_name(IntentOutcome outcome) {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

IntentOutcome outcome_of(const IntentRecord& record) {
  if (record.effects > 1) return IntentOutcome::applied_again;
  if (record.effects == 1) return IntentOutcome::applied_once;
  if (record.rejected || record.discarded) return IntentOutcome::rejected_and_shown;
  if (record.in_queue) return IntentOutcome::queued;
  if (record.lost_unsaved) return IntentOutcome::never_saved;
  return IntentOutcome::lost;
}

}  // namespace srl
