// SPDX-License-Identifier: MIT
// How a policy presents itself in menus, reports and documents.
#pragma once

#include <string_view>

namespace srl {

struct PolicyInfo {
  std::string_view name;      // as written in histories and links
  std::string_view title;     // as shown
  std::string_view sentence;  // what it does, for a visitor
  int order;                  // within its decision: the naive one first, the recommended one last
};

}  // namespace srl
