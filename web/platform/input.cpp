// SPDX-License-Identifier: MIT
// Events of the page become ImGui's input. browser.js forwards them as they are; every decision is
// made here or in the pure parts, key_map and pointer.
#include <emscripten.h>

#include <string>
#include <string_view>

#include "imgui.h"
#include "imgui_internal.h"
#include "platform/key_map.h"
#include "platform/loop.h"
#include "platform/pointer.h"

namespace srl::web::platform {

namespace {

// ImGui scrolls five lines of text a wheel step; browsers report a step as about 100 pixels.
constexpr float kLinesPerWheelStep = 5.0f;
constexpr float kMousePxPerWheelStep = 100.0f;

// What browser.js puts into `modifiers`.
enum ModifierBit : unsigned {
  kCtrl = 1,
  kShift = 2,
  kAlt = 4,
  kMeta = 8,
  kComposing = 16,
  kRepeated = 32,  // the key is held down
};

struct Input {
  PointerTracker pointer;
  bool leaving = false;
};

Input& input() {
  static Input instance;
  return instance;
}

void add_scroll(float dx_px, float dy_px) {
  // Exact pixels: a finger must not slip on what it moves.
  const float step_px = kLinesPerWheelStep * ImGui::GetStyle().FontSizeBase;
  ImGui::GetIO().AddMouseWheelEvent(dx_px / step_px, dy_px / step_px);
}

void apply(const std::vector<MouseAction>& actions) {
  ImGuiIO& io = ImGui::GetIO();
  for (const MouseAction& action : actions) {
    io.AddMouseSourceEvent(action.finger ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
    switch (action.kind) {
      case MouseAction::Kind::move: io.AddMousePosEvent(action.x, action.y); break;
      case MouseAction::Kind::leave: io.AddMousePosEvent(-FLT_MAX, -FLT_MAX); break;
      case MouseAction::Kind::scroll: add_scroll(action.x, action.y); break;
      case MouseAction::Kind::button:
        // The DOM counts left, middle, right; ImGui left, right, middle.
        io.AddMouseButtonEvent(action.button == 1   ? ImGuiMouseButton_Middle
                               : action.button == 2 ? ImGuiMouseButton_Right
                                                    : ImGuiMouseButton_Left,
                               action.down);
        break;
    }
  }
}

// Scrollbars and text selections follow the finger too, without being asked.
bool item_holds_drag() {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  if (g.ActiveId == 0) return false;
  if (g.ActiveId == g.InputTextState.ID) return true;
  for (const ImGuiWindow* window : g.Windows) {
    for (const ImGuiAxis axis : {ImGuiAxis_X, ImGuiAxis_Y}) {
      if (g.ActiveId == ImGui::GetWindowScrollbarID(const_cast<ImGuiWindow*>(window), axis)) {
        return true;
      }
    }
  }
  return app().holds_drag();
}

// The last frame drew an active text field. io.WantTextInput says so only from the next frame on,
// which would be too late for what is typed right after the caret has come.
bool wants_text() { return ImGui::GetCurrentContext()->WantTextInputNextFrame == 1; }

void set_modifiers(unsigned modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & kCtrl) != 0);
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & kShift) != 0);
  io.AddKeyEvent(ImGuiMod_Alt, (modifiers & kAlt) != 0);
  io.AddKeyEvent(ImGuiMod_Super, (modifiers & kMeta) != 0);
}

}  // namespace

bool coast_step(double now_ms) {
  apply(input().pointer.coast(now_ms));
  return input().pointer.coasting();
}

extern "C" {

EMSCRIPTEN_KEEPALIVE void srl_on_pointer(int phase, int finger, int id, int button, double x,
                                         double y, double time_ms) {
  const PointerEvent event{.phase = static_cast<PointerEvent::Phase>(phase),
                           .finger = finger != 0,
                           .id = id,
                           .button = button,
                           .x = static_cast<float>(x),
                           .y = static_cast<float>(y),
                           .time_ms = time_ms};
  input().leaving = false;
  apply(input().pointer.handle(event, item_holds_drag()));
  if (event.phase == PointerEvent::Phase::up) return draw_in_gesture();
  input_arrived();
}

EMSCRIPTEN_KEEPALIVE void srl_on_pointer_left() {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  input_arrived();
}

EMSCRIPTEN_KEEPALIVE void srl_on_wheel(double dx_px, double dy_px) {
  ImGui::GetIO().AddMouseWheelEvent(static_cast<float>(-dx_px) / kMousePxPerWheelStep,
                                    static_cast<float>(-dy_px) / kMousePxPerWheelStep);
  input_arrived();
}

// Returns 1 when the browser shall not act on the key as well.
EMSCRIPTEN_KEEPALIVE int srl_on_key(int down, const char* code, const char* key,
                                    unsigned modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  const KeyPress press{.code = code,
                       .key = key,
                       .ctrl = (modifiers & kCtrl) != 0,
                       .shift = (modifiers & kShift) != 0,
                       .alt = (modifiers & kAlt) != 0,
                       .meta = (modifiers & kMeta) != 0,
                       .composing = (modifiers & kComposing) != 0};
  const ImGuiKey named = key_from_code(press.code);
  set_modifiers(modifiers);
  if (down == 0) {
    if (named != ImGuiKey_None) io.AddKeyEvent(named, false);
    input_arrived();
    return 0;
  }
  const KeyRoute route = route_key(press, {wants_text(), input().leaving});
  // Shift alone must not call the leaving off: Shift+Tab leaves backwards.
  if (named != ImGuiKey_None) input().leaving = named == ImGuiKey_Escape;
  if (route == KeyRoute::browser) {
    input_arrived();
    return 0;
  }
  const bool repeated = (modifiers & kRepeated) != 0;
  if (repeated && !repeats_when_held(named)) return route == KeyRoute::app ? 1 : 0;
  if (named != ImGuiKey_None) {
    if (repeated) io.AddKeyEvent(named, false);
    io.AddKeyEvent(named, true);
    // macOS never tells that a key was let go while Cmd was held.
    if (press.meta) io.AddKeyEvent(named, false);
  }
  // Shortcuts go by what a key means, not by its place: "?" is elsewhere on many keyboards. Text
  // for fields comes through the text agent.
  const bool chord = press.ctrl || press.meta;
  if (route == KeyRoute::app && is_printable(press.key) && !chord && !repeated) {
    app().key_pressed(press.key);
  }
  draw_in_gesture();
  return route == KeyRoute::app ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void srl_on_text(const char* text) {
  ImGui::GetIO().AddInputCharactersUTF8(text);
  input_arrived();
}

// A key that arrived as an edit of the text agent: Android's keyboards name no keys.
EMSCRIPTEN_KEEPALIVE void srl_on_backspace() {
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Backspace, true);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Backspace, false);
  input_arrived();
}

EMSCRIPTEN_KEEPALIVE void srl_on_focus(int focused) {
  if (focused == 0) apply(input().pointer.release());
  input().leaving = false;
  ImGui::GetIO().AddFocusEvent(focused != 0);
  input_arrived();
}

EMSCRIPTEN_KEEPALIVE void srl_on_visibility(int hidden) { set_hidden(hidden != 0); }

}  // extern "C"

}  // namespace srl::web::platform
