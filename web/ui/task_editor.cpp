// SPDX-License-Identifier: MIT
#include "ui/task_editor.h"

#include <array>
#include <iterator>
#include <string>

#include "app/device_text.h"
#include "app/reminder_text.h"
#include "app/task_words.h"
#include "base/enum_names.h"
#include "base/limits.h"
#include "ui/widgets/button.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"
#include "ui/widgets/select.h"
#include "ui/widgets/text_field.h"

namespace srl::web::ui {

namespace {

constexpr float kPriorityWidth = 104.0f;

void choose_priority(const TaskFields& fields, TaskEdit* edit) {
  std::array<SelectOption, kCountOf<Priority>> options;
  for (std::size_t i = 0; i < options.size(); ++i) {
    options[i] = {.label = priority_title(static_cast<Priority>(i))};
  }
  int priority = static_cast<int>(fields.priority);
  if (!select("Priority", &priority, options, {.width = kPriorityWidth})) return;
  edit->result = EditResult::priority_chosen;
  edit->priority = static_cast<Priority>(priority);
}

// What is set comes first, then what can be set instead.
void choose_reminder(const TaskDevice& device, const TaskFields& fields, float width,
                     TaskEdit* edit) {
  const std::string current = "Reminder " + reminder_text(fields, device);
  SelectOption options[std::size(kReminderChoices) + 1];
  std::size_t count = 0;
  const bool is_set = !reminder_text(fields, device).empty();
  if (is_set) options[count++] = {.label = current.c_str()};
  for (const ReminderChoice& choice : kReminderChoices) options[count++] = {.label = choice.label};
  int chosen = 0;
  if (!select("Reminder", &chosen, {options, count}, {.width = width})) return;
  edit->result = EditResult::reminder_chosen;
  edit->reminder = static_cast<std::size_t>(chosen) - (is_set ? 1 : 0);
}

void draw_ways_out(TaskEdit* edit) {
  if (button("Save", {.kind = ButtonKind::primary})) edit->result = EditResult::saved;
  ImGui::SameLine();
  if (button("Cancel", {.kind = ButtonKind::ghost})) edit->result = EditResult::cancelled;
  ImGui::SameLine();
  const float rest = room() - sizes().control_height;
  if (rest > 0) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + rest);
  if (icon_button("Delete task", Icon::trash)) edit->result = EditResult::deleted;
}

}  // namespace

float task_editor_height(const TaskAppState& state) {
  const float complaint =
      state.edit_complaint.empty() ? 0.0f : line_height(kSmallText) + space::kSmall;
  return 3 * sizes().control_height + 4 * space::kSmall + complaint;
}

void open_task_editor(TaskAppState& state, const TaskLine& line) {
  state.editing = line.handle;
  state.edited_title = line.row->fields.title;
  state.edit_complaint.clear();
  state.focus_edited = true;
}

void close_task_editor(TaskAppState& state) {
  state.focus_row = state.editing;
  state.editing = {};
}

TaskEdit task_editor(const DeviceApp& app, const TaskLine& line) {
  TaskAppState& state = app.state;
  TaskEdit edit;
  const float height = task_editor_height(state);
  const float width = room(1.0f);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(corner, {corner.x + width, corner.y + height}, shade(colors().accent_tint),
                      radius::kControl);
  ImGui::PushID("editor");
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(space::kSmall, space::kSmall));
  ImGui::SetCursorScreenPos({corner.x + space::kSmall, corner.y + space::kSmall});
  ImGui::BeginGroup();
  ImGui::PushClipRect(corner, {corner.x + width, corner.y + height}, true);
  const float inner = width - 2 * space::kSmall;
  const TextFieldResult title =
      text_field("Title", &state.edited_title,
                 {.width = inner, .bytes_max = kTitleBytesMax, .take_focus = state.focus_edited});
  state.focus_edited = false;
  if (title.changed) state.edit_complaint.clear();
  if (title.was_cut) state.edit_complaint = cut_text(state.edited_title);
  if (title.submitted) edit.result = EditResult::saved;
  if (!state.edit_complaint.empty()) {
    paragraph(state.edit_complaint, kSmallText, &Palette::broken);
  }
  choose_priority(line.row->fields, &edit);
  ImGui::SameLine();
  choose_reminder(app.device, line.row->fields, inner - kPriorityWidth - space::kSmall, &edit);
  draw_ways_out(&edit);
  ImGui::PopClipRect();
  ImGui::EndGroup();
  ImGui::PopStyleVar();
  ImGui::PopID();
  if (edit.result == EditResult::none && escape_pressed()) edit.result = EditResult::cancelled;
  return edit;
}

}  // namespace srl::web::ui
