// SPDX-License-Identifier: MIT
// Turns the hooks on when a test or a screen reader listens: ?probe=1 for tests, and the mirror
// unless ?a11y=0.
#include "probe/bridge.h"

#include <emscripten.h>

#include <utility>

#include "imgui.h"
#include "imgui_internal.h"
#include "platform/platform.h"
#include "probe/a11y_mirror.h"
#include "probe/page_answer.h"
#include "probe/registry.h"

namespace srl::web::probe {

namespace {

struct Bridge {
  std::string (*state_json)() = nullptr;
  bool mirrors = false;
};

Bridge& bridge() {
  static Bridge instance;
  return instance;
}

}  // namespace

void set_state_source(std::string (*state_json)()) { bridge().state_json = state_json; }

void start_bridge() {
  const bool tests = platform::query("probe") == "1";
  bridge().mirrors = platform::query("a11y") != "0";
  registry().set_enabled(tests || bridge().mirrors);
  ImGui::GetCurrentContext()->TestEngineHookItems = registry().enabled();
  if (tests) srl_js_probe_install();
}

void after_frame(double now_ms) {
  if (bridge().mirrors) update_mirror(now_ms);
}

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* srl_probe_list() { return answer(to_json(registry().items())); }

EMSCRIPTEN_KEEPALIVE const char* srl_probe_state() {
  return answer(bridge().state_json == nullptr ? "null" : bridge().state_json());
}

EMSCRIPTEN_KEEPALIVE double srl_probe_frames() {
  return static_cast<double>(platform::frames_drawn());
}

EMSCRIPTEN_KEEPALIVE double srl_probe_frame_ms() { return platform::frame_cost_ms(); }

}  // extern "C"

}  // namespace srl::web::probe
