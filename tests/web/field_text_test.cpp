// SPDX-License-Identifier: MIT
// Fields with text that ImGui cannot lay out: typed, clicked and edited through ImGui all the same.
#include <doctest/doctest.h>

#include <string>

#include "imgui_internal.h"
#include "support/fake_text_painter.h"
#include "support/headless_ui.h"
#include "ui/text_layout.h"
#include "ui/widgets/text_field.h"

namespace srl::web::ui {
namespace {

struct Field {
  FakeTextPainter painter;
  std::string text;
  bool was_cut = false;
  std::size_t bytes_max = 200;
  HeadlessUi ui{[this] {
    if (text_field("Title", &text, {.width = 300, .bytes_max = bytes_max}).was_cut) was_cut = true;
  }};

  explicit Field(const char* typed) {
    ui.click("Title");
    if (*typed != '\0') ui.type(typed);
  }
  ImGuiInputTextState& state() { return ImGui::GetCurrentContext()->InputTextState; }
  int caret() { return state().GetCursorPos(); }
  // Where the text begins on the screen.
  float left() { return ui.find("Title").x + ImGui::GetStyle().FramePadding.x; }
  float middle() { return ui.find("Title").hit_y; }
  void click_character(std::size_t index, bool left_half) {
    const PlacedCharacter one = placed_characters({}, text).at(index);
    const float quarter = (one.right - one.left) / 4;
    ui.click_at(left() + (left_half ? one.left + quarter : one.right - quarter), middle());
  }
};

int bytes(const char* text) { return static_cast<int>(std::string_view(text).size()); }

}  // namespace

TEST_CASE("web/field: text of every script is typed as it comes") {
  for (const char* typed : {"买牛奶", "شراء الحليب", "दूध खरीदें", "ซื้อนม", "Call דוד",
                            "👨‍👩‍👧‍👦🇩🇪"}) {
    CAPTURE(typed);
    Field field(typed);
    CHECK(field.text == typed);
    CHECK(field.caret() == bytes(typed));
    CHECK_FALSE(field.painter.painted.empty());
  }
}

TEST_CASE("web/field: a click puts the caret where the character is drawn") {
  Field field("买牛奶");
  field.click_character(1, true);
  CHECK(field.caret() == 3);
  field.click_character(1, false);
  CHECK(field.caret() == 6);
  field.ui.type("x");
  CHECK(field.text == "买牛x奶");
}

TEST_CASE("web/field: the same where text goes to the left: it begins on the right") {
  Field field("שלום");
  field.click_character(0, false);
  CHECK(field.caret() == 0);
  field.click_character(0, true);
  CHECK(field.caret() == 2);
  field.click_character(3, true);
  CHECK(field.caret() == 8);
}

TEST_CASE("web/field: the first click into a field that was not active finds its place too") {
  FakeTextPainter painter;
  std::string text = "שלום";
  HeadlessUi ui([&] { text_field("Title", &text, {.width = 300}); });
  const float left = ui.find("Title").x + ImGui::GetStyle().FramePadding.x;
  const PlacedCharacter second = placed_characters({}, text).at(1);
  ui.click_at(left + second.left + 1, ui.find("Title").hit_y);
  CHECK(ImGui::GetCurrentContext()->InputTextState.GetCursorPos() == 4);
}

TEST_CASE("web/field: arrow keys go from character to character, in the order of reading") {
  Field field("ab👨‍👩‍👧‍👦क्षिد");
  const std::vector<std::size_t> ends = character_ends(field.text);
  field.ui.key(ImGuiKey_Home);
  CHECK(field.caret() == 0);
  for (const std::size_t end : ends) {
    field.ui.key(ImGuiKey_RightArrow);
    CHECK(field.caret() == static_cast<int>(end));
  }
  for (std::size_t i = ends.size() - 1; i > 0; --i) {
    field.ui.key(ImGuiKey_LeftArrow);
    CHECK(field.caret() == static_cast<int>(ends[i - 1]));
  }
}

TEST_CASE("web/field: of an emoji nothing is left, of a letter its marks go one by one") {
  const auto after_backspace = [](const char* typed) {
    Field field(typed);
    field.ui.key(ImGuiKey_Backspace);
    return field.text;
  };
  CHECK(after_backspace("a👨‍👩‍👧‍👦") == "a");
  CHECK(after_backspace("🇩🇪🇫🇷") == "🇩🇪");
  CHECK(after_backspace("OK 1️⃣") == "OK ");
  CHECK(after_backspace("कि") == "क");
}

TEST_CASE("web/field: Delete takes the whole character behind the caret") {
  const auto after_delete = [](const char* typed) {
    Field field(typed);
    field.ui.key(ImGuiKey_Home);
    field.ui.key(ImGuiKey_Delete);
    return field.text;
  };
  CHECK(after_delete("👍🏽a") == "a");
  CHECK(after_delete("किa") == "a");
  CHECK(after_delete("买a") == "a");
}

TEST_CASE("web/field: what was deleted comes back with undo") {
  Field field("🇩🇪🇫🇷");
  field.ui.key(ImGuiKey_Backspace);
  field.ui.key(ImGuiKey_Z, ImGuiMod_Ctrl);
  field.ui.key(ImGuiKey_Z, ImGuiMod_Ctrl);
  CHECK(field.text == "🇩🇪🇫🇷");
}

TEST_CASE("web/field: dragging over characters selects them, in either direction") {
  Field field("שלום עולם");
  const std::vector<PlacedCharacter> line = placed_characters({}, field.text);
  field.ui.move_to(field.left() + line[1].right - 1, field.middle());
  field.ui.press(true);
  field.ui.move_to(field.left() + line[3].left + 1, field.middle());
  field.ui.press(false);
  CHECK(field.state().GetSelectionStart() == 2);
  CHECK(field.state().GetSelectionEnd() == 8);
  field.ui.type("x");
  CHECK(field.text == "שx עולם");
}

TEST_CASE("web/field: a double click selects the word, a third one all") {
  Field field("שלום עולם");
  const std::vector<PlacedCharacter> line = placed_characters({}, field.text);
  const float x = field.left() + (line[6].left + line[6].right) / 2;
  field.ui.click_at(x, field.middle());
  field.ui.press(true);
  field.ui.press(false);
  CHECK(field.state().GetSelectionStart() == 9);
  CHECK(field.state().GetSelectionEnd() == 17);
  field.ui.press(true);
  field.ui.press(false);
  CHECK(field.state().GetSelectionStart() == 0);
  CHECK(field.state().GetSelectionEnd() == 17);
}

TEST_CASE("web/field: the caret stays in sight in a text that is longer than its field") {
  Field field("");
  std::string long_text;
  for (int i = 0; i < 60; ++i) long_text += "买";
  field.ui.type(long_text.c_str());
  CHECK(field.text == long_text);
  const ImGuiPlatformImeData& ime = ImGui::GetCurrentContext()->PlatformImeData;
  CHECK(ime.InputPos.x > field.left());
  CHECK(ime.InputPos.x < field.left() + 300);
  field.ui.key(ImGuiKey_Home);
  CHECK(ime.InputPos.x == doctest::Approx(field.left()));
}

TEST_CASE(
    "web/field: what is too much is cut between characters, at the end of what came, and told") {
  Field field("one two");
  field.bytes_max = 16;
  field.ui.key(ImGuiKey_Home);
  CHECK_FALSE(field.was_cut);
  field.ui.type("买牛奶买牛奶");
  CHECK(field.text == "买牛奶one two");
  CHECK(field.was_cut);
  CHECK(field.caret() == 9);
}

TEST_CASE("web/field: no emoji is cut in two") {
  Field field("");
  field.bytes_max = 30;
  field.ui.type("👨‍👩‍👧‍👦👨‍👩‍👧‍👦");
  CHECK(field.text == "👨‍👩‍👧‍👦");
}

TEST_CASE("web/field: a plain text is cut and told as well") {
  Field field("");
  field.bytes_max = 4;
  field.ui.type("abcdef");
  CHECK(field.text == "abcd");
  CHECK(field.was_cut);
}

}  // namespace srl::web::ui
