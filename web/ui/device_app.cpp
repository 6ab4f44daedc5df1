// SPDX-License-Identifier: MIT
// The card, the field for a new task, search and filter.
#include "ui/device_app.h"

#include <iterator>

#include "app/device_text.h"
#include "app/reminder_text.h"
#include "base/limits.h"
#include "ui/conflict_sheet.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/select.h"
#include "ui/widgets/text_field.h"

namespace srl::web::ui {

namespace {

constexpr float kSearchWidthMin = 104.0f;

// In the order of TaskFilter.
constexpr Segment kFilters[] = {{"All"}, {"Open"}, {"Done"}};

void add_task(const DeviceApp& app) {
  TaskAppState& state = app.state;
  TaskPatch fields;
  fields.mark(TaskField::title);
  fields.values.title = state.new_title;
  if (state.new_reminder > 0) {
    set_reminder(fields, kReminderChoices[state.new_reminder], app.device);
  }
  const Status added = app.device.create_task(fields);
  state.complaint = added.ok() ? "" : complaint_text(added.error());
  if (!added.ok()) {
    probe::registry().announce(state.complaint, probe::Urgency::assertive);
    return;
  }
  probe::registry().announce("Added " + state.new_title);
  state.new_title.clear();
  state.new_reminder = 0;
}

// Behind a bell, that is pressed in as long as one is chosen.
void choose_new_reminder(TaskAppState& state) {
  SelectOption options[std::size(kReminderChoices)];
  for (std::size_t i = 0; i < std::size(options); ++i) options[i].label = kReminderChoices[i].label;
  const int taken = icon_menu("Reminder for the new task", Icon::bell, options, state.new_reminder,
                              state.new_reminder > 0);
  if (taken == kNothingChosen) return;
  state.new_reminder = taken;
  state.focus_new_task = true;
}

}  // namespace

Icon device_icon(std::string_view device) { return device == kPhone ? Icon::phone : Icon::laptop; }

const TaskList& DeviceApp::tasks() const {
  return state.tasks.get(view(), device.revision(), state.filter, state.search);
}

void draw_new_task(const DeviceApp& app) {
  TaskAppState& state = app.state;
  const bool focus = state.focus_new_task || app.focus_new_task;
  state.focus_new_task = false;
  const float spacing = ImGui::GetStyle().ItemSpacing.x;
  const float button_room = button_width("Add") + sizes().control_height + 2 * spacing;
  const TextFieldResult field = text_field("Add a task", &state.new_title,
                                           {.placeholder = "Add a task",
                                            .icon = Icon::add,
                                            .width = room() - button_room,
                                            .bytes_max = kTitleBytesMax,
                                            .take_focus = focus,
                                            .keeps_caret = true});
  if (field.changed) state.complaint.clear();
  if (field.was_cut) state.complaint = cut_text(state.new_title);
  ImGui::SameLine();
  choose_new_reminder(state);
  ImGui::SameLine();
  const bool pressed = button("Add");
  if (field.submitted || pressed) {
    add_task(app);
    state.focus_new_task = pressed;
  }
  if (state.complaint.empty()) return;
  paragraph(state.complaint, kSmallText, &Palette::broken);
}

void draw_task_filter(const DeviceApp& app) {
  TaskAppState& state = app.state;
  const float gap_width = ImGui::GetStyle().ItemSpacing.x;
  float filter_width = 0;
  for (const Segment& filter : kFilters) {
    filter_width += text_size({.face = Face::bold}, filter.label).x + 2 * space::kMedium;
  }
  const float rest = room() - filter_width - gap_width;
  const bool in_one_line = rest >= kSearchWidthMin;
  text_field("Search", &state.search,
             {.placeholder = "Search", .icon = Icon::search, .width = in_one_line ? rest : 0});
  if (in_one_line) ImGui::SameLine();
  int chosen = static_cast<int>(state.filter);
  segmented("Filter", &chosen, kFilters, {.width = in_one_line ? filter_width : -1.0f});
  state.filter = static_cast<TaskFilter>(chosen);
}

void draw_device_app(UiContext& context, TaskDevice& device, ImVec2 size, bool takes_new_task) {
  const std::string title = device.title();
  const PanelScope card(title.c_str(), {.size = size, .padding = space::kMedium});
  if (!card.visible()) return;
  const bool focus = takes_new_task && context.state.focus_new_task;
  const DeviceApp app{context, device, context.state.task_apps[device.name()], focus, size.x > 0};
  draw_device_header(app);
  draw_reminders(app);
  draw_device_notices(app);
  // An app that is not running takes nothing in.
  ImGui::BeginDisabled(!app.device.is_running());
  if (!draw_account_sheet(app)) {
    draw_new_task(app);
    if (!context.narrow || app.state.search_open) draw_task_filter(app);
    draw_gone_tasks(app);
    draw_task_list(app);
  }
  ImGui::EndDisabled();
  draw_conflict_sheet(app);
}

}  // namespace srl::web::ui
