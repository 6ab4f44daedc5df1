// SPDX-License-Identifier: MIT
// Jobs with their leases and fencing numbers, the slots that cron owed, and what was sent to whom.
// Where there is little room, what is said in a word goes together with what it is about.
#include <algorithm>
#include <string>

#include "app/time_text.h"
#include "app/wording.h"
#include "service/chores/chore.h"
#include "ui/service_tables.h"
#include "ui/status_line.h"
#include "ui/widgets/button.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr float kAllColumnsFrom = 560.0f;
constexpr float kTableHeightMin = 84.0f;

constexpr Column kJobColumns[] = {
    {.title = "Job", .width = 92},
    {.title = "Task"},
    {.title = "Due", .width = 48, .right = true, .mono = true},
    {.title = "State", .width = 108},
    {.title = "Failed", .width = 40, .right = true, .mono = true},
    {.title = "Fence", .width = 38, .right = true, .mono = true},
    {.title = "Lease until", .width = 68, .right = true, .mono = true},
    {.title = "Last failure", .width = 76},
};
constexpr Column kFewJobColumns[] = {
    {.title = "Job"},
    {.title = "Due", .width = 42, .right = true, .mono = true},
    {.title = "State", .width = 102},
    {.title = "Failed", .width = 40, .right = true, .mono = true},
};
constexpr Column kSlotColumns[] = {
    {.title = "Schedule"},
    {.title = "Slot", .width = 64, .right = true, .mono = true},
    {.title = "Outcome", .width = 118},
    {.title = "Decided", .width = 64, .right = true, .mono = true},
};
constexpr Column kDeliveryColumns[] = {
    {.title = "Task"},
    {.title = "To", .width = 58},
    {.title = "State", .width = 92},
    {.title = "Tries", .width = 36, .right = true, .mono = true},
    {.title = "At", .width = 52, .right = true, .mono = true},
    {.title = "Answer", .width = 68},
};

// The first of them say the most.
constexpr std::size_t kFewDeliveryColumns = 4;

constexpr Tone kJobTones[] = {Tone::neutral, Tone::accent,  Tone::waiting, Tone::ok,
                              Tone::broken,  Tone::neutral, Tone::neutral};
constexpr Icon kJobIcons[] = {Icon::queue,  Icon::play,  Icon::waiting, Icon::ok,
                              Icon::broken, Icon::close, Icon::delay};
constexpr Tone kSlotTones[] = {Tone::ok, Tone::waiting, Tone::broken, Tone::waiting, Tone::waiting};
constexpr Tone kDeliveryTones[] = {Tone::neutral, Tone::accent, Tone::ok, Tone::waiting,
                                   Tone::broken};

std::string clock(TimeMs time_ms) {
  return time_ms == 0 ? "–" : short_moment_text(time_ms, time_ms, utc());
}

ImVec2 what_is_left() { return {0, std::max(kTableHeightMin, ImGui::GetContentRegionAvail().y)}; }

bool has_room() { return room(1.0f) >= kAllColumnsFrom; }

std::string job_name(const Job& job) {
  return std::to_string(job.id) + " " + job_kind_text(job.kind);
}

void draw_state(DataTable& table, const Job& job) {
  const auto index = static_cast<std::size_t>(job.state);
  table.cell(job_state_text(job.state), kJobTones[index], kJobIcons[index]);
}

void draw_job(DataTable& table, const JobRow& row, TimeMs now_ms) {
  const Job& job = row.job;
  const bool is_leased = job.state == JobState::executing;
  table.cell(job_name(job));
  table.cell(row.title.empty() ? "–" : row.title);
  table.cell(clock(job.due_at));
  draw_state(table, job);
  table.cell(std::to_string(job.attempts));
  table.cell(std::to_string(job.fence));
  // A lease that is over: the run that had the job may be dead, or only slow.
  table.cell(is_leased ? clock(job.leased_until) : "–",
             is_leased && job.leased_until <= now_ms ? Tone::waiting : Tone::neutral);
  table.cell(job.reason.empty() ? "–" : job.reason);
}

void draw_job_in_short(DataTable& table, const JobRow& row) {
  const Job& job = row.job;
  const bool is_reminder = job.kind == kReminder;
  table.cell(row.title.empty() ? job_name(job)
             : is_reminder     ? row.title
                               : row.title + " (" + words_of(job_kind_name(job.kind)) + ")");
  table.cell(clock(job.due_at));
  draw_state(table, job);
  table.cell(std::to_string(job.attempts));
}

// Who owns what is due later, and so why there is nothing to see.
void draw_none(const UiContext& context, std::string_view text) {
  const PolicyInfo& policy = context.sandbox.world().policies().jobs->info();
  paragraph(std::string(text) + " Safeguard now: " + std::string(policy.title) + ". " +
                std::string(policy.sentence),
            kServiceText, &Palette::ink_soft);
}

}  // namespace

void draw_jobs_summary(UiContext& context, const JobsState& state) {
  constexpr const char* kTakeBack = "Take back";
  const bool has_dead = state.dead_letters > 0;
  const float spare = has_dead ? button_width(kTakeBack) + space::kSmall : 0.0f;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float right = corner.x + room(1.0f) - spare + space::kSmall;
  const float over = sizes().control_height - line_height(kServiceText) - space::kTight;
  StatusLine line("summary");
  line.add(counted(static_cast<std::int64_t>(state.jobs.size()), "job", "jobs"));
  if (has_dead) {
    line.add(counted(state.dead_letters, "dead letter", "dead letters"), Tone::broken,
             Icon::broken);
  }
  for (const JobState shown : {JobState::executing, JobState::waiting_retry, JobState::queued}) {
    const auto count = std::count_if(state.jobs.begin(), state.jobs.end(),
                                     [&](const JobRow& row) { return row.job.state == shown; });
    const auto index = static_cast<std::size_t>(shown);
    if (count == 0) continue;
    line.add(std::to_string(count) + " " + job_state_text(shown), kJobTones[index],
             kJobIcons[index]);
  }
  if (has_dead) ImGui::SetCursorScreenPos({corner.x, corner.y + over / 2});
  line.draw(spare);
  if (!has_dead) return;
  ImGui::SetCursorScreenPos({right, corner.y});
  if (button(kTakeBack,
             {.hint = "Dead letters are due again, and their attempts are counted from zero"})) {
    context.sandbox.redrive();
  }
}

void draw_jobs(const UiContext& context, const JobsState& state) {
  if (state.jobs.empty()) {
    return draw_none(context, "No jobs: no task has a reminder that the server has heard of.");
  }
  const bool all = has_room();
  std::span<const Column> columns = kFewJobColumns;
  if (all) columns = kJobColumns;
  DataTable table("Jobs", columns, static_cast<int>(state.jobs.size()), what_is_left());
  while (table.next_row()) {
    const JobRow& row = state.jobs[table.row()];
    if (all) {
      draw_job(table, row, context.sandbox.now_ms());
    } else {
      draw_job_in_short(table, row);
    }
  }
}

void draw_slots(const UiContext& context, const JobsState& state) {
  if (state.slots.empty()) {
    return draw_none(context, "No slots yet: cron starts the worker every five minutes.");
  }
  DataTable table("Slots", kSlotColumns, static_cast<int>(state.slots.size()), what_is_left());
  while (table.next_row()) {
    const StoredSlot& slot = state.slots[table.row()];
    table.cell(readable(slot.schedule));
    table.cell(clock(slot.slot_at));
    table.cell(slot_outcome_text(slot.outcome), kSlotTones[static_cast<std::size_t>(slot.outcome)]);
    table.cell(clock(slot.at_ms));
  }
}

void draw_deliveries(const UiContext& context, const JobsState& state) {
  std::string subscribed;
  for (const Subscription& one : state.subscriptions) {
    subscribed.append(subscribed.empty() ? "Subscribed: " : ", ").append(device_title(one.device));
  }
  paragraph(subscribed.empty() ? "Nobody is subscribed." : subscribed, kServiceText,
            &Palette::ink_soft);
  if (state.deliveries.empty()) return draw_none(context, "Nothing has been sent yet.");
  const bool all = has_room();
  std::span<const Column> columns = kDeliveryColumns;
  if (!all) columns = columns.first(kFewDeliveryColumns);
  DataTable table("Deliveries", columns, static_cast<int>(state.deliveries.size()), what_is_left());
  while (table.next_row()) {
    const auto& [delivery, title] = state.deliveries[table.row()];
    table.cell(title.empty() ? "Job " + std::to_string(delivery.job) : title);
    table.cell(device_title(delivery.device));
    table.cell(delivery_state_text(delivery.state),
               kDeliveryTones[static_cast<std::size_t>(delivery.state)]);
    table.cell(std::to_string(delivery.attempts));
    if (!all) continue;
    table.cell(clock(delivery.at_ms));
    table.cell(delivery.reason.empty() ? "–" : delivery.reason);
  }
}

}  // namespace srl::web::ui
