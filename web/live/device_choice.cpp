// SPDX-License-Identifier: MIT
#include "live/device_choice.h"

#include <utility>

namespace srl::web {

DeviceChoice::DeviceChoice(std::string own, std::vector<std::string> known, std::string fresh)
    : insists_(!own.empty()) {
  candidates_.clear();
  if (insists_) candidates_.push_back(own);
  for (std::string& id : known) {
    if (id != own) candidates_.push_back(std::move(id));
  }
  candidates_.push_back(std::move(fresh));
}

DeviceChoice::Next DeviceChoice::on_held() {
  if (insists_) {
    if (waited_ms_ >= kLockPatienceMs) return Next::ask;
    waited_ms_ += kLockRetryMs;
    return Next::try_later;
  }
  if (is_new()) return Next::ask;
  ++at_;
  return Next::try_now;
}

void DeviceChoice::choose_another() {
  insists_ = false;
  if (!is_new()) ++at_;
}

}  // namespace srl::web
