// SPDX-License-Identifier: MIT
// Letters are what keys mean, not where they are, so that they follow the keyboard's layout. Text
// that comes without a key (an input method, dictation) is none of them.
#include "ui/shortcuts.h"

#include <string>
#include <utility>

#include "imgui_internal.h"
#include "policies/catalog.h"

namespace srl::web::ui {

namespace {

constexpr ShortcutInfo kInfos[] = {
    {"Space", "Play or pause"},
    {".", "One step"},
    {"1  2", "Naive, Reliable"},
    {"O", "Offline mode of the phone, or of the live device"},
    {"N", "New task there"},
    {"D", "Decide the first conflict that waits"},
    {"R", "Start again"},
    {"?", "This help"},
    {"Tab, arrows", "Walk through the controls"},
    {"Esc, then Tab", "Leave the lab: accessible view, copy link"},
};

void choose_preset(Sandbox& sandbox, std::size_t index) {
  const std::vector<std::string_view> names = preset_names();
  // Known names over an open run: nothing to report.
  if (index < names.size() && names[index] != sandbox.preset()) {
    (void)sandbox.set_preset(names[index]);
  }
}

// The others command the sandbox.
bool acts_on_live(char character) {
  return std::string_view("dDnNoO?").find(character) != std::string_view::npos;
}

void act(UiContext& context, char character) {
  Sandbox& sandbox = context.sandbox;
  const bool live = context.state.mode == Mode::live;
  if (live && !acts_on_live(character)) return;
  switch (character) {
    case '.': return sandbox.step();
    case 'o':
    case 'O':
      if (live) {
        context.state.switch_offline = true;
        return;
      }
      return sandbox.set_offline(kPhone, !sandbox.is_offline(kPhone));
    case 'd':
    case 'D':
      context.state.decide_conflict = true;
      context.state.shown_tab = "devices";
      return;
    case 'n':
    case 'N':
      context.state.focus_new_task = true;
      context.state.shown_tab = "devices";
      return;
    case 'r':
    case 'R': return sandbox.restart();
    case '?': context.state.help_open = !context.state.help_open; return;
    default: break;
  }
  if (character >= '1' && character <= '9') {
    choose_preset(sandbox, static_cast<std::size_t>(character - '1'));
  }
}

}  // namespace

std::span<const ShortcutInfo> shortcut_infos() { return kInfos; }

void handle_shortcuts(UiContext& context) {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  const std::string pressed = std::exchange(context.state.pressed_keys, {});
  if (g.IO.WantTextInput || g.OpenPopupStack.Size > 0 || context.state.help_open) return;
  // On a control that the keyboard has walked to, Space presses that control.
  const bool on_control = g.NavCursorVisible && g.NavId != 0;
  const bool plays = context.state.mode == Mode::sandbox;
  if (plays && !on_control && ImGui::IsKeyPressed(ImGuiKey_Space, false)) {
    context.sandbox.play_or_pause();
  }
  for (const char character : pressed) act(context, character);
}

}  // namespace srl::web::ui
