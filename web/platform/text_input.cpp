// SPDX-License-Identifier: MIT
// Text from input methods and soft keyboards, and the clipboard. A canvas gets neither, so one
// hidden <input> (the text agent) sits at the caret while a text field is active.
#include <emscripten.h>

#include <string>

#include "imgui.h"
#include "platform/browser.h"
#include "platform/loop.h"

namespace srl::web::platform {

namespace {

// The text of the last paste event or copy. The browser never lets us read the clipboard itself.
std::string& clipboard() {
  static std::string text;
  return text;
}

const char* get_clipboard(ImGuiContext*) { return clipboard().c_str(); }

void set_clipboard(ImGuiContext*, const char* text) {
  clipboard() = text;
  srl_js_copy(text);
}

void place_text_agent(ImGuiContext*, ImGuiViewport*, ImGuiPlatformImeData* data) {
  srl_js_text_input(data->WantTextInput ? 1 : 0, data->InputPos.x, data->InputPos.y,
                    data->InputLineHeight);
}

}  // namespace

void connect_text_input() {
  ImGuiPlatformIO& platform_io = ImGui::GetPlatformIO();
  platform_io.Platform_GetClipboardTextFn = get_clipboard;
  platform_io.Platform_SetClipboardTextFn = set_clipboard;
  platform_io.Platform_SetImeDataFn = place_text_agent;
}

void copy_text(const std::string& text) {
  clipboard() = text;
  srl_js_copy(text.c_str());
}

// Ctrl+V reaches ImGui only now, when the text is known. Its keydown came before the paste event
// and would have pasted what was there the time before.
extern "C" EMSCRIPTEN_KEEPALIVE void srl_on_paste(const char* text) {
  clipboard() = text;
  ImGuiIO& io = ImGui::GetIO();
  const ImGuiKey modifier = io.ConfigMacOSXBehaviors ? ImGuiMod_Super : ImGuiMod_Ctrl;
  io.AddKeyEvent(modifier, true);
  io.AddKeyEvent(ImGuiKey_V, true);
  io.AddKeyEvent(ImGuiKey_V, false);
  io.AddKeyEvent(modifier, false);
  input_arrived();
}

extern "C" EMSCRIPTEN_KEEPALIVE void srl_on_copied(int succeeded) {
  app().copy_finished(succeeded != 0);
  input_arrived();
}

}  // namespace srl::web::platform
