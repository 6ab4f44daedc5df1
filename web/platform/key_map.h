// SPDX-License-Identifier: MIT
// Which physical key is which ImGui key, and who gets a key press: the app, the text field, or the
// browser. The browser keeps what belongs to it: reload, tabs, zoom, developer tools.
#pragma once

#include <string_view>

#include "imgui.h"

namespace srl::web::platform {

struct KeyPress {
  std::string_view code;  // KeyboardEvent.code: the place on the keyboard
  std::string_view key;   // KeyboardEvent.key: what it means there
  bool ctrl = false;
  bool shift = false;
  bool alt = false;
  bool meta = false;       // Cmd
  bool composing = false;  // an input method is at work
};

enum class KeyRoute {
  browser,  // not ours: neither seen nor held back
  app,      // ours alone
  text,     // ours, and the text field gets its character
};

struct KeyContext {
  bool text_field = false;  // a text field has the caret
  bool leaving = false;     // Escape was the key before: Tab leaves the canvas
};

// One code point: what KeyboardEvent.key holds for a key that types something.
bool is_printable(std::string_view key);

// ImGuiKey_None for keys that ImGui has no name for.
ImGuiKey key_from_code(std::string_view code);

// Keys that move or edit act again while they are held. Those that decide do not.
bool repeats_when_held(ImGuiKey key);

KeyRoute route_key(const KeyPress& press, const KeyContext& context);

}  // namespace srl::web::platform
