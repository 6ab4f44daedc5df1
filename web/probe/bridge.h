// SPDX-License-Identifier: MIT
// Connects the registry with the page: `window.__probe` for tests (?probe=1), the mirror for screen
// readers. The functions of probe.js are declared here.
#pragma once

#include <string>

namespace srl::web::probe {

// Once, when the ImGui context stands.
void start_bridge();

// What window.__probe.state() tells: the application's own state as JSON.
void set_state_source(std::string (*state_json)());

// After every frame.
void after_frame(double now_ms);

}  // namespace srl::web::probe

extern "C" {

void srl_js_probe_install(void);
void srl_js_announce(const char* text, int assertive);
// Calls srl_mirror_flush after that many milliseconds.
void srl_js_mirror_later(double delay_ms);
void srl_js_mirror_apply(const char* nodes_json);

}  // extern "C"
