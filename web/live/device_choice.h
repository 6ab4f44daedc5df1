// SPDX-License-Identifier: MIT
// Which device a tab becomes. A reload finds its own again, so it waits for that one; a new tab
// takes the first that no other tab holds, because a device that was left behind (a closed tab, a
// killed browser) may still hold changes that nobody has sent; when all are held, it is a new one.
//
//   own device ──(held for 2 s)──▶ ask the person ──(another one)──▶ known ones ──▶ a new one
#pragma once

#include <string>
#include <vector>

#include "base/time.h"

namespace srl::web {

inline constexpr DurationMs kLockPatienceMs = 2 * kSecondMs;  // browsers free locks late on reload
inline constexpr DurationMs kLockRetryMs = 100;

class DeviceChoice {
 public:
  enum class Next { try_now, try_later, ask };

  DeviceChoice() = default;
  // `own` is "" for a tab that was no device yet; `fresh` the id of the new one if there must be
  // one.
  DeviceChoice(std::string own, std::vector<std::string> known, std::string fresh);

  const std::string& candidate() const { return candidates_[at_]; }
  bool is_new() const { return at_ + 1 == candidates_.size(); }
  // Another tab holds the candidate: what now?
  Next on_held();
  // The person gives up the tab's own device.
  void choose_another();

 private:
  std::vector<std::string> candidates_ = {""};  // the fresh one last
  std::size_t at_ = 0;
  bool insists_ = false;  // on the tab's own
  DurationMs waited_ms_ = 0;
};

}  // namespace srl::web
