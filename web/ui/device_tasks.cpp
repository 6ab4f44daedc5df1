// SPDX-License-Identifier: MIT
// The list of a device's tasks. Only rows in sight are made, with one more on either side so that
// the arrow keys find where to go. Gestures are carried out after the last row is drawn: they move
// the world, and the rows are part of it.
#include <algorithm>
#include <cmath>
#include <optional>

#include "app/conflict_text.h"
#include "app/device_text.h"
#include "app/reminder_text.h"
#include "ui/conflict_sheet.h"
#include "ui/device_app.h"
#include "ui/task_editor.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/item.h"
#include "ui/widgets/task_row.h"

namespace srl::web::ui {

namespace {

constexpr std::size_t kRowsBeyond = 1;
constexpr float kRowsShownMin = 3.5f;  // below that, the card around them scrolls

Look status_look(RowStatus status) {
  switch (status) {
    case RowStatus::in_memory: return {Tone::neutral, Icon::dot};
    case RowStatus::saved_on_device: return {Tone::neutral, Icon::download};
    case RowStatus::sending: return {Tone::accent, Icon::send};
    case RowStatus::waiting_retry: return {Tone::waiting, Icon::waiting};
    case RowStatus::parked: return {Tone::waiting, Icon::pause};
    case RowStatus::lost: return {Tone::broken, Icon::info};
    case RowStatus::blocked_auth: return {Tone::waiting, Icon::info};
    case RowStatus::acknowledged: break;
  }
  return {Tone::ok, Icon::ok};
}

enum class Wish { toggle, remove, open, decide, save, cancel, set_priority, set_reminder };

struct TaskWish {
  Wish wish = Wish::toggle;
  std::size_t index = 0;  // in the list
  Priority priority = Priority::medium;
  std::size_t reminder = 0;
};

// Where rows are, with the one that is open for changes higher than the others.
struct Geometry {
  std::size_t count = 0;
  std::size_t edited = SIZE_MAX;
  float row = 0;
  float editor = 0;

  float top(std::size_t index) const {
    const float extra = index > edited ? editor - row : 0.0f;
    return row * static_cast<float>(index) + extra;
  }
  std::size_t first_at(float y) const {
    const float above = edited < count && y > top(edited) ? editor - row : 0.0f;
    const auto index = static_cast<std::size_t>(std::max(0.0f, (y - above) / row));
    return index > kRowsBeyond ? index - kRowsBeyond : 0;
  }
  std::size_t end_at(float y) const {
    return std::min(count, static_cast<std::size_t>(std::max(0.0f, y / row)) + 1 + kRowsBeyond);
  }
};

Geometry geometry_of(DeviceApp app, const std::vector<TaskLine>& lines) {
  TaskAppState& state = app.state;
  Geometry geometry;
  geometry.count = lines.size();
  geometry.row = task_row_height(room(1.0f));
  geometry.editor = task_editor_height(state);
  if (state.editing.is_nil()) return geometry;
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const TaskLine& line) {
    return line.handle == state.editing;
  });
  if (found != lines.end()) {
    geometry.edited = static_cast<std::size_t>(found - lines.begin());
  } else {
    state.editing = {};  // gone, or filtered away
  }
  return geometry;
}

TaskRef ref_of(const TaskLine& line) { return {line.handle, line.row->created_by, line.copy}; }

struct RowTexts {
  std::string id;
  std::string duplicate;
  std::string reminder;
};

TaskRow make_row(const DeviceApp& app, const TaskLine& line, const RowTexts& texts) {
  const RowView& view = *line.row;
  const RowStatus status = told_status(view.status, app.device.keeps_what_it_saves());
  const Look look = status_look(status);
  TaskRow row;
  row.id = texts.id.c_str();
  row.title = view.fields.title;
  row.meta = priority_text(view.fields.priority);
  row.reminder = texts.reminder;
  row.completed = view.fields.completed;
  row.status = look.tone;
  row.status_icon = look.icon;
  row.status_word = status_text(status);
  row.status_is_calm = view.status == RowStatus::acknowledged;
  if (line.is_duplicate()) {
    row.mark = "Duplicate";
    row.mark_hint = texts.duplicate;
    row.joins_above = line.copy > 1;
    row.joins_below = line.copy < line.copies;
  }
  if (const ConflictView* conflict = conflict_of(app.view(), line.handle)) {
    row.question = conflict_badge(*conflict);
    row.is_answered = conflict->deciding;
  }
  row.take_focus = line.handle == app.state.focus_row;
  return row;
}

std::optional<TaskWish> draw_line(const DeviceApp& app, const TaskLine& line, std::size_t index) {
  const RowTexts texts{to_string(line.handle), duplicate_text(line),
                       reminder_text(line.row->fields, app.device)};
  const TaskRow row = make_row(app, line, texts);
  const TaskRowResult result = task_row(row);
  if (row.take_focus) app.state.focus_row = {};
  if (result.toggled) return TaskWish{Wish::toggle, index};
  if (result.deleted) return TaskWish{Wish::remove, index};
  if (result.asked) return TaskWish{Wish::decide, index};
  if (result.opened) return TaskWish{Wish::open, index};
  return std::nullopt;
}

std::optional<TaskWish> draw_editor(const DeviceApp& app, const TaskLine& line, std::size_t index) {
  const TaskEdit edit = task_editor(app, line);
  switch (edit.result) {
    case EditResult::saved: return TaskWish{Wish::save, index};
    case EditResult::cancelled: return TaskWish{Wish::cancel, index};
    case EditResult::deleted: return TaskWish{Wish::remove, index};
    case EditResult::priority_chosen: return TaskWish{Wish::set_priority, index, edit.priority};
    case EditResult::reminder_chosen:
      return TaskWish{Wish::set_reminder, index, edit.priority, edit.reminder};
    case EditResult::none: break;
  }
  return std::nullopt;
}

void save_title(const DeviceApp& app, const TaskLine& line) {
  TaskAppState& state = app.state;
  if (state.edited_title == line.row->fields.title) return close_task_editor(state);
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = state.edited_title;
  const Status saved = app.device.update_task(ref_of(line), std::move(patch));
  if (saved.ok()) return close_task_editor(state);
  state.edit_complaint = complaint_text(saved.error());
  state.focus_edited = true;
  probe::registry().announce(state.edit_complaint, probe::Urgency::assertive);
}

void remove(const DeviceApp& app, const std::vector<TaskLine>& lines, std::size_t index) {
  // The keyboard goes on with a neighbour.
  const std::size_t next = index + 1 < lines.size() ? index + 1 : index - 1;
  app.state.focus_row = next < lines.size() ? lines[next].handle : TaskId{};
  app.state.editing = {};
  const TaskLine& line = lines[index];
  probe::registry().announce("Deleted " + line.row->fields.title);
  const Status removed = app.device.delete_task(ref_of(line));
  (void)removed;  // it checks nothing that was typed
}

void carry_out(const DeviceApp& app, const std::vector<TaskLine>& lines, const TaskWish& wish) {
  const TaskLine line = lines[wish.index];
  const TaskRef task = ref_of(line);
  switch (wish.wish) {
    case Wish::toggle: {
      const Status done = app.device.complete_task(task, !line.row->fields.completed);
      (void)done;  // it checks nothing that was typed
      break;
    }
    case Wish::set_priority: {
      TaskPatch patch;
      patch.mark(TaskField::priority);
      patch.values.priority = wish.priority;
      (void)app.device.update_task(task, std::move(patch));
      break;
    }
    case Wish::set_reminder: {
      TaskPatch patch;
      set_reminder(patch, kReminderChoices[wish.reminder], app.device);
      (void)app.device.update_task(task, std::move(patch));
      break;
    }
    case Wish::remove: remove(app, lines, wish.index); break;
    case Wish::decide: open_conflict_sheet(app, *conflict_of(app.view(), line.handle)); break;
    case Wish::open: open_task_editor(app.state, line); break;
    case Wish::save: save_title(app, line); break;
    case Wish::cancel: close_task_editor(app.state); break;
  }
}

void draw_nothing(const DeviceApp& app) {
  if (app.tasks().counts.tasks == 0) {
    empty_state(Icon::check, "No tasks yet",
                app.device.keeps_what_it_saves() ? "What you add is saved on this device."
                                                 : "What you add stays in memory here.");
  } else {
    empty_state(Icon::search, "No task matches", "Try another word, or show all tasks.");
  }
}

// New rows come at the end: who is there stays there.
void follow_growth(TaskAppState& state, std::size_t count) {
  const bool at_end =
      state.lines_drawn == 0 || ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - 1.0f;
  if (count > state.lines_drawn && at_end && state.editing.is_nil()) ImGui::SetScrollHereY(1.0f);
  state.lines_drawn = count;
}

void draw_lines(const DeviceApp& app) {
  const std::vector<TaskLine>& lines = app.tasks().lines;
  const Geometry geometry = geometry_of(app, lines);
  const float scroll = ImGui::GetScrollY();
  const std::size_t end = geometry.end_at(scroll + ImGui::GetWindowHeight());
  std::optional<TaskWish> wish;
  for (std::size_t i = geometry.first_at(scroll); i < end; ++i) {
    ImGui::SetCursorPosY(geometry.top(i));
    const std::optional<TaskWish> made =
        i == geometry.edited ? draw_editor(app, lines[i], i) : draw_line(app, lines[i], i);
    if (made) wish = made;
  }
  ImGui::SetCursorPosY(geometry.top(geometry.count));
  ImGui::Dummy({0, 0});
  follow_growth(app.state, lines.size());
  if (wish) carry_out(app, lines, *wish);
}

}  // namespace

void draw_task_list(const DeviceApp& app) {
  ImGui::PushStyleColor(ImGuiCol_ChildBg, shade(colors().surface, 0.0f));
  const std::string name = app.device.title() + " tasks";
  const float height =
      std::max(kRowsShownMin * task_row_height(room(1.0f)), ImGui::GetContentRegionAvail().y);
  ImGui::BeginChild(name.c_str(), {0, height}, ImGuiChildFlags_NavFlattened);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  if (app.tasks().lines.empty()) {
    draw_nothing(app);
    app.state.lines_drawn = 0;
  } else {
    draw_lines(app);
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
  ImGui::PopStyleColor();
}

}  // namespace srl::web::ui
