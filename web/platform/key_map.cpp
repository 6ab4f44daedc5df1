// SPDX-License-Identifier: MIT
// Tables of keys, and the few rules of who gets them.
#include "platform/key_map.h"

#include <algorithm>
#include <iterator>

namespace srl::web::platform {

namespace {

struct NamedKey {
  std::string_view code;
  ImGuiKey key;
};

// clang-format off
constexpr NamedKey kNamedKeys[] = {
    {"Tab", ImGuiKey_Tab}, {"ArrowLeft", ImGuiKey_LeftArrow}, {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow}, {"ArrowDown", ImGuiKey_DownArrow}, {"PageUp", ImGuiKey_PageUp},
    {"PageDown", ImGuiKey_PageDown}, {"Home", ImGuiKey_Home}, {"End", ImGuiKey_End},
    {"Insert", ImGuiKey_Insert}, {"Delete", ImGuiKey_Delete}, {"Backspace", ImGuiKey_Backspace},
    {"Space", ImGuiKey_Space}, {"Enter", ImGuiKey_Enter}, {"Escape", ImGuiKey_Escape},
    {"Quote", ImGuiKey_Apostrophe}, {"Comma", ImGuiKey_Comma}, {"Minus", ImGuiKey_Minus},
    {"Period", ImGuiKey_Period}, {"Slash", ImGuiKey_Slash}, {"Semicolon", ImGuiKey_Semicolon},
    {"Equal", ImGuiKey_Equal}, {"BracketLeft", ImGuiKey_LeftBracket},
    {"Backslash", ImGuiKey_Backslash}, {"BracketRight", ImGuiKey_RightBracket},
    {"Backquote", ImGuiKey_GraveAccent}, {"NumpadDecimal", ImGuiKey_KeypadDecimal},
    {"NumpadDivide", ImGuiKey_KeypadDivide}, {"NumpadMultiply", ImGuiKey_KeypadMultiply},
    {"NumpadSubtract", ImGuiKey_KeypadSubtract}, {"NumpadAdd", ImGuiKey_KeypadAdd},
    {"NumpadEnter", ImGuiKey_KeypadEnter},
};

// With Ctrl or Cmd, only these are ours; V is not: the browser turns it into a paste event.
constexpr std::string_view kChords[] = {
    "KeyA", "KeyC", "KeyK", "KeyX", "KeyY", "KeyZ", "Enter", "Backspace", "Delete",
    "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End",
};
// clang-format on

bool is_chord(const KeyPress& press, bool text_field) {
  // Ctrl+Shift with a letter opens developer tools or private windows; only redo is common.
  const bool letter = press.code.substr(0, 3) == "Key";
  if (letter && press.shift && press.code != "KeyZ") return false;
  // Cmd+arrow goes back and forth in the browser's history, but by word and line in a text field.
  if (!letter && press.meta && !text_field && press.code != "Enter") return false;
  return std::find(std::begin(kChords), std::end(kChords), press.code) != std::end(kChords);
}

}  // namespace

bool is_printable(std::string_view key) {
  if (key.empty()) return false;
  const auto lead = static_cast<unsigned char>(key[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return key.size() == length;
}

ImGuiKey key_from_code(std::string_view code) {
  if (code.size() == 4 && code.substr(0, 3) == "Key") {
    return static_cast<ImGuiKey>(ImGuiKey_A + (code[3] - 'A'));
  }
  if (code.size() == 6 && code.substr(0, 5) == "Digit") {
    return static_cast<ImGuiKey>(ImGuiKey_0 + (code[5] - '0'));
  }
  if (code.size() == 7 && code.substr(0, 6) == "Numpad") {
    return static_cast<ImGuiKey>(ImGuiKey_Keypad0 + (code[6] - '0'));
  }
  const auto found = std::find_if(std::begin(kNamedKeys), std::end(kNamedKeys),
                                  [&](const NamedKey& named) { return named.code == code; });
  return found == std::end(kNamedKeys) ? ImGuiKey_None : found->key;
}

bool repeats_when_held(ImGuiKey key) {
  return key != ImGuiKey_Space && key != ImGuiKey_Enter && key != ImGuiKey_KeypadEnter &&
         key != ImGuiKey_Escape;
}

KeyRoute route_key(const KeyPress& press, const KeyContext& context) {
  if (press.composing || press.key == "Process" || press.key == "Dead" ||
      press.key == "Unidentified") {
    return KeyRoute::browser;
  }
  if (key_from_code(press.code) == ImGuiKey_None && !is_printable(press.key)) {
    return KeyRoute::browser;
  }
  // No place on a keyboard: dictation, an emoji picker or a program types. That is text for a
  // field, and nothing elsewhere.
  if (press.code.empty() && !context.text_field) return KeyRoute::browser;
  if (press.alt) {
    // AltGr and Option type characters. By themselves, Alt's keys are the browser's menu.
    if (!context.text_field) return KeyRoute::browser;
    return is_printable(press.key) ? KeyRoute::browser : KeyRoute::app;
  }
  if (press.ctrl || press.meta) {
    return is_chord(press, context.text_field) ? KeyRoute::app : KeyRoute::browser;
  }
  if (press.code == "Tab" && context.leaving) return KeyRoute::browser;
  if (context.text_field && is_printable(press.key)) return KeyRoute::text;
  return KeyRoute::app;
}

}  // namespace srl::web::platform
