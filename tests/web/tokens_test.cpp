// SPDX-License-Identifier: MIT
#include "ui/tokens.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "support/source_root.h"

namespace srl::web::ui {
namespace {

constexpr Scheme kSchemes[] = {Scheme::light, Scheme::dark, Scheme::light_contrast,
                               Scheme::dark_contrast};

std::string read(const std::string& path) {
  std::ifstream file(source_root() + "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string hex(Color color) {
  char text[8];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", color.r, color.g, color.b);
  return text;
}

}  // namespace

TEST_CASE("web/tokens: every pair of text and background is readable in every scheme") {
  for (const Scheme scheme : kSchemes) {
    for (const ContrastPair& pair : kContrastPairs) {
      const Color front = palette(scheme).*pair.front;
      const Color back = palette(scheme).*pair.back;
      CAPTURE(static_cast<int>(scheme));
      CAPTURE(hex(front));
      CAPTURE(hex(back));
      CHECK(contrast_ratio(front, back) >= pair.ratio_min);
    }
  }
}

TEST_CASE("web/tokens: at full contrast body text reaches the enhanced ratio") {
  for (const Scheme scheme : {Scheme::light_contrast, Scheme::dark_contrast}) {
    const Palette& c = palette(scheme);
    for (const Color ink : {c.ink, c.ink_soft, c.ink_faint, c.accent, c.ok, c.waiting, c.broken}) {
      CHECK(contrast_ratio(ink, c.raised) >= 7.0);
    }
  }
}

TEST_CASE("web/tokens: contrast is that of WCAG") {
  CHECK(contrast_ratio(rgb(0x000000), rgb(0xFFFFFF)) == doctest::Approx(21.0));
  CHECK(contrast_ratio(rgb(0x777777), rgb(0xFFFFFF)) == doctest::Approx(4.478).epsilon(0.001));
  CHECK(contrast_ratio(rgb(0x123456), rgb(0x123456)) == doctest::Approx(1.0));
}

TEST_CASE("web/tokens: fingers get targets of 44 pixels") {
  CHECK(measures(Density::touch).control_height >= 44.0f);
  CHECK(measures(Density::touch).row_height >= 44.0f);
  CHECK(measures(Density::touch).text >= 16.0f);  // smaller fields make phones zoom in
}

TEST_CASE("web/tokens: the page around the canvas wears the same colours") {
  const std::string css = read("public/style.css");
  const std::string html = read("public/index.html");
  for (const Scheme scheme : {Scheme::light, Scheme::dark}) {
    const Palette& c = palette(scheme);
    CHECK(css.find("--ground: " + hex(c.ground)) != std::string::npos);
    CHECK(css.find("--surface: " + hex(c.surface)) != std::string::npos);
    CHECK(css.find("--line: " + hex(c.hairline)) != std::string::npos);
    CHECK(css.find("--control: " + hex(c.control)) != std::string::npos);
    CHECK(css.find("--ink: " + hex(c.ink)) != std::string::npos);
    CHECK(css.find("--ink-soft: " + hex(c.ink_soft)) != std::string::npos);
    CHECK(css.find("--accent: " + hex(c.accent)) != std::string::npos);
    CHECK(css.find("--on-accent: " + hex(c.on_accent)) != std::string::npos);
    CHECK(css.find("--broken: " + hex(c.broken)) != std::string::npos);
    CHECK(html.find("content=\"" + hex(c.ground)) != std::string::npos);
  }
}

}  // namespace srl::web::ui
