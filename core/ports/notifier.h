// SPDX-License-Identifier: MIT
// The person's screen, beside the app: where an app that reminds by itself shows a notice.
#pragma once

#include "model/notice.h"

namespace srl {

class Notifier {
 public:
  virtual ~Notifier() = default;
  virtual void show(const Notice& notice) = 0;
};

}  // namespace srl
