// SPDX-License-Identifier: MIT
// The pages of docs/reference/, as the code has it. scripts/docs writes them.
#pragma once

#include <string>
#include <vector>

namespace srl::docs {

struct ReferencePage {
  std::string name;  // "events.md"
  std::string text;
};

std::vector<ReferencePage> reference_pages();

}  // namespace srl::docs
