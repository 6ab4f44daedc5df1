// SPDX-License-Identifier: MIT
// One device as the task app that its person uses: everything that its view says, and all gestures.
#pragma once

#include "app/task_device.h"
#include "ui/ui_context.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

// What the parts of the app share in one frame.
struct DeviceApp {
  UiContext& context;
  TaskDevice& device;
  TaskAppState& state;
  bool focus_new_task;             // the shortcut for it was pressed
  bool is_beside_another = false;  // no tab says which device it is

  const DeviceView& view() const { return device.view(); }
  // Asked for again after a gesture: rows are good until the world moves.
  const TaskList& tasks() const;
};

Icon device_icon(std::string_view device);

// A card of that size; of the width 0 it takes what there is, and stands alone. The shortcut for a
// new task types into the one that `takes_new_task`.
void draw_device_app(UiContext& context, TaskDevice& device, ImVec2 size, bool takes_new_task);

// Opens the sheet in which the person signs in and out.
void open_account_sheet(const DeviceApp& app);

// Its parts, from top to bottom. The sheet of the account takes the place of the tasks.
void draw_device_header(const DeviceApp& app);
void draw_reminders(const DeviceApp& app);  // what the person was shown, by app or system
void draw_device_notices(const DeviceApp& app);
void draw_account_line(const DeviceApp& app);
void draw_account_notices(const DeviceApp& app);
bool draw_account_sheet(const DeviceApp& app);  // false: it is not open
void draw_new_task(const DeviceApp& app);
void draw_task_filter(const DeviceApp& app);
void draw_gone_tasks(const DeviceApp& app);
void draw_task_list(const DeviceApp& app);

}  // namespace srl::web::ui
