// SPDX-License-Identifier: MIT
// The event timeline: what happened, newest last, up to the present and, after going back, what the
// run has ahead. Pressing a row goes to its moment.
#include <algorithm>
#include <string>

#include "app/event_list.h"
#include "app/event_text.h"
#include "app/wording.h"
#include "imgui_internal.h"
#include "observe/export/actor_name.h"
#include "sim/promises/promise.h"
#include "ui/event_look.h"
#include "ui/panel.h"
#include "ui/run_view.h"
#include "ui/ui_context.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/section_header.h"
#include "ui/widgets/timeline_row.h"

namespace srl::web::ui {

namespace {

constexpr float kListHeightMin = 160.0f;
constexpr float kPresentShare = 0.8f;  // of the list's height: where the present stands
constexpr float kNamesFrom = 300.0f;   // narrower lists show the actors' icons alone

struct TimelineState {
  EventFilter filter;
  EventList list;
  bool follows = true;                // the present, until a person scrolls away
  std::size_t seen_event = SIZE_MAX;  // the selection that the list was scrolled to
  bool was_playing = false;
};

TimelineState& timeline() {
  static TimelineState state;
  return state;
}

void draw_filters(UiContext& context, EventFilter& filter) {
  bool first = true;
  for (int i = 0; i < kCountOf<EventGroup>; ++i) {
    const std::string title(event_group_title(static_cast<EventGroup>(i)));
    if (!first) flow(chip_width(title.c_str()));
    first = false;
    chip(title.c_str(), &filter.shown[static_cast<std::size_t>(i)], {.tone = Tone::neutral});
  }
  filter.gesture = context.state.selected_gesture;
  if (filter.gesture == kNoIntent) return;
  bool on = true;
  const std::string name = "Only " + gesture_name(filter.gesture);
  const ChipOptions look{.icon = Icon::close, .hint = "Show all gestures again"};
  flow(chip_width(name.c_str(), look));
  if (chip(name.c_str(), &on, look)) context.state.selected_gesture = kNoIntent;
}

struct RowText {
  std::string id;
  std::string time;
  std::string actor;
  std::string text;
};

void go_to(UiContext& context, const EventRow& row, const Event& event) {
  context.state.selected_event = row.first;
  timeline().seen_event = row.first;  // it is where the pointer is
  context.sandbox.set_playing(false);
  context.sandbox.seek(event.time_ms);
}

void draw_row(UiContext& context, const std::vector<std::string>& names, std::size_t index,
              bool shows_time, float actor_width) {
  const RunView& run = run_view(context.sandbox);
  const std::vector<Event>& events = run.record.events();
  const EventRow row = timeline().list.rows()[index];
  const Event& event = events[row.first];
  const History& history = context.sandbox.world().history();
  RowText text;
  text.id = std::to_string(row.first);
  if (shows_time) text.time = format_clock(event.time_ms);
  text.actor = device_title(actor_name(names, event.actor));
  text.text = row.count > 1 ? event_run_sentence(event, events[row.last], row.count)
                            : event_sentence(event, history);
  const std::size_t selected = context.state.selected_event;
  const bool is_future = row.first >= run.record.present();
  const bool first_future =
      is_future && (index == 0 || timeline().list.rows()[index - 1].first < run.record.present());
  const Event told = event;  // going there may change the record
  if (timeline_row({.id = text.id.c_str(),
                    .time = text.time,
                    .actor = actor_icon(actor_name(names, event.actor)),
                    .actor_name = text.actor,
                    .actor_width = actor_width,
                    .text = text.text,
                    .tone = event_tone(event),
                    .selected = selected >= row.first && selected <= row.last,
                    .future = is_future,
                    .first_future = first_future})) {
    go_to(context, row, told);
  }
}

float names_width(const std::vector<std::string>& names, bool has_worker) {
  constexpr TextStyle kStyle = kSmallText;
  float width = has_worker ? text_size(kStyle, device_title(actor_name(names, kWorkerActor))).x : 0;
  for (const std::string& name : names) {
    width = std::max(width, text_size(kStyle, device_title(name)).x);
  }
  return width;
}

void draw_rows(UiContext& context) {
  const RunView& run = run_view(context.sandbox);
  const std::vector<std::string> names = context.sandbox.world().actor_names();
  const bool has_names = ImGui::GetContentRegionAvail().x >= kNamesFrom;
  const float actor_width = has_names ? names_width(names, run.trace.has_worker()) : 0;
  const std::vector<EventRow>& rows = timeline().list.rows();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(rows.size()), timeline_row_height());
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto index = static_cast<std::size_t>(i);
      const std::vector<Event>& events = run.record.events();
      const bool shows_time =
          i == clipper.DisplayStart ||
          events[rows[index].first].time_ms != events[rows[index - 1].first].time_ms;
      draw_row(context, names, index, shows_time, actor_width);
    }
  }
  ImGui::PopStyleVar();
}

// Puts the row at that share of the list's height.
void scroll_to(std::size_t row, float share) {
  const float height = timeline_row_height();
  const ImGuiWindow* window = ImGui::GetCurrentWindow();
  const float top = static_cast<float>(row) * height - window->InnerRect.GetHeight() * share;
  const float rows = static_cast<float>(timeline().list.rows().size()) * height;
  const float last = std::max(0.0f, rows - window->InnerRect.GetHeight());
  ImGui::SetScrollY(std::clamp(top, 0.0f, last));
}

// Before the rows. The wheel and the scrollbar take the list away from the present, a selection
// made elsewhere too; playing on brings it back.
void steer(UiContext& context) {
  TimelineState& state = timeline();
  const bool playing = context.sandbox.is_playing();
  if (playing && !state.was_playing) state.follows = true;
  state.was_playing = playing;
  const bool wheel = ImGui::GetIO().MouseWheel != 0 && ImGui::IsWindowHovered();
  const ImGuiID bar = ImGui::GetWindowScrollbarID(ImGui::GetCurrentWindow(), ImGuiAxis_Y);
  if (wheel || ImGui::GetActiveID() == bar) {
    state.follows = ImGui::GetScrollMaxY() > 0 && ImGui::GetScrollY() >= ImGui::GetScrollMaxY();
  }
  const std::size_t selected = context.state.selected_event;
  if (selected != state.seen_event) {
    state.seen_event = selected;
    state.follows = selected == SIZE_MAX;
    if (selected != SIZE_MAX) scroll_to(state.list.row_of(selected), 0.5f);
  }
  const RunView& run = run_view(context.sandbox);
  if (state.follows) scroll_to(state.list.row_of(run.record.present()), kPresentShare);
}

void draw_timeline(UiContext& context) {
  TimelineState& state = timeline();
  const RunView& run = run_view(context.sandbox);
  section_header("Event timeline", static_cast<int>(run.record.present()), "press to go there");
  draw_filters(context, state.filter);
  state.list.follow(run.record, state.filter, run.trace);
  if (!state.follows) {
    flow(button_width("To the present"));
    if (button("To the present", {.icon = Icon::chevron_down})) state.follows = true;
  }
  const float height = std::max(kListHeightMin, ImGui::GetContentRegionAvail().y);
  ImGui::BeginChild("Events", {0, height}, ImGuiChildFlags_NavFlattened);
  if (state.list.rows().empty()) {
    empty_state(Icon::filter, "Nothing to show", "No event passes the filter so far.");
  } else {
    steer(context);
    draw_rows(context);
  }
  ImGui::EndChild();
}

}  // namespace

const Panel& panel_timeline() {
  static const Panel kPanel{"timeline", "Timeline", Place::right, 70, draw_timeline};
  return kPanel;
}

}  // namespace srl::web::ui
