// SPDX-License-Identifier: MIT
#include "app/text_runs.h"

#include <algorithm>

#include "app/text_classes.h"

namespace srl::web {
namespace {

constexpr std::uint32_t kJoiner = 0x200D;
constexpr std::uint32_t kEmojiLook = 0xFE0F;
constexpr std::uint32_t kKeycap = 0x20E3;

// Letters of a Korean syllable that are written one by one.
enum class Jamo { none, lead, vowel, tail, syllable };

Jamo jamo_of(std::uint32_t c) {
  if ((c >= 0x1100 && c <= 0x115F) || (c >= 0xA960 && c <= 0xA97C)) return Jamo::lead;
  if ((c >= 0x1160 && c <= 0x11A7) || (c >= 0xD7B0 && c <= 0xD7C6)) return Jamo::vowel;
  if ((c >= 0x11A8 && c <= 0x11FF) || (c >= 0xD7CB && c <= 0xD7FB)) return Jamo::tail;
  return c >= 0xAC00 && c <= 0xD7A3 ? Jamo::syllable : Jamo::none;
}

bool joins(Jamo before, Jamo next) {
  switch (next) {
    case Jamo::lead:
    case Jamo::syllable: return before == Jamo::lead;
    case Jamo::vowel: return before != Jamo::none && before != Jamo::tail;
    case Jamo::tail: return before != Jamo::none && before != Jamo::lead;
    case Jamo::none: break;
  }
  return false;
}

bool is_indic(std::uint32_t c) { return c >= 0x900 && c <= 0xD7F; }

// Where the character that begins at `at` ends: rules GB6 to GB13 of UAX #29.
std::size_t character_end(std::string_view text, std::size_t at) {
  const Decoded first = decode(text, at);
  std::size_t end = at + first.length;
  bool flag_open = is_regional_indicator(first.code_point);
  bool consonant_joins = false;
  std::uint32_t before = first.code_point;
  while (end < text.size()) {
    const Decoded next = decode(text, end);
    const std::uint32_t c = next.code_point;
    const bool is_pictograph_joined =
        before == kJoiner && is_pictograph(first.code_point) && is_pictograph(c);
    const bool is_conjunct = consonant_joins && is_indic(c) && !is_mark(c);
    const bool is_flag = flag_open && is_regional_indicator(c);
    if (extends_character(c)) {
      consonant_joins = consonant_joins || joins_consonants(c);
    } else if (is_pictograph_joined || is_conjunct || is_flag ||
               joins(jamo_of(before), jamo_of(c))) {
      consonant_joins = false;
    } else {
      break;
    }
    flag_open = false;
    before = c;
    end += next.length;
  }
  return end;
}

struct Character {
  std::size_t begin;
  std::size_t end;
  std::uint32_t first;  // its base
  Direction direction;
  BidiLevel level = 0;
};

std::vector<Character> characters_of(std::string_view text) {
  std::vector<Character> characters;
  std::size_t begin = 0;
  for (const std::size_t end : character_ends(text)) {
    const std::uint32_t first = decode(text, begin).code_point;
    characters.push_back({begin, end, first, direction_of(first)});
    begin = end;
  }
  return characters;
}

// W4 and W5: "10:30" and "5 %" are numbers as a whole.
void widen_numbers(std::vector<Character>& characters) {
  const std::size_t count = characters.size();
  const auto is_number = [&](std::size_t i) {
    return i < count && characters[i].direction == Direction::number;
  };
  for (std::size_t i = 1; i + 1 < count; ++i) {
    if (characters[i].direction == Direction::separator && is_number(i - 1) && is_number(i + 1)) {
      characters[i].direction = Direction::number;
    }
  }
  const auto is_sign = [&](std::size_t i) {
    return characters[i].direction == Direction::number_sign;
  };
  for (std::size_t i = 1; i < count; ++i) {
    if (is_sign(i) && is_number(i - 1)) characters[i].direction = Direction::number;
  }
  for (std::size_t i = count; i-- > 0;) {
    if (is_sign(i) && is_number(i + 1)) characters[i].direction = Direction::number;
  }
}

// W7, N1, N2 and the implicit levels: what has no direction takes that of its surroundings where
// they agree, else the paragraph's.
void resolve_levels(std::vector<Character>& characters, BidiLevel paragraph) {
  const Direction base = is_right_to_left(paragraph) ? Direction::right : Direction::left;
  const BidiLevel right = 1;
  const BidiLevel left = is_right_to_left(paragraph) ? 2 : 0;
  Direction strong = base;  // the last letter's
  Direction before = base;  // the same, or right for a number among such letters
  std::size_t open = 0;     // the first that waits for what follows it
  const auto close = [&](std::size_t end, Direction after) {
    const BidiLevel agreed = before == Direction::right ? right : left;
    for (; open < end; ++open) characters[open].level = before == after ? agreed : paragraph;
    before = after;
  };
  for (std::size_t i = 0; i < characters.size(); ++i) {
    Character& c = characters[i];
    if (c.direction == Direction::left || c.direction == Direction::right) {
      strong = c.direction;
      close(i, strong);
      c.level = strong == Direction::right ? right : left;
      open = i + 1;
    } else if (c.direction == Direction::number) {
      close(i, strong);
      c.level = strong == Direction::right ? 2 : left;
      open = i + 1;
    }
  }
  close(characters.size(), base);
  for (std::size_t i = characters.size(); i-- > 0 && characters[i].first == ' ';) {
    characters[i].level = paragraph;  // L1
  }
}

bool is_emoji(std::string_view character, std::uint32_t first) {
  if (is_regional_indicator(first) || is_pictograph(first)) return true;
  const std::size_t last = character.size();
  for (std::size_t at = decode(character, 0).length; at < last;) {
    const Decoded next = decode(character, at);
    if (next.code_point == kEmojiLook || next.code_point == kKeycap) return true;
    at += next.length;
  }
  return false;
}

enum class Drawn { glyph, alone, joined };

Drawn drawn_as(std::string_view text, const Character& c, const HasGlyph& has_glyph) {
  const std::string_view character = text.substr(c.begin, c.end - c.begin);
  const bool is_single = decode(text, c.begin).length == character.size();
  // Brackets are mirrored where text goes to the left: the browser does that.
  if (is_single && (!is_right_to_left(c.level) || c.first == ' ') && has_glyph(c.first)) {
    return Drawn::glyph;
  }
  if (is_emoji(character, c.first) || is_ideographic(c.first)) return Drawn::alone;
  return Drawn::joined;
}

}  // namespace

std::vector<std::size_t> character_ends(std::string_view text) {
  std::vector<std::size_t> ends;
  for (std::size_t at = 0; at < text.size();) {
    at = character_end(text, at);
    ends.push_back(at);
  }
  return ends;
}

BidiLevel paragraph_level(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    const Direction direction = direction_of(next.code_point);
    if (direction == Direction::right) return 1;
    if (direction == Direction::left && !is_mark(next.code_point)) return 0;
    at += next.length;
  }
  return 0;
}

std::vector<TextRun> text_runs(std::string_view line, BidiLevel paragraph,
                               const HasGlyph& has_glyph) {
  std::vector<Character> characters = characters_of(line);
  widen_numbers(characters);
  resolve_levels(characters, paragraph);
  std::vector<TextRun> runs;
  Drawn before = Drawn::alone;
  std::size_t length = 0;  // of the last run, in characters
  for (const Character& c : characters) {
    const Drawn drawn = drawn_as(line, c, has_glyph);
    const bool goes_on = !runs.empty() && drawn == before && drawn != Drawn::alone &&
                         runs.back().level == c.level &&
                         (drawn == Drawn::glyph || length < kRunCharactersMax);
    if (goes_on) {
      runs.back().end = c.end;
      ++length;
    } else {
      const RunKind kind = drawn == Drawn::glyph ? RunKind::glyphs : RunKind::picture;
      runs.push_back({c.begin, c.end, kind, c.level});
      length = 1;
    }
    before = drawn;
  }
  return runs;
}

// L2: from the highest level to the lowest odd one, what has at least that level is turned round.
std::vector<std::size_t> visual_order(const std::vector<TextRun>& runs) {
  std::vector<std::size_t> order(runs.size());
  BidiLevel highest = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    order[i] = i;
    highest = std::max(highest, runs[i].level);
  }
  for (BidiLevel level = highest; level > 0; --level) {
    const auto turns = [&](std::size_t run) { return runs[run].level >= level; };
    for (auto at = order.begin(); at != order.end();) {
      const auto first = std::find_if(at, order.end(), turns);
      at = std::find_if_not(first, order.end(), turns);
      std::reverse(first, at);
    }
  }
  return order;
}

std::vector<std::size_t> line_breaks(std::string_view text) {
  std::vector<std::size_t> breaks;
  const std::vector<Character> characters = characters_of(text);
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const Character& c = characters[i];
    const bool is_last = i + 1 == characters.size();
    const auto stands_alone = [&](const Character& one) {
      return is_ideographic(one.first) ||
             is_emoji(text.substr(one.begin, one.end - one.begin), one.first);
    };
    const bool is_space = c.first == ' ' || c.first == '\n' || c.first == 0x3000;
    const bool may_end = is_last || is_space ||
                         ((stands_alone(c) || stands_alone(characters[i + 1])) &&
                          !closes_line(characters[i + 1].first) && characters[i + 1].first != ' ');
    if (may_end) breaks.push_back(c.end);
  }
  return breaks;
}

}  // namespace srl::web
