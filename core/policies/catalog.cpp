// SPDX-License-Identifier: MIT
#include "policies/catalog.h"

#include <algorithm>
#include <array>

#include "base/short_sort.h"

namespace srl {
namespace {

template <class Policy>
std::vector<const Policy*> in_order(std::vector<const Policy*> policies) {
  sort_short(policies,
             [](const Policy* a, const Policy* b) { return a->info().order < b->info().order; });
  return policies;
}

// Sorted once: worlds are made by the thousand.
struct Catalog {
  std::vector<const IdempotencyPolicy*> idempotency = in_order(all_idempotency_policies());
  std::vector<const RetryPolicy*> retry = in_order(all_retry_policies());
  std::vector<const PullPolicy*> pull = in_order(all_pull_policies());
  std::vector<const StoragePolicy*> storage = in_order(all_storage_policies());
  std::vector<const ConflictPolicy*> conflict = in_order(all_conflict_policies());
  std::vector<const AuthPolicy*> auth = in_order(all_auth_policies());
  std::vector<const JobsPolicy*> jobs = in_order(all_jobs_policies());
  std::vector<const SignalsPolicy*> signals = in_order(all_signals_policies());
};

const Catalog& catalog() {
  static const Catalog kCatalog;
  return kCatalog;
}

template <class Policy>
std::vector<PolicyInfo> infos_of(const std::vector<const Policy*>& policies) {
  std::vector<PolicyInfo> infos;
  infos.reserve(policies.size());
  for (const Policy* policy : policies) infos.push_back(policy->info());
  return infos;
}

template <class Policy>
Status find(const std::vector<const Policy*>& policies, Decision decision,
            const Safeguards& safeguards, const Policy*& found) {
  const std::string& name = safeguards[decision];
  std::string known;
  for (const Policy* policy : policies) {
    if (policy->info().name == name) {
      found = policy;
      return {};
    }
    known.append(known.empty() ? "" : ", ").append(policy->info().name);
  }
  return make_error(ErrorCode::unknown_name, std::string(decision_name(decision)) +
                                                 " has no policy \"" + name +
                                                 "\"; there are: " + known);
}

}  // namespace

const std::vector<PolicyInfo>& policies_of(Decision decision) {
  static const std::array<std::vector<PolicyInfo>, kCountOf<Decision>> kInfos = {
      infos_of(catalog().idempotency), infos_of(catalog().retry),    infos_of(catalog().pull),
      infos_of(catalog().storage),     infos_of(catalog().conflict), infos_of(catalog().auth),
      infos_of(catalog().jobs),        infos_of(catalog().signals)};
  return kInfos[static_cast<std::size_t>(decision)];
}

Result<Policies> resolve(const Safeguards& safeguards) {
  Policies policies;
  const Catalog& all = catalog();
  SRL_TRY(find(all.idempotency, Decision::idempotency, safeguards, policies.idempotency));
  SRL_TRY(find(all.retry, Decision::sync_retry, safeguards, policies.retry));
  SRL_TRY(find(all.pull, Decision::sync_pull, safeguards, policies.pull));
  SRL_TRY(find(all.storage, Decision::sync_storage, safeguards, policies.storage));
  SRL_TRY(find(all.conflict, Decision::conflict, safeguards, policies.conflict));
  SRL_TRY(find(all.auth, Decision::auth, safeguards, policies.auth));
  SRL_TRY(find(all.jobs, Decision::jobs, safeguards, policies.jobs));
  SRL_TRY(find(all.signals, Decision::signals, safeguards, policies.signals));
  return policies;
}

std::vector<std::string_view> preset_names() { return {kNaivePreset, kReliablePreset}; }

Result<Safeguards> preset(std::string_view name) {
  const bool naive = name == kNaivePreset;
  if (!naive && name != kReliablePreset) {
    return make_error(ErrorCode::unknown_name, "there is no preset \"" + std::string(name) +
                                                   "\"; there are: naive, reliable");
  }
  Safeguards safeguards;
  for (int i = 0; i < kCountOf<Decision>; ++i) {
    const auto decision = static_cast<Decision>(i);
    const std::vector<PolicyInfo>& policies = policies_of(decision);
    safeguards[decision] = naive ? policies.front().name : policies.back().name;
  }
  // Without any retry nothing ever goes wrong twice; the naive product does retry.
  if (naive) safeguards[Decision::sync_retry] = "immediate";
  return safeguards;
}

Result<Policies> policies_of_preset(std::string_view name) {
  const Result<Safeguards> safeguards = preset(name);
  if (!safeguards.ok()) return safeguards.error();
  return resolve(*safeguards);
}

}  // namespace srl
