// SPDX-License-Identifier: MIT
// The mode in the address: "#mode=live". Everything else in the fragment belongs to the sandbox.
#pragma once

#include <string>
#include <string_view>

namespace srl::web {

inline constexpr std::string_view kLiveFragment = "mode=live";

bool asks_for_live(std::string_view fragment);

// The fragment as the sandbox gets it, without '#' and without a mode.
std::string without_mode(std::string_view fragment);

}  // namespace srl::web
