// SPDX-License-Identifier: MIT
#include "model/safeguards.h"

namespace srl {
namespace {

constexpr std::string_view kDecisionNames[] = {"idempotency",  "sync.retry", "sync.pull",
                                               "sync.storage", "conflict",   "auth",
                                               "jobs",         "signals"};

}  // namespace

std::string_view decision_name(Decision decision) {
  static_assert(std::size(kDecisionNames) == kCountOf<Decision>);
  return kDecisionNames[static_cast<std::size_t>(decision)];
}

Result<Decision> parse_decision(std::string_view name) {
  for (int i = 0; i < kCountOf<Decision>; ++i) {
    if (kDecisionNames[i] == name) return static_cast<Decision>(i);
  }
  return make_error(ErrorCode::unknown_name, "there is no decision \"" + std::string(name) + "\"");
}

}  // namespace srl
