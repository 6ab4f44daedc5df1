// SPDX-License-Identifier: MIT
// One device as the task app that its person uses: everything that its view says, and all gestures.
#pragma once

#include "ui/ui_context.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

// What the parts of the app share in one frame. The device is looked up whenever it is asked for: a
// command given in this very frame may have opened another world in the place of the first.
struct DeviceApp {
  UiContext& context;
  const std::string& name;
  TaskAppState& state;

  const DeviceHost& device() const { return *context.session.world().find_device(name); }
  const DeviceView& view() const { return device().view(); }
  // Asked for again after a gesture: rows are good until the world moves.
  const TaskList& tasks() const;
};

Icon device_icon(std::string_view device);

// A card of that size. The device is one of the open ones.
void draw_device_app(UiContext& context, const std::string& name, ImVec2 size);

// Its parts, from top to bottom.
void draw_device_header(const DeviceApp& app);
void draw_device_notices(const DeviceApp& app);
void draw_new_task(const DeviceApp& app);
void draw_task_filter(const DeviceApp& app);
void draw_task_list(const DeviceApp& app);

}  // namespace srl::web::ui
