// SPDX-License-Identifier: MIT
#include "platform/key_map.h"

#include <doctest/doctest.h>

namespace srl::web::platform {
namespace {

constexpr KeyContext kNoField{};
constexpr KeyContext kField{.text_field = true};
constexpr KeyContext kLeaving{.leaving = true};

KeyPress ctrl(const char* code, const char* key) {
  return {.code = code, .key = key, .ctrl = true};
}

}  // namespace

TEST_CASE("web/key_map: keys are told by their place, not by their letter") {
  CHECK(key_from_code("KeyA") == ImGuiKey_A);
  CHECK(key_from_code("KeyZ") == ImGuiKey_Z);
  CHECK(key_from_code("Digit7") == ImGuiKey_7);
  CHECK(key_from_code("Numpad3") == ImGuiKey_Keypad3);
  CHECK(key_from_code("NumpadEnter") == ImGuiKey_KeypadEnter);
  CHECK(key_from_code("ArrowLeft") == ImGuiKey_LeftArrow);
  CHECK(key_from_code("Slash") == ImGuiKey_Slash);
  CHECK(key_from_code("F5") == ImGuiKey_None);
  CHECK(key_from_code("") == ImGuiKey_None);
  CHECK(key_from_code("Unheard") == ImGuiKey_None);
}

TEST_CASE("web/key_map: the browser keeps reload, tabs, zoom and its tools") {
  for (const char* code : {"F1", "F3", "F5", "F11", "F12"}) {
    CHECK(route_key({.code = code, .key = code}, kNoField) == KeyRoute::browser);
    CHECK(route_key({.code = code, .key = code}, kField) == KeyRoute::browser);
  }
  CHECK(route_key(ctrl("KeyT", "t"), kNoField) == KeyRoute::browser);
  CHECK(route_key(ctrl("KeyW", "w"), kField) == KeyRoute::browser);
  CHECK(route_key(ctrl("KeyR", "r"), kNoField) == KeyRoute::browser);
  CHECK(route_key(ctrl("KeyL", "l"), kNoField) == KeyRoute::browser);
  CHECK(route_key(ctrl("Equal", "+"), kNoField) == KeyRoute::browser);
  CHECK(route_key(ctrl("Digit0", "0"), kNoField) == KeyRoute::browser);
  CHECK(route_key({.code = "KeyI", .key = "I", .ctrl = true, .shift = true}, kNoField) ==
        KeyRoute::browser);
  CHECK(route_key({.code = "KeyC", .key = "C", .ctrl = true, .shift = true}, kNoField) ==
        KeyRoute::browser);
  CHECK(route_key({.code = "ArrowLeft", .key = "ArrowLeft", .alt = true}, kNoField) ==
        KeyRoute::browser);
  CHECK(route_key({.code = "BracketLeft", .key = "[", .meta = true}, kNoField) ==
        KeyRoute::browser);
}

TEST_CASE("web/key_map: paste belongs to the browser, which turns it into an event with the text") {
  CHECK(route_key(ctrl("KeyV", "v"), kField) == KeyRoute::browser);
  CHECK(route_key({.code = "KeyV", .key = "v", .meta = true}, kField) == KeyRoute::browser);
}

TEST_CASE("web/key_map: editing chords and the palette are ours") {
  for (const char* code : {"KeyA", "KeyC", "KeyX", "KeyZ", "KeyK"}) {
    CHECK(route_key(ctrl(code, "x"), kField) == KeyRoute::app);
  }
  CHECK(route_key({.code = "KeyZ", .key = "Z", .ctrl = true, .shift = true}, kField) ==
        KeyRoute::app);
  CHECK(route_key({.code = "ArrowLeft", .key = "ArrowLeft", .meta = true}, kField) ==
        KeyRoute::app);
  CHECK(route_key({.code = "ArrowLeft", .key = "ArrowLeft", .meta = true}, kNoField) ==
        KeyRoute::browser);
}

TEST_CASE("web/key_map: characters go to the text field, and to the app without one") {
  CHECK(route_key({.code = "KeyN", .key = "n"}, kField) == KeyRoute::text);
  CHECK(route_key({.code = "KeyN", .key = "n"}, kNoField) == KeyRoute::app);
  CHECK(route_key({.code = "Semicolon", .key = "\xC3\xB6"}, kField) == KeyRoute::text);
  CHECK(route_key({.code = "Space", .key = " "}, kNoField) == KeyRoute::app);
  CHECK(route_key({.code = "Enter", .key = "Enter"}, kField) == KeyRoute::app);
}

TEST_CASE("web/key_map: AltGr and Option type; Alt alone is the browser's menu") {
  const KeyPress at_sign{.code = "KeyQ", .key = "@", .ctrl = true, .alt = true};
  CHECK(route_key(at_sign, kField) == KeyRoute::browser);
  CHECK(route_key({.code = "KeyF", .key = "f", .alt = true}, kNoField) == KeyRoute::browser);
  CHECK(route_key({.code = "ArrowLeft", .key = "ArrowLeft", .alt = true}, kField) == KeyRoute::app);
}

TEST_CASE("web/key_map: an input method at work gets every key") {
  CHECK(route_key({.code = "KeyA", .key = "a", .composing = true}, kField) == KeyRoute::browser);
  CHECK(route_key({.code = "KeyA", .key = "Process"}, kField) == KeyRoute::browser);
  CHECK(route_key({.code = "BracketLeft", .key = "Dead"}, kField) == KeyRoute::browser);
  CHECK(route_key({.code = "", .key = "Unidentified"}, kField) == KeyRoute::browser);
}

TEST_CASE("web/key_map: what is typed without a key is text for a field, and nothing without one") {
  CHECK(route_key({.code = "", .key = "n"}, kNoField) == KeyRoute::browser);
  CHECK(route_key({.code = "", .key = " "}, kNoField) == KeyRoute::browser);
  CHECK(route_key({.code = "", .key = "n"}, kField) == KeyRoute::text);
}

TEST_CASE("web/key_map: a held key moves and edits again, but decides once") {
  CHECK(repeats_when_held(ImGuiKey_Backspace));
  CHECK(repeats_when_held(ImGuiKey_LeftArrow));
  CHECK_FALSE(repeats_when_held(ImGuiKey_Enter));
  CHECK_FALSE(repeats_when_held(ImGuiKey_Space));
  CHECK_FALSE(repeats_when_held(ImGuiKey_Escape));
}

TEST_CASE("web/key_map: after Escape, Tab leaves the canvas") {
  const KeyPress tab{.code = "Tab", .key = "Tab"};
  CHECK(route_key(tab, kNoField) == KeyRoute::app);
  CHECK(route_key(tab, kLeaving) == KeyRoute::browser);
  CHECK(route_key({.code = "Tab", .key = "Tab", .shift = true}, kLeaving) == KeyRoute::browser);
}

}  // namespace srl::web::platform
