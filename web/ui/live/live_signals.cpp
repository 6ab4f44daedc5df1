// SPDX-License-Identifier: MIT
// The device's signals beside the server's, by the same names.
#include <algorithm>
#include <string>

#include "live/live_text.h"
#include "live/signal_pairs.h"
#include "ui/live/live_view.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/section_header.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kValue{.face = Face::mono};
constexpr TextStyle kHead = kSmallBoldText;
constexpr float kColumn = 68.0f;
constexpr const char* kNothing = "–";
constexpr const char* kLegend = "A dash: this side does not count it, the other one does.";

// Made again when something has moved, not for every frame.
const std::vector<SignalPairGroup>& pairs_of(LiveMode& live) {
  static std::vector<SignalPairGroup> groups;
  static std::uint64_t seen_revision = 0;
  if (seen_revision != live.revision()) {
    seen_revision = live.revision();
    static const Metrics none;
    const LiveDevice* device = live.device();
    groups =
        pair_signals(device == nullptr ? none : device->device_metrics(), live.server().signals());
  }
  return groups;
}

void draw_right(ImDrawList* list, TextStyle style, float right, float middle, Color ink,
                std::string_view text) {
  draw_text(list, style, {right - text_size(style, text).x, middle - line_height(style) / 2}, ink,
            text);
}

// Who has counted nothing stays in the background.
Color value_ink(std::string_view value) {
  return value == "0" || value == kNothing ? colors().ink_faint : colors().ink;
}

std::string spoken_value(const char* side, const std::string& value) {
  return std::string(side) + (value.empty() ? " does not count it" : " " + value);
}

void draw_columns_head() {
  const Slot slot = place_display("columns", {room(1.0f), line_height(kHead) + space::kSmall},
                                  {.role = probe::Role::text, .name = "Device, Server"});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = slot.box.GetCenter().y;
  draw_right(list, kHead, slot.box.Max.x - kColumn, middle, colors().ink_soft, "Device");
  draw_right(list, kHead, slot.box.Max.x, middle, colors().ink_soft, "Server");
}

void draw_pair(const SignalPair& pair) {
  const std::string device = pair.device.empty() ? kNothing : pair.device;
  const std::string server = pair.server.empty() ? kNothing : pair.server;
  const std::string spoken =
      spoken_value("device", pair.device) + ", " + spoken_value("server", pair.server);
  const Slot slot =
      place_display(pair.title.c_str(), {room(1.0f), line_height(kPlainText) + space::kTight},
                    {.role = probe::Role::text, .name = pair.title, .value = spoken});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  const float middle = slot.box.GetCenter().y;
  const float right = slot.box.Max.x;
  const Color ink = pair.is_quiet ? c.ink_faint : c.ink;
  draw_right(list, kValue, right - kColumn, middle, value_ink(device), device);
  draw_right(list, kValue, right, middle, value_ink(server), server);
  const float width = right - kColumn - text_size(kValue, device).x - space::kSmall;
  draw_text_cut(list, kPlainText, {slot.box.Min.x, middle - line_height(kPlainText) / 2},
                std::max(1.0f, width - slot.box.Min.x), ink, pair.title);
  hint(slot, pair.hint);
}

}  // namespace

void draw_live_signals(LiveMode& live) {
  const bool is_fresh = live.server().state() == ServerWatch::State::reachable;
  section_header("Device and server", kNoCount, is_fresh ? "every 3 s" : "");
  if (!is_fresh) paragraph(server_text(live), {.size = TextSize::small}, &Palette::ink_soft);
  paragraph(kLegend, {.size = TextSize::small}, &Palette::ink_soft);
  draw_columns_head();
  for (const SignalPairGroup& group : pairs_of(live)) {
    section_header(group.title.c_str());
    if (!group.experience.empty()) {
      paragraph("User sees: " + group.experience, {.size = TextSize::small}, &Palette::ink_soft);
    }
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(space::kSmall, 2.0f));
    for (const SignalPair& pair : group.rows) draw_pair(pair);
    ImGui::PopStyleVar();
    gap(space::kSmall);
  }
}

}  // namespace srl::web::ui
