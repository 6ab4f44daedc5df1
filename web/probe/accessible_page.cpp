// SPDX-License-Identifier: MIT
#include "probe/accessible_page.h"

#include <emscripten.h>

#include <string>
#include <utility>

#include "app/accessible_view.h"
#include "app/device_text.h"
#include "live/accessible_live.h"
#include "live/mode_link.h"
#include "platform/live_outside.h"
#include "platform/platform.h"
#include "probe/page_answer.h"

namespace srl::web::probe {

namespace {

constexpr std::string_view kChooseMode = "mode";
constexpr std::string_view kLive = "live";

Sandbox* shown_sandbox = nullptr;
ModeOfPage mode_of_page;

Status carry_out(const AccessibleCommand& command) {
  if (command.name == kChooseMode) {
    mode_of_page.choose(command.value == kLive);
    return {};
  }
  if (mode_of_page.is_live()) return perform_live(platform::live_mode(), command);
  return perform(*shown_sandbox, command);
}

}  // namespace

void show_sandbox_to_page(Sandbox& sandbox, ModeOfPage mode) {
  shown_sandbox = &sandbox;
  mode_of_page = std::move(mode);
}

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* srl_page_view() {
  if (mode_of_page.is_live()) return answer(accessible_live_view(platform::live_mode()));
  return answer(accessible_view(*shown_sandbox));
}

// The link to this very moment, or to live mode: what is live has no moments.
EMSCRIPTEN_KEEPALIVE const char* srl_page_link() {
  const std::string shown =
      mode_of_page.is_live() ? "#" + std::string(kLiveFragment) : shown_sandbox->link();
  return answer(platform::page_address() + shown);
}

// "", or what is wrong, as a sentence.
EMSCRIPTEN_KEEPALIVE const char* srl_page_command(const char* name, const char* device,
                                                  const char* value, double gesture, double copy,
                                                  const char* handle) {
  const Status done = carry_out({.name = name,
                                 .device = device,
                                 .value = value,
                                 .gesture = static_cast<Intent>(gesture),
                                 .copy = static_cast<int>(copy),
                                 .handle = handle});
  platform::wake();
  return answer(done.ok() ? "" : complaint_text(done.error()));
}

}  // extern "C"

}  // namespace srl::web::probe
