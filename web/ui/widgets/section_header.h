// SPDX-License-Identifier: MIT
// The heading of a section, with how many there are of what follows.
#pragma once

#include <string_view>

namespace srl::web::ui {

inline constexpr int kNoCount = -1;

void section_header(const char* title, int count = kNoCount, std::string_view note = {});

}  // namespace srl::web::ui
