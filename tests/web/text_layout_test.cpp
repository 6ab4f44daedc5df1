// SPDX-License-Identifier: MIT
#include "ui/text_layout.h"

#include <doctest/doctest.h>

#include <cmath>

#include "imgui_internal.h"
#include "support/fake_text_painter.h"
#include "support/headless_ui.h"
#include "ui/widgets/draw_text.h"

namespace srl::web::ui {
namespace {

constexpr TextStyle kStyle{};
// clang-format off
constexpr const char* kScripts[] = {
    "买牛奶", "牛乳を買う", "우유 사기", "شراء الحليب غدًا", "לקנות חלב", "दूध खरीदें", "ซื้อนม",
    "Купить молоко", "Πάρε γάλα", "🎉👨‍👩‍👧‍👦🇩🇪 party", "Cafe\u0301", "Call דוד at 10:30"};
// clang-format on

// The quads of the draw list that show pictures: those of its letters are ImGui's.
struct Quad {
  ImVec2 low;
  ImVec2 high;
  ImU32 color;
};

std::vector<Quad> quads_of(const ImDrawList& list, int first_vertex) {
  std::vector<Quad> quads;
  for (int i = first_vertex; i + 3 < list.VtxBuffer.Size; i += 4) {
    quads.push_back({list.VtxBuffer[i].pos, list.VtxBuffer[i + 2].pos, list.VtxBuffer[i].col});
  }
  return quads;
}

// What a text is drawn as, in a window of its own.
std::vector<Quad> drawn(std::string_view text, float* width = nullptr) {
  std::vector<Quad> quads;
  HeadlessUi ui([&] {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const int before = list->VtxBuffer.Size;
    draw_text(list, kStyle, {10, 10}, colors().ink, text);
    quads = quads_of(*list, before);
    if (width != nullptr) *width = text_size(kStyle, text).x;
  });
  return quads;
}

}  // namespace

TEST_CASE("web/text: without a painter, every text is ImGui's") {
  HeadlessUi ui([] {});
  for (const char* text : kScripts) CHECK(is_plain(Face::regular, text));
}

TEST_CASE("web/text: what is measured is what is drawn, in every script") {
  for (const char* text : kScripts) {
    CAPTURE(text);
    const FakeTextPainter painter;
    float width = 0;
    const std::vector<Quad> quads = drawn(text, &width);
    REQUIRE_FALSE(quads.empty());
    float right = 0;
    for (const Quad& quad : quads) right = std::max(right, quad.high.x);
    CHECK(width > 0);
    CHECK(std::fabs(right - 10 - width) < 6.0f);  // a letter ends a little before its advance
  }
}

TEST_CASE("web/text: a run is painted once, and kept from frame to frame") {
  FakeTextPainter painter;
  HeadlessUi ui([] {
    draw_text(ImGui::GetWindowDrawList(), kStyle, {10, 10}, colors().ink, "买牛奶, 买");
  });
  ui.frames(20);
  CHECK(painter.painted.size() == 3);
  CHECK(painter.times_painted("买") == 1);
}

TEST_CASE("web/text: letters take the colour of the text") {
  const FakeTextPainter painter;
  const std::vector<Quad> quads = drawn("买");
  REQUIRE(quads.size() == 1);
  CHECK(quads[0].color == shade(colors().ink));
}

TEST_CASE("web/text: emoji keep their colours") {
  const FakeTextPainter painter;
  const std::vector<Quad> quads = drawn("🎉");
  REQUIRE(quads.size() == 1);
  CHECK(quads[0].color == IM_COL32_WHITE);
}

TEST_CASE("web/text: words of Arabic are painted whole, to the left, and stand in that order") {
  FakeTextPainter painter;
  const std::vector<Quad> quads = drawn("شراء الحليب");
  CHECK(painter.painted == std::vector<std::string>{"الحليب", "شراء"});
  CHECK(painter.right_to_left == std::vector<bool>{true, true});
  CHECK(quads.front().low.x < quads.back().low.x);
}

TEST_CASE(
    "web/text: a text that is too long is cut between characters, and never wider than its place") {
  for (const char* text : kScripts) {
    CAPTURE(text);
    const FakeTextPainter painter;
    HeadlessUi ui([&] {
      if (is_plain(Face::regular, text)) return;
      for (float width = 20; width < 150; width += 7) {
        const TextLayout& layout = lay_out_cut(kStyle, text, width);
        CHECK(layout.width <= std::max(width, text_size(kStyle, "\u2026").x));
        CHECK(layout.is_cut == (text_size(kStyle, text).x > width));
        const std::vector<std::size_t> ends = character_ends(text);
        const std::size_t kept = layout.text.size() - 3;
        if (layout.is_cut && kept > 0 && text[kept] != ' ') {
          CHECK(std::find(ends.begin(), ends.end(), kept) != ends.end());
        }
      }
    });
  }
}

TEST_CASE("web/text: lines are no wider than their place, and nothing is left out of them") {
  for (const char* text : kScripts) {
    CAPTURE(text);
    const FakeTextPainter painter;
    HeadlessUi ui([&] {
      if (is_plain(Face::regular, text)) return;
      for (float width = 40; width < 150; width += 7) {
        const TextLayout& layout = lay_out(kStyle, text, width);
        CHECK(layout.width <= width);
        std::size_t shown = 0;
        for (const TextLine& line : layout.lines) {
          for (const TextPiece& piece : line.pieces) shown += piece.run.end - piece.run.begin;
        }
        CHECK(shown + layout.lines.size() >= std::string_view(text).size() + 1);
        CHECK(text_size(kStyle, text, width).y ==
              line_height(kStyle) * static_cast<float>(layout.lines.size()));
      }
    });
  }
}

TEST_CASE("web/text: a newline begins a line") {
  const FakeTextPainter painter;
  HeadlessUi ui([] {
    CHECK(lay_out(kStyle, "买\n牛奶").lines.size() == 2);
    CHECK(lay_out(kStyle, "买\n牛奶", 500).lines.size() == 2);
  });
}

TEST_CASE("web/text: what is not shown any more makes room, what is shown stays") {
  FakeTextPainter painter;
  int page = 0;
  HeadlessUi ui([&] {
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text(list, kStyle, {10, 10}, colors().ink, "牛");
    // Lines of different words, as when a person scrolls through thousands of tasks.
    for (int row = 0; row < 40; ++row) {
      std::string word = "ก";
      for (int bit = 0; bit < 16; ++bit) word += ((page * 40 + row) >> bit) % 2 != 0 ? "ข" : "ค";
      draw_text(list, kStyle, {10, 30}, colors().ink, word);
    }
  });
  std::size_t most = 0;
  for (page = 1; page < 100; ++page) {
    ui.frames(1);
    most = std::max(most, picture_pixels());
  }
  CHECK(painter.painted.size() > 3'900);
  CHECK(painter.times_painted("牛") == 1);
  CHECK(most > kPicturePixelsMax);
  CHECK(most < kPicturePixelsMax + kPicturePixelsMax / 4);
  CHECK(ImGui::GetIO().Fonts->TexData->GetSizeInBytes() < (64 << 20));
}

TEST_CASE("web/text: the caret goes through every character, in the order of reading") {
  for (const char* text : kScripts) {
    CAPTURE(text);
    const FakeTextPainter painter;
    HeadlessUi ui([&] {
      const std::vector<PlacedCharacter> line = placed_characters(kStyle, text);
      REQUIRE(line.size() == character_ends(text).size());
      std::size_t at = 0;
      for (const PlacedCharacter& one : line) {
        CHECK(one.begin == at);
        CHECK(one.right >= one.left);
        at = one.end;
        // A click on either half of it goes before or behind it.
        const float quarter = (one.right - one.left) / 4;
        const std::size_t on_left = caret_at(line, one.left + quarter);
        const std::size_t on_right = caret_at(line, one.right - quarter);
        CHECK(on_left == (one.right_to_left ? one.end : one.begin));
        CHECK(on_right == (one.right_to_left ? one.begin : one.end));
      }
    });
  }
}

TEST_CASE("web/text: behind a word to the left the caret stands on its left") {
  const FakeTextPainter painter;
  HeadlessUi ui([] {
    const std::string text = "שלום";
    const std::vector<PlacedCharacter> line = placed_characters(kStyle, text);
    const float width = text_size(kStyle, text).x;
    CHECK(caret_x(line, 0) == width);
    CHECK(caret_x(line, text.size()) == 0);
    CHECK(caret_x(line, 2) == width - FakeTextPainter::kFirstPx);
    CHECK(caret_at(line, -5) == text.size());
    CHECK(caret_at(line, width + 5) == 0);
  });
}

}  // namespace srl::web::ui
