// SPDX-License-Identifier: MIT
// The devices as the task apps that a person uses: side by side where there is room, else one at a
// time. The second device is there from the start, switched off.
#include <algorithm>
#include <string>
#include <vector>

#include "app/device_text.h"
#include "app/sim_device.h"
#include "ui/device_app.h"
#include "ui/panel.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/item.h"
#include "ui/widgets/segmented.h"

namespace srl::web::ui {

namespace {

constexpr float kCardWidthMin = 290.0f;
constexpr float kCardGap = 12.0f;
constexpr float kEmptyHeight = 150.0f;

// The phone and the laptop always have their place; a run may open more.
std::vector<std::string> names_to_show(const World& world) {
  std::vector<std::string> names = {std::string(kPhone), std::string(kLaptop)};
  for (std::size_t i = 0; i < world.device_count(); ++i) {
    const std::string& name = world.device(i).name();
    if (world.device(i).is_open() && name != kPhone && name != kLaptop) names.push_back(name);
  }
  return names;
}

void draw_closed_device(UiContext& context, const std::string& name, ImVec2 size) {
  const PanelScope card(device_title(name).c_str(),
                        {.size = size, .scrolls = false, .padding = space::kMedium});
  if (!card.visible()) return;
  if (context.sandbox.world().find_device(name) != nullptr) {
    SimDevice device(context.sandbox, name);
    draw_reminders({context, device, context.state.task_apps[name], false});
  }
  const bool is_second = name == kLaptop;
  const float height = ImGui::GetContentRegionAvail().y;
  const float button_height = is_second ? sizes().control_height : 0.0f;
  const float above = std::max(0.0f, (height - kEmptyHeight - button_height) / 2);
  ImGui::Dummy({0, above});
  ImGui::BeginChild("off", {0, kEmptyHeight}, ImGuiChildFlags_NavFlattened);
  empty_state(device_icon(name), is_second ? "Second device: off" : "This device is closed",
              is_second ? "Open the laptop of the same person to see what the server tells it."
                        : "Its tasks are still on its disk.");
  ImGui::EndChild();
  if (!is_second) return;
  constexpr const char* kOpen = "Open the laptop";
  const float left = (room() - button_width(kOpen, {.icon = Icon::laptop})) / 2;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0f, left));
  if (button(kOpen, {.icon = Icon::laptop})) context.sandbox.set_second_device(true);
}

void draw_device(UiContext& context, const std::string& name, ImVec2 size) {
  const DeviceHost* device = context.sandbox.world().find_device(name);
  if (device != nullptr && device->is_open()) {
    SimDevice app(context.sandbox, name);
    draw_device_app(context, app, size, name == kPhone);
  } else {
    draw_closed_device(context, name, size);
  }
}

void draw_side_by_side(UiContext& context, const std::vector<std::string>& names, ImVec2 area) {
  const auto count = static_cast<float>(names.size());
  const float width = (area.x - kCardGap * (count - 1)) / count;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) ImGui::SameLine(0, kCardGap);
    draw_device(context, names[i], {width, area.y});
  }
}

void draw_one(UiContext& context, const std::vector<std::string>& names) {
  std::string& shown = context.state.shown_device;
  const auto found = std::find(names.begin(), names.end(), shown);
  int chosen = found == names.end() ? 0 : static_cast<int>(found - names.begin());
  std::vector<std::string> titles;
  titles.reserve(names.size());
  for (const std::string& name : names) titles.push_back(device_title(name));
  std::vector<Segment> tabs;
  for (std::size_t i = 0; i < names.size(); ++i) {
    tabs.push_back({titles[i].c_str(), device_icon(names[i])});
  }
  tab_strip("Devices", &chosen, tabs);
  shown = names[static_cast<std::size_t>(chosen)];
  draw_device(context, shown, {0, ImGui::GetContentRegionAvail().y});
}

void draw_devices(UiContext& context) {
  const std::vector<std::string> names = names_to_show(context.sandbox.world());
  const ImVec2 area = ImGui::GetContentRegionAvail();
  const auto count = static_cast<float>(names.size());
  // The shortcut for a new task types into the phone.
  if (context.state.focus_new_task) context.state.shown_device = std::string(kPhone);
  if (area.x >= count * kCardWidthMin + (count - 1) * kCardGap) {
    draw_side_by_side(context, names, area);
  } else {
    draw_one(context, names);
  }
}

}  // namespace

const Panel& panel_devices() {
  static const Panel kPanel{.name = "devices",
                            .title = "Devices",
                            .place = Place::centre,
                            .order = 10,
                            .draw = draw_devices,
                            .framed = false};
  return kPanel;
}

}  // namespace srl::web::ui
