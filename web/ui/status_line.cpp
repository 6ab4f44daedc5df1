// SPDX-License-Identifier: MIT
#include "ui/status_line.h"

#include <algorithm>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kQuiet = kSmallText;
constexpr TextStyle kLoud = kSmallBoldText;
constexpr float kIconGap = 4.0f;
constexpr float kIconShare = 0.95f;     // of the line's height
constexpr float kShownShareMin = 0.6f;  // less of a fact is not worth reading

bool is_loud(Tone tone) { return tone == Tone::broken || tone == Tone::waiting; }

TextStyle style_of(Tone tone) { return is_loud(tone) ? kLoud : kQuiet; }

float icon_size() { return line_height(kQuiet) * kIconShare; }

}  // namespace

void StatusLine::add(std::string_view text, Tone tone, Icon icon) {
  if (text.empty() || count_ == kFactsMax) return;
  facts_[count_++] = {std::string(text), tone, icon, false};
}

void StatusLine::add_right(std::string_view text, Tone tone, Icon icon) {
  if (text.empty() || count_ == kFactsMax) return;
  facts_[count_++] = {std::string(text), tone, icon, true};
}

float StatusLine::width_of(const Fact& fact) const {
  const float icon = fact.icon == Icon::none ? 0.0f : icon_size() + kIconGap;
  return text_size(style_of(fact.tone), fact.text).x + icon;
}

void StatusLine::draw(float spare) const {
  std::string spoken;
  for (std::size_t i = 0; i < count_; ++i) {
    spoken.append(spoken.empty() ? "" : ", ").append(facts_[i].text);
  }
  const float height = line_height(kQuiet) + space::kTight;
  const Slot slot = place_display(id_, {std::max(1.0f, room() - spare), height},
                                  {.role = probe::Role::text, .name = spoken});
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = slot.box.GetCenter().y;
  float left = slot.box.Min.x;
  float right = slot.box.Max.x;
  // What stands on the right is there first: it is what must not be cut.
  for (const bool on_the_right : {true, false}) {
    for (std::size_t i = 0; i < count_; ++i) {
      const Fact& fact = facts_[i];
      if (fact.right != on_the_right) continue;
      const float width = std::min(width_of(fact), right - left);
      if (i > 0 && width < width_of(fact) * kShownShareMin) continue;
      float x = on_the_right ? right - width : left;
      const Color ink = tone_ink(fact.tone);
      if (fact.icon != Icon::none) {
        draw_icon(list, fact.icon, {x + icon_size() / 2, middle}, icon_size(), ink);
        x += icon_size() + kIconGap;
      }
      const float used = x - (on_the_right ? right - width : left);
      draw_text_cut(list, style_of(fact.tone), {x, middle - line_height(kQuiet) / 2},
                    width - used + 1.0f, ink, fact.text);
      (on_the_right ? right : left) += (width + space::kMedium) * (on_the_right ? -1.0f : 1.0f);
    }
  }
}

}  // namespace srl::web::ui
