// SPDX-License-Identifier: MIT
// The C++ half of the mirror; probe.js keeps the DOM.
#include "probe/a11y_mirror.h"

#include <emscripten.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "imgui.h"
#include "imgui_internal.h"
#include "platform/platform.h"
#include "probe/bridge.h"

namespace srl::web::probe {

namespace {

struct Mirror {
  bool asked = false;
  double told_at_ms = -kMirrorIntervalMs;
  std::string told;
};

Mirror& mirror() {
  static Mirror instance;
  return instance;
}

}  // namespace

std::vector<Item> mirrored(const std::vector<Item>& items) {
  std::vector<Item> nodes;
  std::copy_if(items.begin(), items.end(), std::back_inserter(nodes),
               [](const Item& item) { return item.role != Role::none && !item.name.empty(); });
  return nodes;
}

void update_mirror(double now_ms) {
  for (const Announcement& announcement : registry().take_announcements()) {
    srl_js_announce(announcement.text.c_str(), announcement.urgency == Urgency::assertive ? 1 : 0);
  }
  Mirror& m = mirror();
  if (m.asked) return;
  m.asked = true;
  srl_js_mirror_later(std::max(0.0, m.told_at_ms + kMirrorIntervalMs - now_ms));
}

extern "C" {

EMSCRIPTEN_KEEPALIVE void srl_mirror_flush() {
  Mirror& m = mirror();
  m.asked = false;
  m.told_at_ms = emscripten_get_now();
  std::string json = to_json(mirrored(registry().items()));
  if (json == m.told) return;
  m.told = std::move(json);
  srl_js_mirror_apply(m.told.c_str());
}

EMSCRIPTEN_KEEPALIVE void srl_mirror_activate(ImGuiID id) {
  ImGui::ActivateItemByID(id);
  platform::wake();
}

EMSCRIPTEN_KEEPALIVE void srl_mirror_set(ImGuiID id, const char* value) {
  registry().request_value(id, value);
  platform::wake();
}

}  // extern "C"

}  // namespace srl::web::probe
