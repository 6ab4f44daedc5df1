// SPDX-License-Identifier: MIT
// A pen for a few letters: M and L move and draw, A bends; S strokes, Z strokes closed and F fills
// what was traced; C, D and R are circle, disc and rounded rectangle. Each icon is a line of that.
#include "ui/widgets/icons.h"

namespace srl::web::ui {

namespace {

constexpr float kGrid = 16.0f;
constexpr float kStroke = 1.5f;
constexpr float kRadiansPerDegree = 3.14159265f / 180.0f;

const char* outline(Icon icon) {
  switch (icon) {
    case Icon::none: return "";
    case Icon::dot: return "D8 8 3";
    case Icon::ok: return "C8 8 6.2 M5.2 8.2 L7.3 10.3 L11 6";
    case Icon::waiting: return "C8 8 6.2 M8 4.6 L8 8.2 L10.4 9.7";
    case Icon::broken:
      return "M5.4 1.8 L10.6 1.8 L14.2 5.4 L14.2 10.6 L10.6 14.2 L5.4 14.2 L1.8 10.6 L1.8 5.4 Z "
             "M5.9 5.9 L10.1 10.1 M10.1 5.9 L5.9 10.1";
    case Icon::info: return "C8 8 6.2 M8 7.4 L8 11.2 D8 4.9 0.95";
    case Icon::add: return "M8 3 L8 13 M3 8 L13 8";
    case Icon::close: return "M4 4 L12 12 M12 4 L4 12";
    case Icon::check: return "M3 8.5 L6.5 12 L13 4.5";
    case Icon::edit: return "M3 13 L3.6 10.2 L10.8 3 L13 5.2 L5.8 12.4 Z M9.2 4.6 L11.4 6.8";
    case Icon::trash:
      return "M2.8 4.5 L13.2 4.5 M6.2 4.5 L6.2 2.6 L9.8 2.6 L9.8 4.5 "
             "M4.2 4.5 L4.9 13.4 L11.1 13.4 L11.8 4.5 M6.9 7 L6.9 11 M9.1 7 L9.1 11";
    case Icon::search: return "C7 7 4.4 M10.4 10.4 L13.8 13.8";
    case Icon::filter: return "M2.2 4 L13.8 4 M4.4 8 L11.6 8 M6.4 12 L9.6 12";
    case Icon::play: return "M4.8 2.8 L13 8 L4.8 13.2 F";
    case Icon::pause: return "M4 3 L7 3 L7 13 L4 13 F M9 3 L12 3 L12 13 L9 13 F";
    case Icon::step: return "M3.2 3 L10 8 L3.2 13 F M11 3 L13 3 L13 13 L11 13 F";
    case Icon::to_start: return "M12.8 3 L6 8 L12.8 13 F M3 3 L5 3 L5 13 L3 13 F";
    case Icon::share:
      return "M8 9.6 L8 2 M5 4.8 L8 1.8 L11 4.8 M5 7.4 L3 7.4 L3 13.8 L13 13.8 L13 7.4 L11 7.4";
    case Icon::copy:
      return "R5.4 5.4 13.4 13.4 1.4 M10.6 5.4 L10.6 2.6 L2.6 2.6 L2.6 10.6 L5.4 10.6";
    case Icon::download: return "M8 2 L8 10 M4.8 6.8 L8 10 L11.2 6.8 M2.8 13.4 L13.2 13.4";
    case Icon::sun:
      return "C8 8 2.9 M8 1.4 L8 2.9 M8 13.1 L8 14.6 M1.4 8 L2.9 8 M13.1 8 L14.6 8 "
             "M3.4 3.4 L4.4 4.4 M11.6 11.6 L12.6 12.6 M12.6 3.4 L11.6 4.4 M4.4 11.6 L3.4 12.6";
    case Icon::moon: return "A8 8 6 10.3 259.7 A11 5 5 215.5 54.5 Z";
    case Icon::contrast: return "C8 8 6 A8 8 6 -90 90 F";
    case Icon::help: return "C8 8 6.2 A8 6.4 1.9 180 405 L8 9.3 D8 11.5 0.95";
    case Icon::chevron_down: return "M4 6 L8 10 L12 6";
    case Icon::chevron_right: return "M6 4 L10 8 L6 12";
    case Icon::undo: return "M3.2 6.2 L9.4 6.2 A9.4 9.6 3.4 -90 90 L5.6 13 M6 3.2 L3 6.2 L6 9.2";
    case Icon::more: return "D3.4 8 1.3 D8 8 1.3 D12.6 8 1.3";
    case Icon::send: return "M8 13 L8 3 M4 7 L8 3 L12 7";
    case Icon::receive: return "M8 3 L8 13 M4 9 L8 13 L12 9";
    case Icon::zoom_in: return "C7 7 4.6 M10.5 10.5 L13.8 13.8 M4.8 7 L9.2 7 M7 4.8 L7 9.2";
    case Icon::zoom_out: return "C7 7 4.6 M10.5 10.5 L13.8 13.8 M4.8 7 L9.2 7";
    case Icon::fold:
      return "M1.6 8 L5.6 8 M3.4 5.8 L5.6 8 L3.4 10.2 M14.4 8 L10.4 8 M12.6 5.8 L10.4 8 L12.6 10.2 "
             "M8 2.6 L8 13.4";
    case Icon::follow: return "M1.8 8 L9 8 M6 5 L9 8 L6 11 M12.6 2.6 L12.6 13.4";
    case Icon::phone: return "R4.4 1.6 11.6 14.4 1.8 M7.1 12.2 L8.9 12.2";
    case Icon::laptop: return "R3 3 13 10.4 1.2 M1.2 13 L14.8 13";
    case Icon::server:
      return "R2.4 2.4 13.6 7.2 1.2 R2.4 8.8 13.6 13.6 1.2 D5.2 4.8 0.9 D5.2 11.2 0.9";
    case Icon::worker:
      return "C8 8 4.4 D8 8 1.3 M8 1.4 L8 3.6 M8 12.4 L8 14.6 M1.4 8 L3.6 8 M12.4 8 L14.6 8 "
             "M3.3 3.3 L4.9 4.9 M11.1 11.1 L12.7 12.7 M12.7 3.3 L11.1 4.9 M4.9 11.1 L3.3 12.7";
    case Icon::online: return "A8 13 9 228 312 S A8 13 5.2 228 312 D8 12.6 1.4";
    case Icon::offline: return "A8 13 9 228 312 S A8 13 5.2 228 312 D8 12.6 1.4 M2.4 1.8 L13.6 14";
    case Icon::key: return "C5 11 3 M7.2 8.8 L13.4 2.6 M10.8 5.2 L13 7.4 M8.9 7.1 L10.5 8.7";
    case Icon::lost: return "M1 8 L7.4 8 M9.6 5.6 L14.4 10.4 M14.4 5.6 L9.6 10.4";
    case Icon::repeat:
      return "M2.6 8 L2.6 5 L12.8 5 M10.4 2.4 L13 5 L10.4 7.6 M13.4 8 L13.4 11 L3.2 11 "
             "M5.6 8.4 L3 11 L5.6 13.6";
    case Icon::delay:
      return "M3.6 2 L12.4 2 M3.6 14 L12.4 14 M4.8 2 L4.8 4.6 L11.2 11.4 L11.2 14 "
             "M11.2 2 L11.2 4.6 L4.8 11.4 L4.8 14";
    case Icon::swap:
      return "M5 13.4 L5 2.8 M2.2 5.6 L5 2.8 L7.8 5.6 M11 2.6 L11 13.2 M8.2 10.4 L11 13.2 L13.8 "
             "10.4";
    case Icon::bolt: return "M9.2 1.6 L3.2 9.2 L7.4 9.2 L6.8 14.4 L12.8 6.8 L8.6 6.8 Z";
    case Icon::shield:
      return "M8 1.6 L13.2 3.5 L13.2 7.8 L11.6 11.5 L8 14.4 L4.4 11.5 L2.8 7.8 L2.8 3.5 Z";
    case Icon::queue: return "R2.4 2.4 13.6 5.8 1 R2.4 7.4 13.6 10.8 1 M3.4 13.6 L12.6 13.6";
    case Icon::conflict:  // one way in, two out
      return "M8 14.2 L8 9.6 L3.2 4.6 M3 8 L3 4.4 L6.6 4.4 M8 9.6 L12.8 4.6 M9.4 4.4 L13 4.4 L13 8";
    case Icon::bell:
      return "M2.4 11.8 L4 10 L4 6.6 A8 6.4 4 180 360 L12 10 L13.6 11.8 Z M8 1.4 L8 2.4 D8 13.6 "
             "1.3";
    case Icon::flask:
      return "M5.8 1.8 L10.2 1.8 M6.6 1.8 L6.6 6.2 L2.8 12.6 L3.8 14.2 L12.2 14.2 L13.2 12.6 "
             "L9.4 6.2 L9.4 1.8 M4.6 10 L11.4 10";
  }
  return "";
}

// A number like "-10.25". Not by strtof, whose hexadecimal and long double nobody needs to
// download.
bool read_number(const char*& text, float& number) {
  while (*text == ' ') ++text;
  const bool is_negative = *text == '-';
  if (is_negative) ++text;
  const char* begin = text;
  float place = 0;  // of the digit after the point that comes next
  number = 0;
  for (; (*text >= '0' && *text <= '9') || *text == '.'; ++text) {
    if (*text == '.') {
      place = 0.1F;
    } else if (place == 0) {
      number = number * 10 + static_cast<float>(*text - '0');
    } else {
      number += static_cast<float>(*text - '0') * place;
      place /= 10;
    }
  }
  if (is_negative) number = -number;
  return text != begin;
}

class Pen {
 public:
  Pen(ImDrawList* list, ImVec2 center, float size, ImU32 ink)
      : list_(list),
        origin_{center.x - size / 2, center.y - size / 2},
        scale_(size / kGrid),
        ink_(ink) {}

  void draw(const char* path) {
    while (*path != '\0') {
      const char letter = *path++;
      float n[5] = {};
      int count = 0;
      while (count < 5 && read_number(path, n[count])) ++count;
      apply(letter, n);
      while (*path == ' ') ++path;
    }
    stroke(false);
  }

 private:
  ImVec2 at(float x, float y) const { return {origin_.x + x * scale_, origin_.y + y * scale_}; }

  void stroke(bool closed) {
    list_->PathStroke(ink_, closed ? ImDrawFlags_Closed : 0, kStroke * scale_);
  }

  void apply(char letter, const float* n) {
    switch (letter) {
      case 'M':
        stroke(false);
        list_->PathLineTo(at(n[0], n[1]));
        break;
      case 'L': list_->PathLineTo(at(n[0], n[1])); break;
      case 'A':
        list_->PathArcTo(at(n[0], n[1]), n[2] * scale_, n[3] * kRadiansPerDegree,
                         n[4] * kRadiansPerDegree);
        break;
      case 'S': stroke(false); break;
      case 'Z': stroke(true); break;
      case 'F': list_->PathFillConvex(ink_); break;
      case 'C':
        stroke(false);
        list_->AddCircle(at(n[0], n[1]), n[2] * scale_, ink_, 0, kStroke * scale_);
        break;
      case 'D':
        stroke(false);
        list_->AddCircleFilled(at(n[0], n[1]), n[2] * scale_, ink_);
        break;
      case 'R':
        stroke(false);
        list_->AddRect(at(n[0], n[1]), at(n[2], n[3]), ink_, n[4] * scale_, 0, kStroke * scale_);
        break;
      default: break;
    }
  }

  ImDrawList* list_;
  ImVec2 origin_;
  float scale_;
  ImU32 ink_;
};

}  // namespace

Icon tone_icon(Tone tone) {
  switch (tone) {
    case Tone::accent: return Icon::info;
    case Tone::ok: return Icon::ok;
    case Tone::waiting: return Icon::waiting;
    case Tone::broken: return Icon::broken;
    case Tone::neutral: break;
  }
  return Icon::dot;
}

void draw_icon(ImDrawList* list, Icon icon, ImVec2 center, float size, Color color, float alpha) {
  Pen(list, center, size, shade(color, alpha)).draw(outline(icon));
}

}  // namespace srl::web::ui
