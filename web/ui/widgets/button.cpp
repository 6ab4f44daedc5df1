// SPDX-License-Identifier: MIT
// One shape, four weights.
#include "ui/widgets/button.h"

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr float kButtonIconGap = 6.0f;
constexpr float kHeldShade = 0.14f;
constexpr float kHoverShade = 0.07f;

struct Paint {
  Color back;
  Color front;
  Color line;
  bool filled = true;
  bool outlined = true;
};

Paint paint(ButtonKind kind) {
  const Palette& c = colors();
  switch (kind) {
    case ButtonKind::primary: return {c.accent, c.on_accent, c.accent, true, false};
    case ButtonKind::ghost: return {c.raised, c.ink, c.raised, false, false};
    case ButtonKind::danger: return {c.raised, c.broken, c.broken, true, true};
    case ButtonKind::secondary: break;
  }
  return {c.raised, c.ink, c.control, true, true};
}

// Hovered and held are the same veil of ink over any kind of button.
void draw_face(ImDrawList* list, const ImRect& box, const Paint& look, const Press& state) {
  if (look.filled) list->AddRectFilled(box.Min, box.Max, shade(look.back), radius::kControl);
  const float veil = state.held ? kHeldShade : state.hovered ? kHoverShade : 0.0f;
  if (veil > 0) {
    const Color ink = look.front == colors().on_accent ? colors().on_accent : colors().ink;
    list->AddRectFilled(box.Min, box.Max, shade(ink, veil), radius::kControl);
  }
  if (look.outlined) {
    list->AddRect(box.Min, box.Max, shade(look.line, 0.75f), radius::kControl, 0, space::kHair);
  }
}

float icon_room(Icon icon) { return icon == Icon::none ? 0.0f : sizes().icon + kButtonIconGap; }

}  // namespace

float button_width(const char* label, const ButtonOptions& options) {
  return text_size(kBoldText, shown(label)).x + icon_room(options.icon) + 2 * space::kMedium;
}

bool button(const char* label, const ButtonOptions& options) {
  const float natural = button_width(label, options);
  const float width = options.width == 0            ? natural
                      : options.width == kFillWidth ? room(natural)
                                                    : options.width;
  const Slot slot = place_control(label, {width, sizes().control_height},
                                  {.role = probe::Role::button, .name = label});
  const Press state = press(slot);
  if (!slot.visible) return false;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Paint look = paint(options.kind);
  draw_face(list, slot.box, look, state);
  const ImVec2 text = text_size(kBoldText, shown(label));
  const ImVec2 center = slot.box.GetCenter();
  const bool flush = options.width == kFillWidth && options.icon != Icon::none;
  const float left =
      flush ? slot.box.Min.x + space::kMedium : center.x - (text.x + icon_room(options.icon)) / 2;
  if (options.icon != Icon::none) {
    draw_icon(list, options.icon, {left + sizes().icon / 2, center.y}, sizes().icon, look.front);
  }
  draw_text(list, kBoldText, {left + icon_room(options.icon), center.y - text.y / 2}, look.front,
            shown(label));
  if (state.ring) draw_focus_ring(slot, radius::kControl);
  hint(slot, options.hint);
  return state.clicked;
}

bool icon_button(const char* name, Icon icon, const IconButtonOptions& options) {
  const float side =
      options.small ? sizes().control_height - space::kSmall : sizes().control_height;
  const Slot slot = place_control(name, {side, side},
                                  {.role = probe::Role::button,
                                   .name = name,
                                   .value = options.selected ? "On" : "",
                                   .checked = options.selected});
  const Press state = press(slot);
  if (!slot.visible) return false;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = colors();
  Paint look{c.accent_tint, tone_ink(options.tone), c.accent, options.selected, options.selected};
  if (options.selected) look.front = c.accent;
  draw_face(list, slot.box, look, state);
  draw_icon(list, icon, slot.box.GetCenter(), sizes().icon, look.front);
  if (state.ring) draw_focus_ring(slot, radius::kControl);
  hint(slot, options.hint.empty() ? shown(name) : options.hint);
  return state.clicked;
}

}  // namespace srl::web::ui
