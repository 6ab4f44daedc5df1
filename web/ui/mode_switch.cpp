// SPDX-License-Identifier: MIT
#include "ui/mode_switch.h"

#include "ui/widgets/segmented.h"
#include "ui/widgets/select.h"

namespace srl::web::ui {

namespace {

constexpr const char* kSandbox = "Sandbox";
constexpr const char* kLive = "Live";
constexpr std::string_view kSandboxHint = "A simulated world with faults on request";
constexpr std::string_view kLiveHint = "A real device in this tab, syncing with this server";

// In the order of Mode.
constexpr Segment kSegments[] = {{kSandbox, Icon::flask, kSandboxHint},
                                 {kLive, Icon::server, kLiveHint}};
constexpr SelectOption kOptions[] = {{kSandbox, kSandboxHint, Icon::flask},
                                     {kLive, kLiveHint, Icon::server}};

}  // namespace

bool mode_switch(Mode* mode, bool in_words) {
  const int before = static_cast<int>(*mode);
  int chosen = before;
  if (in_words) {
    segmented("Mode", &chosen, kSegments);
  } else {
    const Icon icon = *mode == Mode::live ? Icon::server : Icon::flask;
    const int picked = icon_menu("Sandbox or Live", icon, kOptions, before);
    if (picked != kNothingChosen) chosen = picked;
  }
  *mode = static_cast<Mode>(chosen);
  return chosen != before;
}

}  // namespace srl::web::ui
