// SPDX-License-Identifier: MIT
#include "base/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace srl {

using namespace std::string_view_literals;

TEST_CASE("text: well-formed UTF-8 is accepted up to both ends of every length") {
  const std::string_view good[] = {
      ""sv,
      "plain"sv,
      "\0"sv,                // U+0000
      "\x7F"sv,              // U+007F
      "\xC2\x80"sv,          // U+0080
      "\xDF\xBF"sv,          // U+07FF
      "\xE0\xA0\x80"sv,      // U+0800
      "\xED\x9F\xBF"sv,      // U+D7FF, the last before the surrogates
      "\xEE\x80\x80"sv,      // U+E000, the first after them
      "\xEF\xBF\xBF"sv,      // U+FFFF
      "\xF0\x90\x80\x80"sv,  // U+10000
      "\xF4\x8F\xBF\xBF"sv,  // U+10FFFF
      "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z"sv,
  };
  for (const std::string_view text : good) {
    CAPTURE(std::string(text));
    CHECK(is_valid_utf8(text));
  }
}

TEST_CASE("text: malformed UTF-8 is refused, whatever is wrong with it") {
  const std::string_view bad[] = {
      "\x80"sv,  // a tail without a head
      "\xBF"sv,
      "\xC0\x80"sv,                  // U+0000, overlong
      "\xC1\xBF"sv,                  // U+007F, overlong
      "\xE0\x80\x80"sv,              // overlong
      "\xE0\x9F\xBF"sv,              // U+07FF, overlong
      "\xF0\x80\x80\x80"sv,          // overlong
      "\xF0\x8F\xBF\xBF"sv,          // U+FFFF, overlong
      "\xED\xA0\x80"sv,              // U+D800, a surrogate
      "\xED\xBF\xBF"sv,              // U+DFFF
      "\xED\xA0\xBD\xED\xB8\x80"sv,  // a surrogate pair (CESU-8)
      "\xF4\x90\x80\x80"sv,          // U+110000
      "\xF5\x80\x80\x80"sv,
      "\xFE"sv,
      "\xFF"sv,
      "\xC2"sv,  // cut short
      "\xE2\x82"sv,
      "\xF0\x9F\x98"sv,
      "\xC2\x41"sv,  // the tail is no tail
      "\xE2\x82\x41"sv,
      "\xE2\x41\xAC"sv,
      "\xF0\x9F\x98\x41"sv,
      "good\xFFgood"sv,
  };
  for (const std::string_view text : bad) {
    CAPTURE(std::string(text));
    CHECK_FALSE(is_valid_utf8(text));
  }
}

TEST_CASE("text: control characters are found, tabs and allowed newlines are none") {
  CHECK_FALSE(has_control_character("a\tb", false));
  CHECK_FALSE(has_control_character("a\nb", true));
  CHECK(has_control_character("a\nb", false));
  CHECK(has_control_character("a\rb", true));
  CHECK(has_control_character("a\0b"sv, true));
  CHECK(has_control_character("\x1B[31m", true));
  CHECK(has_control_character("\x7F", true));
  CHECK(has_control_character("a\xC2\x85z", true));  // U+0085 next line, of C1
  CHECK(has_control_character("\xC2\x9F", true));
  CHECK_FALSE(has_control_character("\xC2\xA0", false));
  for (const std::string_view separator : {"\xE2\x80\xA8"sv, "\xE2\x80\xA9"sv}) {
    CHECK(has_control_character(separator, false));
    CHECK_FALSE(has_control_character(separator, true));
  }
  CHECK_FALSE(has_control_character("\xC3\xA4 \xF0\x9F\x98\x80", false));
}

TEST_CASE("text: a control character is found wherever it stands in a long text") {
  for (const std::string_view control :
       {"\n"sv, "\x1F"sv, "\x7F"sv, "\xC2\x85"sv, "\xE2\x80\xA9"sv}) {
    for (std::size_t at = 0; at <= 24; ++at) {
      CAPTURE(at);
      std::string text = "~ every word of this text can be seen~";
      CHECK_FALSE(has_control_character(text, false));
      text.insert(at, control);
      CHECK(has_control_character(text, false));
    }
  }
}

TEST_CASE("text: code points are written as the UTF-8 that is read back") {
  const std::pair<std::uint32_t, std::string_view> cases[] = {
      {0x0, "\0"sv},
      {0x7F, "\x7F"sv},
      {0x80, "\xC2\x80"sv},
      {0x7FF, "\xDF\xBF"sv},
      {0x800, "\xE0\xA0\x80"sv},
      {0xFFFF, "\xEF\xBF\xBF"sv},
      {0x10000, "\xF0\x90\x80\x80"sv},
      {0x10FFFF, "\xF4\x8F\xBF\xBF"sv},
  };
  for (const auto& [code_point, bytes] : cases) {
    std::string out;
    append_utf8(out, code_point);
    CHECK(out == bytes);
    CHECK(is_valid_utf8(out));
    CHECK(utf8_sequence_length(out, 0) == out.size());
  }
}

TEST_CASE("text: a wrong byte is found wherever it stands among many good ones") {
  for (std::size_t at = 0; at < 40; ++at) {
    std::string text(40, 'x');
    CHECK(is_valid_utf8(text));
    text[at] = '\xC3';
    CHECK_FALSE(is_valid_utf8(text));
  }
}

TEST_CASE("text: split drops empty parts and join puts the separator between") {
  CHECK(split("a,b,,c", ',') == std::vector<std::string>{"a", "b", "c"});
  CHECK(split("", ',').empty());
  CHECK(split(",,", ',').empty());
  CHECK(join({"a", "b", "c"}, ", ") == "a, b, c");
  CHECK(join({}, ",").empty());
}

TEST_CASE("text: what cannot be seen is blank, however much there is of it") {
  const std::string_view blank[] = {
      "",
      "   ",
      "\t\r\n",
      "\xC2\xA0",          // U+00A0 no-break space
      "\xC2\x85",          // U+0085 next line
      "\xC2\xAD",          // U+00AD soft hyphen
      "\xE1\x9A\x80",      // U+1680 Ogham space
      "\xE1\x85\xA0",      // U+1160 Hangul filler
      "\xE2\x80\x80",      // U+2000 en quad
      "\xE2\x80\x8B",      // U+200B zero width space
      "\xE2\x80\x8D",      // U+200D zero width joiner
      "\xE2\x80\xA8",      // U+2028 line separator
      "\xE2\x80\xA9",      // U+2029 paragraph separator
      "\xE2\x80\xAE",      // U+202E right-to-left override
      "\xE2\x81\xA0",      // U+2060 word joiner
      "\xE2\xA0\x80",      // U+2800 Braille cell without dots
      "\xE3\x80\x80",      // U+3000 ideographic space
      "\xE3\x85\xA4",      // U+3164 Hangul filler
      "\xEF\xB8\x8F",      // U+FE0F variation selector
      "\xEF\xBB\xBF",      // U+FEFF byte order mark
      "\xF3\xA0\x80\xA0",  // U+E0020 tag space
      "\xF0\x9D\x85\x99",  // U+1D159 musical symbol null notehead
      "\xF0\x96\xBF\xA4",  // U+16FE4 Khitan small script filler
      "\xEF\xB7\x90",      // U+FDD0, no character
      "\xEF\xBF\xBE",      // U+FFFE, no character
      "\xEF\xBF\xBF",      // U+FFFF, no character
      "\xF4\x8F\xBF\xBF",  // U+10FFFF, no character
      " \xC2\xA0\xE2\x80\x8B\xE2\x80\xA8\xEF\xBB\xBF\t",
  };
  for (const std::string_view text : blank) {
    CAPTURE(std::string(text));
    CHECK(is_blank(text));
  }
}

TEST_CASE("text: one visible character makes a text more than blank") {
  const std::string_view seen[] = {
      "x",
      "  .  ",
      "!",
      "~",
      "\xC2\xA1",              // U+00A1, the first behind the no-break space
      "\xE2\x80\x90",          // U+2010 hyphen, the first behind U+200F
      "\xE2\x80\x8B\xC3\xA4",  // zero width space, then ä
      "\xEF\xBF\xBD",          // U+FFFD, the sign for what could not be read
      "\xD9\x85",              // Arabic
      "\xE6\x97\xA5",          // CJK
      "\xE1\xA0\x90",          // Mongolian, behind its own format characters
      "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",  // an emoji of two with a joiner between
      "\x80",  // malformed: refused elsewhere, and not as blank
  };
  for (const std::string_view text : seen) {
    CAPTURE(std::string(text));
    CHECK_FALSE(is_blank(text));
  }
}

}  // namespace srl
