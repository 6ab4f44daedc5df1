// SPDX-License-Identifier: MIT
#include "app/accessible_view.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "app/device_text.h"
#include "app/promise_board.h"
#include "app/task_list.h"
#include "app/verdict.h"
#include "app/wording.h"
#include "policies/catalog.h"
#include "probe/json.h"

namespace srl::web {
namespace {

using probe::JsonArray;
using probe::JsonObject;

// -------------------------------------------------------------------------------------- what it
// says

// "High. Sending. Duplicate, 2 of 2": after the title.
std::string notes_of(const TaskLine& line) {
  std::string notes(priority_text(line.row->fields.priority));
  for (const std::string& part :
       {std::string(status_text(line.row->status)), duplicate_text(line)}) {
    if (part.empty()) continue;
    if (!notes.empty()) notes += ". ";
    notes += part;
  }
  return notes;
}

void write_task(JsonArray& tasks, const TaskLine& line) {
  JsonObject json(tasks);
  json.number("gesture", static_cast<double>(line.row->created_by));
  json.number("copy", line.copy);
  json.text("title", line.row->fields.title);
  json.flag("done", line.row->fields.completed);
  json.text("notes", notes_of(line));
}

std::string queue_words(const DeviceView& view) {
  if (view.queued == 0) return "Nothing waiting to be sent";
  std::string words = counted(view.queued, "change", "changes") + " waiting to be sent";
  if (view.parked > 0) words += ", " + std::to_string(view.parked) + " of them parked";
  return words;
}

void write_tasks(JsonObject& device, const DeviceView& view) {
  TaskList list;
  list_tasks(view, TaskFilter::all, "", &list);
  device.text("counts", count_text(list.counts, view));
  device.text("duplicates", surplus_text(list.counts));
  const std::size_t shown = std::min(list.lines.size(), kAccessibleTasksMax);
  device.number("left_out", static_cast<double>(list.lines.size() - shown));
  JsonArray tasks(device, "tasks");
  for (std::size_t i = 0; i < shown; ++i) write_task(tasks, list.lines[i]);
}

void write_device(JsonArray& devices, const LabSession& session, std::string_view name) {
  JsonObject json(devices);
  json.text("name", name);
  json.text("title", device_title(name));
  json.flag("is_second", name == kLaptop);
  const DeviceHost* device = session.world().find_device(name);
  const bool is_open = device != nullptr && device->is_open();
  json.flag("open", is_open);
  if (!is_open) return;
  const DeviceView& view = device->view();
  json.flag("running", device->is_running());
  json.flag("offline", session.is_offline(name));
  json.text("claim", claim_text(view, session.now_ms()));
  json.text("queue", queue_words(view));
  write_tasks(json, view);
}

void write_devices(JsonObject& parent, const LabSession& session) {
  JsonArray devices(parent, "devices");
  write_device(devices, session, kPhone);
  write_device(devices, session, kLaptop);
  const World& world = session.world();
  for (std::size_t i = 0; i < world.device_count(); ++i) {
    const std::string& name = world.device(i).name();
    if (name != kPhone && name != kLaptop) write_device(devices, session, name);
  }
}

void write_promises(JsonObject& parent, const World& world) {
  const std::vector<PromiseVerdict>& verdicts = world.oracle().verdicts();
  parent.text("promise_summary", promise_summary(count_promises(verdicts)));
  JsonArray promises(parent, "promises");
  for (std::size_t i = 0; i < promises_in_order().size(); ++i) {
    const bool broken = verdicts[i].status == PromiseStatus::broken;
    JsonObject json(promises);
    json.text("sentence", promises_in_order()[i]->sentence);
    json.text("word", promise_word(verdicts[i].status));
    json.flag("broken", broken);
    json.text("finding", broken ? verdicts[i].finding.text : "");
  }
}

void write_presets(JsonObject& parent, const LabSession& session) {
  JsonArray presets(parent, "presets");
  for (const std::string_view name : preset_names()) {
    JsonObject json(presets);
    json.text("name", name);
    json.text("title", preset_title(name));
    json.flag("chosen", name == session.preset());
  }
}

// ------------------------------------------------------------------------------------- what it
// does

using Act = Status (*)(LabSession&, const AccessibleCommand&);

struct NamedAct {
  std::string_view name;
  Act act;
};

Status add(LabSession& session, const AccessibleCommand& command) {
  TaskPatch fields;
  fields.mark(TaskField::title);
  fields.values.title = command.value;
  return session.create_task(command.device, fields);
}

TaskName task_of(const AccessibleCommand& command) { return {command.gesture, command.copy}; }

constexpr NamedAct kActs[] = {
    {"play",
     [](LabSession& session, const AccessibleCommand&) {
       session.play_or_pause();
       return Status();
     }},
    {"restart",
     [](LabSession& session, const AccessibleCommand&) {
       session.restart();
       return Status();
     }},
    {"preset", [](LabSession& session,
                  const AccessibleCommand& command) { return session.set_preset(command.value); }},
    {"offline",
     [](LabSession& session, const AccessibleCommand& command) {
       session.set_offline(command.device, command.value == "on");
       return Status();
     }},
    {"second_device",
     [](LabSession& session, const AccessibleCommand& command) {
       session.set_second_device(command.value == "on");
       return Status();
     }},
    {"add", add},
    {"complete",
     [](LabSession& session, const AccessibleCommand& command) {
       return session.complete_task(command.device, task_of(command), command.value == "on");
     }},
    {"delete", [](LabSession& session, const AccessibleCommand& command) {
       return session.delete_task(command.device, task_of(command));
     }}};

}  // namespace

std::string accessible_view(const LabSession& session) {
  const Verdict verdict = verdict_of(session.world());
  std::string out;
  {
    JsonObject json(out);
    json.text("scenario", session.narrative().title);
    json.text("caption", session.caption());
    json.text("clock", format_clock(session.now_ms()));
    json.flag("playing", session.is_playing());
    json.text("verdict", verdict.title);
    json.text("verdict_text", verdict.text);
    json.flag("broken", verdict.kind == VerdictKind::broken);
    write_presets(json, session);
    write_devices(json, session);
    write_promises(json, session.world());
  }
  return out;
}

Status perform(LabSession& session, const AccessibleCommand& command) {
  const auto found = std::find_if(std::begin(kActs), std::end(kActs),
                                  [&](const NamedAct& act) { return act.name == command.name; });
  if (found == std::end(kActs)) {
    return make_error(ErrorCode::bad_value, "no such command: " + std::string(command.name));
  }
  return found->act(session, command);
}

}  // namespace srl::web
