// SPDX-License-Identifier: MIT
#include "live/device_choice.h"

#include <doctest/doctest.h>

namespace srl::web {

using Next = DeviceChoice::Next;

TEST_CASE("live/choice: the very first tab is a new device") {
  const DeviceChoice choice("", {}, "new");
  CHECK(choice.candidate() == "new");
  CHECK(choice.is_new());
}

TEST_CASE("live/choice: a new tab takes the device that a closed one has left behind") {
  DeviceChoice choice("", {"a", "b"}, "new");
  CHECK(choice.candidate() == "a");
  CHECK(choice.on_held() == Next::try_now);
  CHECK(choice.candidate() == "b");
}

TEST_CASE("live/choice: when other tabs hold all devices, the tab is a new one") {
  DeviceChoice choice("", {"a", "b"}, "new");
  CHECK(choice.on_held() == Next::try_now);
  CHECK(choice.on_held() == Next::try_now);
  CHECK(choice.candidate() == "new");
  CHECK(choice.is_new());
}

TEST_CASE("live/choice: a reload waits two seconds for its own device, then the person is asked") {
  DeviceChoice choice("b", {"a", "b"}, "new");
  CHECK(choice.candidate() == "b");
  DurationMs waited_ms = 0;
  Next next = choice.on_held();
  while (next == Next::try_later) {
    waited_ms += kLockRetryMs;
    next = choice.on_held();
  }
  CHECK(next == Next::ask);
  CHECK(waited_ms == kLockPatienceMs);
  CHECK(choice.candidate() == "b");
}

TEST_CASE("live/choice: who opens another device gets a free one first, a new one at last") {
  DeviceChoice choice("b", {"a", "b"}, "new");
  choice.choose_another();
  CHECK(choice.candidate() == "a");
  CHECK(choice.on_held() == Next::try_now);
  CHECK(choice.candidate() == "new");
}

}  // namespace srl::web
