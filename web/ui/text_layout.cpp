// SPDX-License-Identifier: MIT
#include "ui/text_layout.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <unordered_map>

#include "app/text_classes.h"
#include "ui/text_pictures.h"

namespace srl::web::ui {

namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
// Our fonts have nothing beyond (scripts/fonts).
constexpr std::uint32_t kGlyphsEnd = 0x3000;

enum class Known : unsigned char { unknown, yes, no };

struct Layouts {
  std::unordered_map<std::string, TextLayout> known;
  std::vector<Known> glyphs[3];  // by face and code point
  ImFont* fonts[3] = {};
};

Layouts& layouts() {
  static Layouts instance;
  return instance;
}

bool has_glyph(Face face, std::uint32_t code_point) {
  if (code_point >= kGlyphsEnd) return false;
  const auto index = static_cast<std::size_t>(face);
  std::vector<Known>& glyphs = layouts().glyphs[index];
  ImFont* const asked = font(face);
  if (layouts().fonts[index] != asked) {
    layouts().fonts[index] = asked;
    glyphs.assign(kGlyphsEnd, Known::unknown);
  }
  Known& known = glyphs[code_point];
  if (known == Known::unknown) {
    known = asked->IsGlyphInFont(static_cast<ImWchar>(code_point)) ? Known::yes : Known::no;
  }
  return known == Known::yes;
}

float glyphs_width(TextStyle style, std::string_view text) {
  if (text.empty()) return 0;
  return font(style.face)
      ->CalcTextSizeA(line_height(style), FLT_MAX, 0.0f, text.data(), text.data() + text.size())
      .x;
}

float width_of(TextStyle style, std::string_view text, const TextRun& run) {
  const std::string_view part = text.substr(run.begin, run.end - run.begin);
  return run.kind == RunKind::glyphs ? glyphs_width(style, part)
                                     : picture_advance(style, part, is_right_to_left(run.level));
}

TextLine make_line(TextStyle style, std::string_view text, std::size_t begin, std::size_t end,
                   BidiLevel paragraph) {
  const HasGlyph has = [style](std::uint32_t c) { return has_glyph(style.face, c); };
  std::vector<TextRun> runs = text_runs(text.substr(begin, end - begin), paragraph, has);
  for (TextRun& run : runs) {
    run.begin += begin;
    run.end += begin;
  }
  TextLine line;
  for (const std::size_t index : visual_order(runs)) {
    const float width = width_of(style, text, runs[index]);
    line.pieces.push_back({runs[index], line.width, width});
    line.width += width;
  }
  return line;
}

std::size_t without_spaces(std::string_view text, std::size_t begin, std::size_t end) {
  while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\n')) --end;
  return end;
}

// Where the line that begins at `begin` ends: after the last of `ends` that leaves it narrow
// enough, at least after one of them.
std::size_t end_of_line(TextStyle style, std::string_view text, std::size_t begin, float width,
                        BidiLevel paragraph, const std::vector<std::size_t>& ends) {
  std::size_t fitting = 0;
  for (const std::size_t end : ends) {
    if (end <= begin) continue;
    const std::size_t seen = without_spaces(text, begin, end);
    if (make_line(style, text, begin, seen, paragraph).width > width) break;
    fitting = end;
    if (text[end - 1] == '\n') break;
  }
  return fitting;
}

void wrap(TextStyle style, TextLayout& layout, float width) {
  const std::string_view text = layout.text;
  const BidiLevel paragraph = paragraph_level(text);
  const std::vector<std::size_t> words = line_breaks(text);
  std::vector<std::size_t> characters;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = end_of_line(style, text, begin, width, paragraph, words);
    if (end == 0) {  // a word that is wider than the place
      if (characters.empty()) characters = character_ends(text);
      end = end_of_line(style, text, begin, width, paragraph, characters);
    }
    if (end == 0) {
      end = *std::upper_bound(characters.begin(), characters.end(), begin);
    }
    const std::size_t seen = without_spaces(text, begin, end);
    layout.lines.push_back(make_line(style, text, begin, seen, paragraph));
    begin = end;
  }
}

// As many characters as fit, and the ellipsis after them, in the order of reading.
void cut(TextStyle style, TextLayout& layout, std::string_view text, float width) {
  const BidiLevel paragraph = paragraph_level(text);
  const std::vector<std::size_t> ends = character_ends(text);
  const auto with = [&](std::size_t count) {
    std::string kept(text.substr(0, count == 0 ? 0 : ends[count - 1]));
    kept.resize(without_spaces(kept, 0, kept.size()));
    return kept.append(kEllipsis);
  };
  std::size_t fits = 0;
  for (std::size_t low = 0, high = ends.size(); low < high;) {
    const std::size_t middle = low + (high - low + 1) / 2;
    const std::string tried = with(middle);
    if (make_line(style, tried, 0, tried.size(), paragraph).width <= width) {
      fits = low = middle;
    } else {
      high = middle - 1;
    }
  }
  layout.text = with(fits);
  layout.is_cut = true;
  layout.lines = {make_line(style, layout.text, 0, layout.text.size(), paragraph)};
}

// By what decides how it looks.
std::string key_of(char kind, TextStyle style, std::string_view text, float width) {
  const float numbers[] = {line_height(style), ImGui::GetIO().DisplayFramebufferScale.x, width};
  std::string key{kind, static_cast<char>(style.face)};
  key.append(reinterpret_cast<const char*>(numbers), sizeof numbers);
  key.append(text);
  return key;
}

void measure(TextLayout& layout) {
  for (const TextLine& line : layout.lines) layout.width = std::max(layout.width, line.width);
}

float x_within(TextStyle style, std::string_view text, const TextPiece& piece, std::size_t at) {
  if (at == piece.run.begin) return 0;
  if (at == piece.run.end) return piece.width;
  TextRun part = piece.run;
  part.end = at;
  return std::min(piece.width, width_of(style, text, part));
}

}  // namespace

bool is_plain(Face face, std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (!has_text_painter() || std::all_of(text.begin(), text.end(), is_ascii)) return true;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    if (next.code_point >= 0x80 &&
        (!has_glyph(face, next.code_point) || extends_character(next.code_point))) {
      return false;
    }
    at += next.length;
  }
  return true;
}

const TextLayout& lay_out(TextStyle style, std::string_view text, float wrap_width) {
  const auto [at, is_new] = layouts().known.try_emplace(key_of('w', style, text, wrap_width));
  TextLayout& layout = at->second;
  if (!is_new) return layout;
  layout.text = text;
  if (wrap_width > 0 || text.find('\n') != text.npos) {
    wrap(style, layout, wrap_width > 0 ? wrap_width : FLT_MAX);
  } else {
    layout.lines = {make_line(style, layout.text, 0, text.size(), paragraph_level(text))};
  }
  measure(layout);
  return layout;
}

const TextLayout& lay_out_cut(TextStyle style, std::string_view text, float width) {
  const auto [at, is_new] = layouts().known.try_emplace(key_of('c', style, text, width));
  TextLayout& layout = at->second;
  if (!is_new) return layout;
  const TextLayout& whole = lay_out(style, text);
  if (whole.width <= width) {
    layout = whole;
  } else {
    cut(style, layout, text, width);
    measure(layout);
  }
  return layout;
}

void draw_line(ImDrawList* list, TextStyle style, ImVec2 corner, ImU32 color,
               const TextLayout& layout, const TextLine& line) {
  ImFont* const face = font(style.face);
  const float height = line_height(style);
  const float scale = ImGui::GetIO().DisplayFramebufferScale.x;
  const float base = corner.y + face->GetFontBaked(height)->Ascent;
  const std::string_view text = layout.text;
  for (const TextPiece& piece : line.pieces) {
    const std::string_view part = text.substr(piece.run.begin, piece.run.end - piece.run.begin);
    const float x = corner.x + piece.x;
    if (piece.run.kind == RunKind::picture) {
      draw_picture(list, style, {x, base}, color, part, is_right_to_left(piece.run.level));
    } else {
      const ImVec2 place{std::round(x * scale) / scale, std::round(corner.y * scale) / scale};
      list->AddText(face, height, place, color, part.data(), part.data() + part.size());
    }
  }
}

void begin_text_frame() {
  const bool forgot = forget_old_pictures();
  if (forgot || layouts().known.size() > kLayoutsMax) layouts().known.clear();
}

std::vector<PlacedCharacter> placed_characters(TextStyle style, std::string_view line) {
  const TextLayout& layout = lay_out(style, line);
  std::vector<PlacedCharacter> placed;
  for (const TextPiece& piece : layout.lines.front().pieces) {
    const bool right_to_left = is_right_to_left(piece.run.level);
    std::size_t begin = piece.run.begin;
    float before = 0;
    const std::string_view part = line.substr(begin, piece.run.end - begin);
    for (const std::size_t length : character_ends(part)) {
      const std::size_t end = piece.run.begin + length;
      const float after = std::max(before, x_within(style, line, piece, end));
      const float left = right_to_left ? piece.width - after : before;
      const float right = right_to_left ? piece.width - before : after;
      placed.push_back({begin, end, piece.x + left, piece.x + right, right_to_left});
      begin = end;
      before = after;
    }
  }
  std::sort(placed.begin(), placed.end(),
            [](const PlacedCharacter& a, const PlacedCharacter& b) { return a.begin < b.begin; });
  return placed;
}

float caret_x(const std::vector<PlacedCharacter>& line, std::size_t at) {
  const PlacedCharacter* before = nullptr;
  for (const PlacedCharacter& one : line) {
    if (one.begin >= at) break;
    before = &one;
  }
  if (before != nullptr) return before->right_to_left ? before->left : before->right;
  if (line.empty()) return 0;
  return line.front().right_to_left ? line.front().right : line.front().left;
}

std::size_t caret_at(const std::vector<PlacedCharacter>& line, float x) {
  const PlacedCharacter* nearest = nullptr;
  float distance = FLT_MAX;
  for (const PlacedCharacter& one : line) {
    const float away = std::max({0.0f, one.left - x, x - one.right});
    if (away >= distance) continue;
    distance = away;
    nearest = &one;
  }
  if (nearest == nullptr) return 0;
  const bool on_right = x > (nearest->left + nearest->right) / 2;
  return on_right != nearest->right_to_left ? nearest->end : nearest->begin;
}

}  // namespace srl::web::ui
