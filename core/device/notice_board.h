// SPDX-License-Identifier: MIT
// The notices on a device's screen, the app's or the system's: a repeat under the same topic
// replaces what is there and disturbs the person no second time. Plain data.
#pragma once

#include <algorithm>
#include <vector>

#include "model/notice.h"

namespace srl {

inline constexpr std::size_t kNoticesShownMax = 100;  // the newest

struct ShownNotice {
  Notice notice;
  TimeMs at_ms = 0;        // first shown
  std::int64_t times = 1;  // with those that replaced it
};

class NoticeBoard {
 public:
  // True when it is shown as a new one.
  bool show(const Notice& notice, TimeMs now_ms) {
    const auto same = std::find_if(shown_.begin(), shown_.end(), [&](const ShownNotice& shown) {
      return !notice.topic.empty() && shown.notice.topic == notice.topic;
    });
    if (same != shown_.end()) {
      ++same->times;
      return false;
    }
    shown_.push_back({notice, now_ms});
    if (shown_.size() > kNoticesShownMax) shown_.erase(shown_.begin());
    return true;
  }

  const std::vector<ShownNotice>& shown() const { return shown_; }  // oldest first

 private:
  std::vector<ShownNotice> shown_;
};

}  // namespace srl
