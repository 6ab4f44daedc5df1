// SPDX-License-Identifier: MIT
// The six structural decisions of the article, each answered by the name of a policy. Names, not
// pointers: this is what a history records and what a link carries.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/enum_names.h"
#include "base/result.h"

namespace srl {

// The parts that can be switched one by one (`sync` has three).
enum class Decision : std::uint8_t {
  idempotency,
  sync_retry,
  sync_pull,
  sync_storage,
  conflict,
  auth,
  jobs,
  signals
};
std::string_view decision_name(Decision decision);
Result<Decision> parse_decision(std::string_view name);

struct Safeguards {
  std::array<std::string, kCountOf<Decision>> policy;  // by Decision

  const std::string& operator[](Decision decision) const {
    return policy[static_cast<std::size_t>(decision)];
  }
  std::string& operator[](Decision decision) { return policy[static_cast<std::size_t>(decision)]; }
  friend bool operator==(const Safeguards&, const Safeguards&) = default;
};

}  // namespace srl
