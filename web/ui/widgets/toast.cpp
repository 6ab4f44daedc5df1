// SPDX-License-Identifier: MIT
// Drawn on the foreground, so that no panel cuts them off.
#include "ui/widgets/toast.h"

#include <algorithm>
#include <utility>

#include "probe/registry.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {
constexpr float kToastMargin = 24.0f;
constexpr float kWidthMax = 480.0f;
}  // namespace

void Toasts::show(Tone tone, std::string text) {
  probe::registry().announce(
      text, tone == Tone::broken ? probe::Urgency::assertive : probe::Urgency::polite);
  if (toasts_.size() == kToastsMax) toasts_.erase(toasts_.begin());
  toasts_.push_back({tone, std::move(text), 0});
}

void Toasts::draw(double now_ms) {
  const Palette& c = colors();
  for (Toast& toast : toasts_) {
    if (toast.until_ms == 0) toast.until_ms = now_ms + kToastMs;
  }
  toasts_.erase(std::remove_if(toasts_.begin(), toasts_.end(),
                               [&](const Toast& toast) { return toast.until_ms <= now_ms; }),
                toasts_.end());
  ImDrawList* list = ImGui::GetForegroundDrawList();
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  float bottom = screen.y - kToastMargin;
  for (auto toast = toasts_.rbegin(); toast != toasts_.rend(); ++toast) {
    changes_in(toast->until_ms - now_ms);
    const float icon = sizes().icon + space::kSmall;
    const float room = std::min(kWidthMax, screen.x - 2 * kToastMargin);
    const ImVec2 text = text_size(kBoldText, toast->text, room - icon - 2 * space::kLarge);
    const float width = text.x + icon + 2 * space::kLarge;
    const ImVec2 low{(screen.x - width) / 2, bottom - text.y - 2 * space::kMedium};
    const ImVec2 high{low.x + width, bottom};
    // Ink on paper turned around: it stands out from every panel without a shadow.
    list->AddRectFilled(low, high, shade(c.ink), radius::kCard);
    const float middle = (low.y + high.y) / 2;
    draw_icon(list, tone_icon(toast->tone), {low.x + space::kLarge + sizes().icon / 2, middle},
              sizes().icon, c.raised);
    draw_text(list, kBoldText, {low.x + space::kLarge + icon, low.y + space::kMedium}, c.raised,
              toast->text, text.x + 1.0f);
    bottom = low.y - space::kSmall;
  }
}

}  // namespace srl::web::ui
