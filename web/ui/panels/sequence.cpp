// SPDX-License-Identifier: MIT
// The sequence diagram, and below it the scrubber: the same run, once by its messages and once by
// its time.
#include "ui/widgets/sequence_diagram.h"

#include <algorithm>

#include "ui/panel.h"
#include "ui/run_view.h"
#include "ui/sequence_model.h"
#include "ui/ui_context.h"
#include "ui/widgets/button.h"
#include "ui/widgets/item.h"
#include "ui/widgets/scrubber.h"

namespace srl::web::ui {

namespace {

constexpr float kHeightMin = 120.0f;
constexpr double kAxisPerPixel = 3.2;  // milliseconds that keep their length
constexpr double kZoomStep = 1.6;

struct SequenceState {
  SequenceModel model;
  SequenceView view;
  bool has_view = false;
  bool folds = true;
  bool follows = true;
  TimeMs seen_now_ms = -1;
  std::size_t seen_event = SIZE_MAX;
};

SequenceState& sequence() {
  static SequenceState state;
  return state;
}

void set_view(double from, float width) {
  sequence().view = {from, from + kAxisPerPixel * static_cast<double>(width)};
  sequence().has_view = true;
}

// Stays where the visitor has put it until the present moves, or something else is selected.
void follow(const UiContext& context) {
  SequenceState& state = sequence();
  const TimeMs now_ms = context.sandbox.now_ms();
  if (now_ms != state.seen_now_ms && state.follows) {
    keep_in_view(&state.view, state.model.axis().place(now_ms));
  }
  state.seen_now_ms = now_ms;
  const std::size_t event = context.state.selected_event;
  const std::vector<Event>& events = run_view(context.sandbox).record.events();
  if (event != state.seen_event && event < events.size()) {
    keep_in_view(&state.view, state.model.axis().place(events[event].time_ms));
  }
  state.seen_event = event;
}

void draw_buttons() {
  SequenceState& state = sequence();
  if (icon_button("Zoom out", Icon::zoom_out, {.small = true})) zoom(&state.view, kZoomStep);
  ImGui::SameLine(0, 2);
  if (icon_button("Zoom in", Icon::zoom_in, {.small = true})) zoom(&state.view, 1 / kZoomStep);
  ImGui::SameLine(0, 2);
  if (icon_button(
          "Fold idle time", Icon::fold,
          {.selected = state.folds,
           .small = true,
           .hint = "Fold idle time: ten seconds of waiting take the room of two messages"})) {
    state.folds = !state.folds;
    state.has_view = false;
  }
  ImGui::SameLine(0, 2);
  if (icon_button("Follow the present", Icon::follow, {.selected = state.follows, .small = true})) {
    state.follows = !state.follows;
    state.seen_now_ms = -1;
  }
}

void draw_scrubber(UiContext& context, const std::vector<ScrubMark>& marks) {
  Sandbox& sandbox = context.sandbox;
  const SequenceState& state = sequence();
  TimeMs at_ms = sandbox.now_ms();
  const ScrubberOptions options{.shown_from_ms = state.model.axis().time_at(state.view.from),
                                .shown_to_ms = state.model.axis().time_at(state.view.to)};
  if (scrubber("Time", &at_ms, sandbox.timeline_end_ms(), marks, options)) {
    sandbox.set_playing(false);
    sandbox.seek(at_ms);
  }
}

void draw_sequence(UiContext& context) {
  SequenceState& state = sequence();
  const Sandbox& sandbox = context.sandbox;
  state.model.follow(sandbox, context.state.selected_gesture, state.folds);
  const ImVec2 area = ImGui::GetContentRegionAvail();
  const float row = sizes().control_height + ImGui::GetStyle().ItemSpacing.y;
  const float foot = context.narrow ? 2 * row : row;
  if (!state.has_view) {
    set_view(0, area.x);
    state.seen_now_ms = -1;
  }
  follow(context);
  const SequenceDiagram diagram = state.model.diagram(sandbox, context.state.selected_event);
  const SequenceResult result =
      sequence_diagram("Messages", diagram, &state.view, std::max(kHeightMin, area.y - foot));
  if (result.chosen != kNoMessage) {
    const auto chosen = static_cast<std::size_t>(result.chosen);
    context.state.selected_event = run_view(sandbox).trace.messages()[chosen].event;
    state.seen_event = context.state.selected_event;
  }
  if (result.moved) state.seen_now_ms = sandbox.now_ms();
  draw_buttons();
  if (!context.narrow) ImGui::SameLine();
  draw_scrubber(context, state.model.marks());
}

}  // namespace

const Panel& panel_sequence() {
  static const Panel kPanel{"sequence", "Messages", Place::bottom, 80, draw_sequence};
  return kPanel;
}

}  // namespace srl::web::ui
