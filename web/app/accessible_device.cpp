// SPDX-License-Identifier: MIT
#include "app/accessible_device.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "app/conflict_text.h"
#include "app/device_text.h"
#include "app/reminder_text.h"
#include "app/task_list.h"

namespace srl::web {
namespace {

constexpr std::string_view kOn = "on";

// ----------------------------------------------------------------------------------- what it says

// "High. Reminder at 06:00. Sending. Duplicate, 2 of 2": after the title.
std::string notes_of(const TaskLine& line, const TaskDevice& device) {
  std::string notes(priority_text(line.row->fields.priority));
  const RowStatus status = told_status(line.row->status, device.keeps_what_it_saves());
  std::string reminder = reminder_text(line.row->fields, device);
  if (!reminder.empty()) reminder.insert(0, "Reminder ");
  for (const std::string& part :
       {reminder, std::string(status_text(status)), duplicate_text(line)}) {
    if (part.empty()) continue;
    if (!notes.empty()) notes += ". ";
    notes += part;
  }
  return notes;
}

void write_task(JsonArray& tasks, const TaskLine& line, const TaskDevice& device) {
  JsonObject json(tasks);
  json.text("handle", to_string(line.handle));
  json.number("gesture", static_cast<double>(line.row->created_by));
  json.number("copy", line.copy);
  json.text("title", line.row->fields.title);
  json.flag("done", line.row->fields.completed);
  json.text("notes", notes_of(line, device));
  json.flag("reminds", line.row->fields.remind_at != 0 && !line.row->fields.completed);
}

void write_conflict(JsonArray& conflicts, const ConflictView& shown, const TaskDevice& device) {
  const Conflict& conflict = shown.conflict;
  const ConflictWords words = conflict_words(conflict, device.name());
  JsonObject json(conflicts);
  json.text("id", to_string(conflict.id));
  json.text("title", conflict.theirs.title);
  json.text("story", words.story);
  json.text("rule", conflict_rule(conflict.policy));
  json.text("mine", words.mine);
  json.text("theirs", words.theirs);
  json.text("keep_mine", words.keep_mine);
  json.text("keep_theirs", words.keep_theirs);
  json.flag("deciding", shown.deciding);
  json.flag("can_merge", can_merge(conflict));
  JsonArray fields(json, "fields");
  for (const ConflictLine& line : conflict_lines(conflict, device.zone())) {
    JsonObject field(fields);
    field.number("bit", line.field);
    field.text("name", line.name);
    field.text("base", line.base);
    field.text("mine", line.mine);
    field.text("theirs", line.theirs);
  }
}

std::string queue_words(const DeviceView& view) {
  if (view.queued == 0) return "Nothing waiting to be sent";
  std::string words = counted(view.queued, "change", "changes") + " waiting to be sent";
  if (view.not_durable > 0) words += ", " + std::to_string(view.not_durable) + " not yet on disk";
  if (view.parked > 0) words += ", " + std::to_string(view.parked) + " of them parked";
  for (const std::string& more :
       {view.parked_for_size > 0 ? parked_text(view) : std::string(), trouble_text(view)}) {
    if (!more.empty()) words += ". " + more;
  }
  if (words.back() == '.') words.pop_back();  // the page sets it
  return words;
}

std::string refused_words(const DeviceView& view) {
  std::string words;
  for (const RejectedView& rejected : view.rejected) {
    if (!words.empty()) words += "; ";
    words.append(rejected_text(rejected)).append(": ").append(error_title(rejected.code));
  }
  return words.empty() ? "" : "Refused by the server: " + words;
}

// What waits for a sign-in, a decision, or another user.
std::string held_words(const SessionView& session) {
  std::string words;
  for (const std::string& part :
       {blocked_text(session), review_text(session), others_text(session)}) {
    if (!part.empty()) words.append(words.empty() ? "" : ". ").append(part);
  }
  return words;
}

void write_session(JsonObject& parent, const TaskDevice& device) {
  const SessionView& session = device.view().session;
  const bool waits_for_code = session.state == SessionState::code_sent;
  JsonObject json(parent, "session");
  json.text("user", user_text(session));
  json.text("state", session_text(session.state));
  json.flag("signed_in", session.is_signed_in());
  json.flag("guest", session.is_signed_in() && session.belongs_to_guest());
  json.flag("takes_guests", device.takes_guests());
  json.text("join_code", device.join_code());
  json.text("offer", device.address_to_offer());
  json.text("code_email", waits_for_code ? session.code_email : "");
  json.text("code_hint", waits_for_code ? device.code_hint() : "");
  json.text("mailed_code", waits_for_code ? device.mailed_code() : "");
  json.text("problem", session_problem_text(session.problem));
  json.text("held", held_words(session));
  json.flag("review", session.blocked_review > 0);
  json.text("lost", lost_text(device.view().lost, device.wall_ms(), device.zone()));
  json.number("unsent", device.asks_about_unsent() ? static_cast<double>(device.view().queued) : 0);
  JsonArray sessions(json, "sessions");
  if (!session.is_signed_in()) return;
  for (const SessionLine& line : device.sessions()) {
    JsonObject item(sessions);
    item.text("device", line.device);
    item.text("title", line.title);
    item.text("age", session_age_text(line.since_ms, line.last_used_ms, device.now_ms()));
    item.flag("this", line.is_this);
    item.flag("other_device", line.device != device.name());
  }
}

// ----------------------------------------------------------------------------------- what it does

Status add(TaskDevice& device, const AccessibleCommand& command) {
  TaskPatch fields;
  fields.mark(TaskField::title);
  fields.values.title = command.value;
  return device.create_task(fields);
}

Result<TaskRef> task_of(const AccessibleCommand& command) {
  TaskRef task;
  task.created_by = command.gesture;
  task.copy = command.copy;
  if (command.handle.empty()) return task;
  Result<TaskId> handle = parse_uuid(command.handle);
  if (!handle.ok()) return handle.error();
  task.handle = *handle;
  return task;
}

Status complete(TaskDevice& device, const AccessibleCommand& command) {
  const Result<TaskRef> task = task_of(command);
  return task.ok() ? device.complete_task(*task, command.value == kOn) : task.error();
}

// The value is a place in kReminderChoices.
Status remind(TaskDevice& device, const AccessibleCommand& command) {
  const Result<TaskRef> task = task_of(command);
  if (!task.ok()) return task.error();
  const std::size_t choice =
      command.value.empty() ? 0 : static_cast<std::size_t>(command.value[0] - '0');
  if (choice >= std::size(kReminderChoices)) {
    return make_error(ErrorCode::bad_value, "there is no such choice of a reminder");
  }
  TaskPatch patch;
  set_reminder(patch, kReminderChoices[choice], device);
  return device.update_task(*task, std::move(patch));
}

Status remove(TaskDevice& device, const AccessibleCommand& command) {
  const Result<TaskRef> task = task_of(command);
  return task.ok() ? device.delete_task(*task) : task.error();
}

// "mine", "theirs", or the fields in which mine is kept, as a number of bits.
Status decide(TaskDevice& device, const AccessibleCommand& command) {
  const Result<ConflictId> id = parse_uuid(command.handle);
  if (!id.ok()) return id.error();
  const auto found = device.view().conflicts.find(*id);
  if (found == device.view().conflicts.end()) {
    return make_error(ErrorCode::not_possible, "that conflict is decided already");
  }
  const Result<ConflictSide> side = parse_conflict_side(command.value);
  std::uint32_t fields = 0;
  for (const char digit : command.value) {
    if (digit >= '0' && digit <= '9')
      fields = fields * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return device.decide_conflict(found->second, side.ok() ? *side : ConflictSide::each, fields);
}

Status set_offline(TaskDevice& device, const AccessibleCommand& command) {
  device.set_online(command.value != kOn);
  return {};
}

Status retry_parked(TaskDevice& device, const AccessibleCommand&) {
  device.retry_parked();
  return {};
}

Status discard_rejected(TaskDevice& device, const AccessibleCommand&) {
  device.discard_rejected();
  return {};
}

Status sign_out(TaskDevice& device, const AccessibleCommand& command) {
  if (command.value == "keep") return device.sign_out(Device::Unsent::keep);
  if (command.value == "discard") return device.sign_out(Device::Unsent::discard);
  return device.sign_out(Device::Unsent::ask);
}

struct NamedAct {
  std::string_view name;
  Status (*act)(TaskDevice&, const AccessibleCommand&);
};

constexpr NamedAct kActs[] = {
    {"add", add},
    {"complete", complete},
    {"delete", remove},
    {"remind", remind},
    {"decide", decide},
    {"offline", set_offline},
    {"retry_parked", retry_parked},
    {"discard_rejected", discard_rejected},
    {"sync",
     [](TaskDevice& device, const AccessibleCommand&) {
       device.sync_now();
       return Status();
     }},
    {"request_code",
     [](TaskDevice& device, const AccessibleCommand& command) {
       return device.request_code(std::string(command.value));
     }},
    {"enter_code",
     [](TaskDevice& device, const AccessibleCommand& command) {
       return device.enter_code(std::string(command.value));
     }},
    {"guest",
     [](TaskDevice& device, const AccessibleCommand&) { return device.sign_in_as_guest(); }},
    {"join_code",
     [](TaskDevice& device, const AccessibleCommand&) { return device.ask_join_code(); }},
    {"join",
     [](TaskDevice& device, const AccessibleCommand& command) {
       return device.join_guest(std::string(command.value));
     }},
    {"sign_out", sign_out},
    {"keep_work", [](TaskDevice& device, const AccessibleCommand&) { return device.keep_work(); }},
    {"send_lost", [](TaskDevice& device, const AccessibleCommand&) { return device.send_lost(); }},
    {"drop_lost", [](TaskDevice& device, const AccessibleCommand&) { return device.drop_lost(); }},
    {"discard_work",
     [](TaskDevice& device, const AccessibleCommand&) { return device.discard_work(); }},
    {"sessions",
     [](TaskDevice& device, const AccessibleCommand&) {
       device.ask_sessions();
       return Status();
     }},
    {"revoke_session",
     [](TaskDevice& device, const AccessibleCommand& command) {
       return device.revoke_session(std::string(command.value));
     }},
};

}  // namespace

void write_reminders(JsonObject& json, const TaskDevice& device) {
  std::string told;
  const std::vector<ShownNotice>& shown = device.notices().shown();
  const std::size_t first = shown.size() - std::min(shown.size(), kAccessibleNoticesMax);
  for (std::size_t i = shown.size(); i > first; --i) {
    const NoticeWords words = notice_words(shown[i - 1], device);
    told.append(told.empty() ? "" : ". ").append(words.title).append(", ").append(words.detail);
  }
  json.text("reminders", told);
}

void write_task_app(JsonObject& json, const TaskDevice& device) {
  const DeviceView& view = device.view();
  json.text("claim", claim_text(view, device.now_ms()));
  write_session(json, device);
  json.text("queue", queue_words(view));
  json.flag("parked", view.parked > 0);
  json.text("refused", refused_words(view));
  {
    JsonArray conflicts(json, "conflicts");
    for (const auto& [id, shown] : view.conflicts) write_conflict(conflicts, shown, device);
  }
  TaskList list;
  list_tasks(view, TaskFilter::all, "", &list);
  json.text("counts", count_text(list.counts, view));
  json.text("duplicates", surplus_text(list.counts));
  const std::size_t shown = std::min(list.lines.size(), kAccessibleTasksMax);
  json.number("left_out", static_cast<double>(list.lines.size() - shown));
  {
    JsonArray choices(json, "reminder_choices");
    for (const ReminderChoice& choice : kReminderChoices) {
      JsonObject(choices).text("label", choice.label);
    }
  }
  JsonArray tasks(json, "tasks");
  for (std::size_t i = 0; i < shown; ++i) write_task(tasks, list.lines[i], device);
}

Status perform_on_device(TaskDevice& device, const AccessibleCommand& command) {
  const auto found = std::find_if(std::begin(kActs), std::end(kActs),
                                  [&](const NamedAct& act) { return act.name == command.name; });
  if (found == std::end(kActs)) {
    return make_error(ErrorCode::bad_value, "no such command: " + std::string(command.name));
  }
  return found->act(device, command);
}

}  // namespace srl::web
