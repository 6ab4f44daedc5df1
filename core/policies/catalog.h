// SPDX-License-Identifier: MIT
// All policies by decision and name, and the presets. A policy is found here because its file is in
// its decision's folder: the lists are generated at build time.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/safeguards.h"
#include "policies/auth/auth_policy.h"
#include "policies/conflict/conflict_policy.h"
#include "policies/idempotency/idempotency_policy.h"
#include "policies/jobs/jobs_policy.h"
#include "policies/signals/signals_policy.h"
#include "policies/sync/pull/pull_policy.h"
#include "policies/sync/retry/retry_policy.h"
#include "policies/sync/storage/storage_policy.h"

namespace srl {

// One policy per decision: what the device, the service and the worker consult.
struct Policies {
  const IdempotencyPolicy* idempotency = nullptr;
  const RetryPolicy* retry = nullptr;
  const PullPolicy* pull = nullptr;
  const StoragePolicy* storage = nullptr;
  const ConflictPolicy* conflict = nullptr;
  const AuthPolicy* auth = nullptr;
  const JobsPolicy* jobs = nullptr;
  const SignalsPolicy* signals = nullptr;
};

// The policies of a decision, the naive one first, the recommended one last.
const std::vector<PolicyInfo>& policies_of(Decision decision);

// Looks the names up; unknown_name says which one is wrong and what there is.
Result<Policies> resolve(const Safeguards& safeguards);

inline constexpr std::string_view kNaivePreset = "naive";
inline constexpr std::string_view kReliablePreset = "reliable";
std::vector<std::string_view> preset_names();
Result<Safeguards> preset(std::string_view name);
Result<Policies> policies_of_preset(std::string_view name);

}  // namespace srl
