// SPDX-License-Identifier: MIT
// The frame loop: events ask for frames, the pacer decides, requestAnimationFrame delivers. It is
// armed only while a frame is due, so a page at rest costs nothing.
#include "platform/platform.h"

#include <emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <cmath>

#include "imgui.h"
#include "imgui_internal.h"
#include "platform/browser.h"
#include "platform/canvas.h"
#include "platform/frame_cost.h"
#include "platform/frame_pacer.h"
#include "platform/loop.h"

// Newer Emscripten links the string helpers of browser.js only on request; 3.1.6 always does.
#ifdef EM_JS_DEPS
EM_JS_DEPS(srl_platform, "$UTF8ToString,$stringToUTF8,$lengthBytesUTF8");
#endif

namespace srl::web::platform {

namespace {

// A gesture's frame runs until the input queue is empty, within reason.
constexpr int kGestureFramesMax = 4;
// InputText shows its caret for 0.8 s and hides it for 0.4 s.
constexpr float kCaretPeriodS = 1.2f;
constexpr float kCaretShownS = 0.8f;
constexpr float kNoKeyRepeatS = 1e9f;

struct Loop {
  App* app = nullptr;
  FramePacer pacer;
  FrameCost cost;
  Preferences preferences;
  bool drawing = false;
  bool frame_armed = false;
  long timer = 0;  // 0 when none is armed
  double timer_at_ms = 0;
  bool first_frame_told = false;
};

Loop& loop() {
  static Loop instance;
  return instance;
}

double caret_flip_ms() {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  if (!g.IO.WantTextInput || !g.IO.ConfigInputTextCursorBlink) return kChangesNever;
  const float phase_s = std::fmod(std::max(0.0f, g.InputTextState.CursorAnim), kCaretPeriodS);
  const float flip_s = (phase_s < kCaretShownS ? kCaretShownS : kCaretPeriodS) - phase_s;
  return static_cast<double>(flip_s) * 1000.0 + 1.0;
}

void draw_frame(double now_ms) {
  Loop& l = loop();
  if (l.app == nullptr || l.drawing) return;
  l.drawing = true;
  const double begun_ms = emscripten_get_now();
  double cost_ms = 0;
  const bool coasting = coast_step(now_ms);
  ImGui::GetIO().DeltaTime = l.pacer.step_s(now_ms);
  if (begin_canvas_frame()) {
    ImGui::NewFrame();
    l.app->draw(now_ms);
    ImGui::Render();
    end_canvas_frame();
    cost_ms = emscripten_get_now() - begun_ms;
    l.cost.add(cost_ms);
    if (!l.first_frame_told) {
      l.first_frame_told = true;
      srl_js_first_frame();
    }
    const bool input_left = ImGui::GetCurrentContext()->InputEventsQueue.Size > 0;
    const double change_ms = sooner(l.app->next_change_ms(), caret_flip_ms());
    l.pacer.drawn(now_ms, input_left || coasting ? kChangesNow : change_ms, cost_ms);
  } else {
    l.pacer.drawn(now_ms, kChangesNever);
  }
  l.drawing = false;
}

void arm();

EM_BOOL on_animation_frame(double, void*) {
  loop().frame_armed = false;
  if (loop().pacer.plan(emscripten_get_now()).when == FramePlan::When::next_frame) {
    draw_frame(emscripten_get_now());
  }
  arm();
  return EM_FALSE;
}

void on_timer(void*) {
  loop().timer = 0;
  arm();
}

// At most one callback of each kind is under way; a timer that would come too late is replaced.
void arm() {
  Loop& l = loop();
  const double now_ms = emscripten_get_now();
  const FramePlan plan = l.pacer.plan(now_ms);
  if (plan.when == FramePlan::When::next_frame && !l.frame_armed) {
    l.frame_armed = true;
    emscripten_request_animation_frame(on_animation_frame, nullptr);
  }
  if (plan.when != FramePlan::When::later) return;
  const double at_ms = now_ms + plan.delay_ms;
  if (l.timer != 0 && l.timer_at_ms <= at_ms) return;
  if (l.timer != 0) emscripten_clear_timeout(l.timer);
  l.timer_at_ms = at_ms;
  l.timer = emscripten_set_timeout(on_timer, plan.delay_ms, nullptr);
}

}  // namespace

void start(App& app) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendPlatformName = "srl_web";
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigDragClickToInputText = true;
  // The browser repeats held keys at the visitor's own rate. ImGui would repeat by its clock, which
  // leaps when a frame is late.
  io.KeyRepeatDelay = kNoKeyRepeatS;
  connect_text_input();
  if (!open_canvas()) srl_js_no_canvas();
  // The page tells its size and preferences while it registers; the app is not drawn before that.
  srl_js_listen();
  io.ConfigMacOSXBehaviors = loop().preferences.mac;
  app.started();
  loop().app = &app;
  draw_in_gesture();
}

App& app() { return *loop().app; }

void wake() { input_arrived(); }

void changed() {
  loop().pacer.changed();
  if (loop().app != nullptr && !loop().drawing) arm();
}

bool is_unasked_frame() { return loop().pacer.shows_change_alone(); }

void input_arrived() {
  loop().pacer.input(emscripten_get_now());
  if (loop().app != nullptr && !loop().drawing) arm();
}

void draw_in_gesture() {
  if (loop().app == nullptr || loop().drawing) return;
  loop().pacer.input(emscripten_get_now());
  for (int i = 0; i < kGestureFramesMax; ++i) {
    draw_frame(emscripten_get_now());
    if (ImGui::GetCurrentContext()->InputEventsQueue.Size == 0) break;
  }
  arm();
}

void draw_at_once() {
  input_arrived();
  draw_frame(emscripten_get_now());
}

void set_hidden(bool hidden) {
  loop().pacer.set_hidden(hidden);
  if (!hidden) input_arrived();
}

void set_preferences(const Preferences& preferences) {
  Loop& l = loop();
  if (preferences == l.preferences) return;
  l.preferences = preferences;
  if (l.app == nullptr) return;
  l.app->preferences_changed();
  input_arrived();
}

const Preferences& preferences() { return loop().preferences; }

long frames_drawn() { return loop().pacer.frames(); }

double frame_cost_ms() { return loop().cost.median_ms(); }

}  // namespace srl::web::platform
