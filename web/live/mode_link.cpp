// SPDX-License-Identifier: MIT
#include "live/mode_link.h"

#include "base/text.h"

namespace srl::web {
namespace {

constexpr std::string_view kModeKey = "mode=";

std::string_view without_hash(std::string_view fragment) {
  if (!fragment.empty() && fragment[0] == '#') fragment.remove_prefix(1);
  return fragment;
}

}  // namespace

bool asks_for_live(std::string_view fragment) {
  for (const std::string& part : split(without_hash(fragment), '&')) {
    if (part == kLiveFragment) return true;
  }
  return false;
}

std::string without_mode(std::string_view fragment) {
  std::string rest;
  for (const std::string& part : split(without_hash(fragment), '&')) {
    if (part.empty() || part.rfind(kModeKey, 0) == 0) continue;
    if (!rest.empty()) rest.push_back('&');
    rest += part;
  }
  return rest;
}

}  // namespace srl::web
