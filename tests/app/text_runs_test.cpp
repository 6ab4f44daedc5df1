// SPDX-License-Identifier: MIT
#include "app/text_runs.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "app/text_classes.h"
#include "base/random.h"
#include "base/text.h"

namespace srl::web {
namespace {

// As ours: Latin, Greek, Cyrillic and some signs.
bool has_latin(std::uint32_t c) {
  return (c >= 0x20 && c < 0x250) || (c >= 0x370 && c < 0x530) || c == 0x2026 || c == 0x201C;
}

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> all;
  std::size_t begin = 0;
  for (const std::size_t end : character_ends(text)) {
    all.emplace_back(text.substr(begin, end - begin));
    begin = end;
  }
  return all;
}

// The runs as they are seen, left to right: pictures in brackets, "<" before those that go to the
// left.
std::string seen(std::string_view text) {
  const std::vector<TextRun> runs = text_runs(text, paragraph_level(text), has_latin);
  std::string all;
  for (const std::size_t index : visual_order(runs)) {
    const TextRun& run = runs[index];
    const std::string part(text.substr(run.begin, run.end - run.begin));
    const bool is_picture = run.kind == RunKind::picture;
    if (is_right_to_left(run.level) && is_picture) all += "<";
    all += is_picture ? "[" + part + "]" : part;
  }
  return all;
}

using Characters = std::vector<std::string>;

}  // namespace

TEST_CASE("app/text_runs: a character is what people count as one") {
  CHECK(characters("ab") == Characters{"a", "b"});
  CHECK(characters("e\u0301x") == Characters{"e\u0301", "x"});
  CHECK(characters("👨‍👩‍👧‍👦!") == Characters{"👨‍👩‍👧‍👦", "!"});
  CHECK(characters("👍🏽👍") == Characters{"👍🏽", "👍"});
  CHECK(characters("🇩🇪🇫🇷") == Characters{"🇩🇪", "🇫🇷"});
  CHECK(characters("🏴󠁧󠁢󠁳󠁣󠁴󠁿.") ==
        Characters{"🏴󠁧󠁢󠁳󠁣󠁴󠁿", "."});
  CHECK(characters("1️⃣2") == Characters{"1️⃣", "2"});
  CHECK(characters("क्षि हिन्दी") == Characters{"क्षि", " ", "हि", "न्दी"});
  CHECK(characters("น้ำ") == Characters{"น้ำ"});
  CHECK(characters("مُحَمَّد") == Characters{"مُ", "حَ", "مَّ", "د"});
  CHECK(characters("\u1112\u1161\u11AB\uAE00") == Characters{"\u1112\u1161\u11AB", "\uAE00"});
  CHECK(characters("") == Characters{});
}

TEST_CASE("app/text_runs: what our fonts have is one run of glyphs") {
  CHECK(seen("Größe für Zoë") == "Größe für Zoë");
  CHECK(seen("Πάρε γάλα") == "Πάρε γάλα");
  CHECK(seen("Купить молоко") == "Купить молоко");
}

TEST_CASE("app/text_runs: Chinese, Japanese, Korean and emoji are a picture each") {
  CHECK(seen("买牛奶") == "[买][牛][奶]");
  CHECK(seen("牛乳をかう") == "[牛][乳][を][か][う]");
  CHECK(seen("우유 사기") == "[우][유] [사][기]");
  CHECK(seen("Party 🎉👨‍👩‍👧") == "Party [🎉][👨‍👩‍👧]");
  CHECK(seen("OK 1️⃣") == "OK [1️⃣]");
}

TEST_CASE("app/text_runs: where letters change with their neighbours, a word is one picture") {
  CHECK(seen("दूध खरीदें") == "[दूध] [खरीदें]");
  CHECK(seen("ซื้อนม") == "[ซื้อนม]");
  CHECK(seen("Cafe\u0301 au lait") == "Caf[e\u0301] au lait");
}

TEST_CASE("app/text_runs: words that go to the left are seen in that order") {
  CHECK(seen("شراء الحليب") == "<[الحليب] <[شراء]");
  CHECK(seen("לקנות חלב") == "<[חלב] <[לקנות]");
}

TEST_CASE("app/text_runs: either direction stands within the other, numbers keep theirs") {
  CHECK(seen("Call דוד כהן today") == "Call <[כהן] <[דוד] today");
  CHECK(seen("לבדוק PR היום") == "<[היום] PR <[לבדוק]");
  CHECK(seen("חדר 12 מחר") == "<[מחר] 12 <[חדר]");
  CHECK(seen("בשעה 10:30") == "10:30 <[בשעה]");
  CHECK(seen("Room חדר 12") == "Room 12 <[חדר]");
  CHECK(seen("(שלום)") == "<[(שלום)]");
  CHECK(seen("See (שלום).") == "See (<[שלום]).");
}

TEST_CASE("app/text_runs: a paragraph goes where its first letter goes") {
  CHECK(paragraph_level("Call דוד") == 0);
  CHECK(paragraph_level("12: דוד Call") == 1);
  CHECK(paragraph_level("🎉 שלום") == 1);
  CHECK(paragraph_level("123") == 0);
}

TEST_CASE("app/text_runs: no run is too long for a picture") {
  std::string thai;
  for (std::size_t i = 0; i < 3 * kRunCharactersMax; ++i) thai += "ก";
  const std::vector<TextRun> runs = text_runs(thai, 0, has_latin);
  CHECK(runs.size() == 3);
}

TEST_CASE("app/text_runs: lines end after words, and anywhere between Chinese characters") {
  const auto lines = [](std::string_view text) {
    Characters all;
    std::size_t begin = 0;
    for (const std::size_t end : line_breaks(text)) {
      all.emplace_back(text.substr(begin, end - begin));
      begin = end;
    }
    return all;
  };
  CHECK(lines("one two") == Characters{"one ", "two"});
  CHECK(lines("买牛奶。") == Characters{"买", "牛", "奶。"});
  CHECK(lines("买 two🎉") == Characters{"买 ", "two", "🎉"});
  CHECK(lines("دودو كا") == Characters{"دودو ", "كا"});
}

TEST_CASE("app/text_runs: no text is lost, and none is taken twice, whatever it is made of") {
  constexpr std::uint32_t kSome[] = {'a',    ' ',     '1',   '(',    0x5D0,  0x627,   0x64E,
                                     0x93F,  0x94D,   0x915, 0xE01,  0x4E2D, 0x1F468, 0x200D,
                                     0xFE0F, 0x1F1E9, 0x301, 0x2026, 0x1100, 0x1161,  '\n'};
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    RandomStream random{.seed = seed};
    std::string text;
    for (int i = 0; i < 24; ++i) {
      append_utf8(text, kSome[random.below(std::size(kSome))]);
      if (random.below(20) == 0) text.push_back('\xE2');  // not UTF-8
    }
    const std::vector<TextRun> runs = text_runs(text, paragraph_level(text), has_latin);
    std::size_t end = 0;
    for (const TextRun& run : runs) {
      REQUIRE(run.begin == end);
      REQUIRE(run.end > run.begin);
      end = run.end;
    }
    REQUIRE(end == text.size());
    std::vector<std::size_t> order = visual_order(runs);
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < order.size(); ++i) REQUIRE(order[i] == i);
    REQUIRE(line_breaks(text).back() == text.size());
  }
}

}  // namespace srl::web
