// SPDX-License-Identifier: MIT
// Input of the sequence diagram; sequence_space.cpp has the layout, sequence_draw.cpp the strokes.
#include "ui/widgets/sequence_diagram.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/item.h"
#include "ui/widgets/motion.h"
#include "ui/widgets/sequence_draw.h"

namespace srl::web::ui {

namespace {

constexpr double kZoomPerWheelStep = 1.25;
constexpr double kSpanMin = 20;
constexpr double kSpanMax = 24.0 * 3'600'000;
constexpr double kPanPerWheelStep = 0.1;
constexpr float kDragStart = 4.0f;

void zoom_at(SequenceView* view, double factor, double fixed) {
  const double span = view->to - view->from;
  const double new_span = std::clamp(span * factor, kSpanMin, kSpanMax);
  view->from = fixed - new_span * (fixed - view->from) / span;
  view->to = view->from + new_span;
}

void pan(SequenceView* view, double by) {
  view->from += by;
  view->to += by;
}

// Time begins at zero, and nothing lies far behind the end.
void keep_in_bounds(SequenceView* view, double end) {
  const double last = std::max(0.0, end - (view->to - view->from) / 4);
  pan(view, std::clamp(view->from, 0.0, last) - view->from);
}

bool use_wheel(const Slot& slot, const SequenceSpace& space, SequenceView* view) {
  ImGui::SetKeyOwner(ImGuiKey_MouseWheelY, slot.id);
  ImGui::SetKeyOwner(ImGuiKey_MouseWheelX, slot.id);
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseWheel != 0) {
    zoom_at(view, std::pow(kZoomPerWheelStep, -static_cast<double>(io.MouseWheel)),
            space.place_at(io.MousePos.x));
  }
  if (io.MouseWheelH != 0) {
    pan(view, -static_cast<double>(io.MouseWheelH) * kPanPerWheelStep * (view->to - view->from));
  }
  return io.MouseWheel != 0 || io.MouseWheelH != 0;
}

bool use_drag(const Press& state, const SequenceSpace& space, SequenceView* view) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!state.held || std::fabs(io.MouseDelta.x) <= 0 ||
      !ImGui::IsMouseDragging(ImGuiMouseButton_Left, kDragStart)) {
    return false;
  }
  frame_state().drag_held = true;
  pan(view, space.place_at(io.MousePos.x - io.MouseDelta.x) - space.place_at(io.MousePos.x));
  return true;
}

// The message that the arrow keys step to, or kNoMessage.
int step_by_keys(const Slot& slot, const SequenceDiagram& diagram) {
  const auto pressed = [&](ImGuiKey key) {
    ImGui::SetKeyOwner(key, slot.id);
    return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, slot.id);
  };
  const int count = static_cast<int>(diagram.messages.size());
  const int step = pressed(ImGuiKey_RightArrow) ? 1 : pressed(ImGuiKey_LeftArrow) ? -1 : 0;
  if (step == 0 || count == 0) return kNoMessage;
  return std::clamp(diagram.selected + step, 0, count - 1);
}

std::string_view end_words(SequenceEnd end) {
  switch (end) {
    case SequenceEnd::arrived: return ", arrived ";
    case SequenceEnd::lost: return ", lost ";
    case SequenceEnd::refused: return ", refused ";
    case SequenceEnd::open: break;
  }
  return {};
}

void show_message_hint(const Slot& slot, const SequenceDiagram& diagram, int index) {
  const SequenceMessage& message = diagram.messages[static_cast<std::size_t>(index)];
  std::string text(message.text);
  text.append("\n").append(diagram.lanes[static_cast<std::size_t>(message.from)].name);
  text.append(" \xE2\x86\x92 ").append(diagram.lanes[static_cast<std::size_t>(message.to)].name);
  text.append("\nsent ").append(format_clock(message.sent_ms));
  if (message.end == SequenceEnd::open) {
    text.append(", on its way");
  } else {
    text.append(end_words(message.end)).append(format_clock(message.ended_ms));
  }
  hint(slot, text);
}

}  // namespace

SequenceResult sequence_diagram(const char* label, const SequenceDiagram& diagram,
                                SequenceView* view, float height) {
  const bool has_selection =
      diagram.selected >= 0 && diagram.selected < static_cast<int>(diagram.messages.size());
  const std::string_view selected_text =
      has_selection ? diagram.messages[static_cast<std::size_t>(diagram.selected)].text
                    : std::string_view{};
  const Slot slot = place_control(
      label, {room(1.0f), height},
      {.role = probe::Role::button, .name = label, .value = selected_text}, ImGuiItemFlags_None);
  const Press state = press(slot);
  const double end = diagram.axis->place(diagram.end_ms);
  keep_in_bounds(view, end);
  SequenceSpace space = lay_out_sequence(slot.box, diagram, *view);

  SequenceResult result;
  int hovered = kNoMessage;
  result.moved = use_drag(state, space, view);
  if (state.hovered) {
    result.moved |= use_wheel(slot, space, view);
    hovered = message_at(space, diagram, ImGui::GetIO().MousePos);
    if (hovered == kNoMessage) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  }
  const float moved = std::fabs(ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0.0f).x);
  if (state.clicked && moved < kDragStart) result.chosen = hovered;
  if (state.focused) {
    if (const int next = step_by_keys(slot, diagram); next != kNoMessage) {
      result.chosen = next;
      keep_in_view(view,
                   diagram.axis->place(diagram.messages[static_cast<std::size_t>(next)].sent_ms));
    }
  }
  if (!slot.visible) return result;

  keep_in_bounds(view, end);
  space = lay_out_sequence(slot.box, diagram, *view);
  draw_sequence(ImGui::GetWindowDrawList(), space, diagram, hovered);
  if (state.ring) draw_focus_ring(slot, radius::kSmall);
  if (hovered != kNoMessage) show_message_hint(slot, diagram, hovered);
  return result;
}

void zoom(SequenceView* view, double factor) { zoom_at(view, factor, (view->from + view->to) / 2); }

void keep_in_view(SequenceView* view, double place) {
  const double span = view->to - view->from;
  const double first = view->from + span / 10;
  const double last = view->to - span / 6;
  if (place < first) pan(view, place - first);
  if (place > last) pan(view, place - last);
  if (view->from < 0) pan(view, -view->from);
}

}  // namespace srl::web::ui
