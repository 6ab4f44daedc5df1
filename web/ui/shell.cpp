// SPDX-License-Identifier: MIT
// The frame around the content.
#include "ui/shell.h"

#include <iterator>

#include "base/enum_names.h"
#include "imgui_internal.h"
#include "platform/text_painter.h"
#include "probe/bridge.h"
#include "ui/text_layout.h"
#include "ui/text_pictures.h"
#include "ui/widgets/motion.h"

namespace srl::web::ui {

namespace {

constexpr const char* kThemeSetting = "theme";
// In the order of ThemeChoice.
constexpr const char* kThemeNames[] = {"system", "light", "dark", "contrast"};
static_assert(std::size(kThemeNames) == kCountOf<ThemeChoice>);

constexpr ImGuiWindowFlags kRootWindow =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse |
    ImGuiWindowFlags_NoBackground;  // the canvas is cleared in its colour

Density density_wanted() {
  const bool narrow = ImGui::GetIO().DisplaySize.x < kNarrowBelow;
  return narrow || platform::preferences().coarse_pointer ? Density::touch : Density::mouse;
}

Scheme scheme_of(ThemeChoice choice, const Preferences& preferences) {
  const bool dark =
      choice == ThemeChoice::dark || (choice != ThemeChoice::light && preferences.dark);
  if (choice == ThemeChoice::contrast || preferences.high_contrast) {
    return dark ? Scheme::dark_contrast : Scheme::light_contrast;
  }
  return dark ? Scheme::dark : Scheme::light;
}

// A field that was to get the caret gets it two frames later. A person who has pressed the mouse by
// then means something else, and the press would be lost to the field.
void let_mouse_go_first() {
  if (!ImGui::IsMouseClicked(ImGuiMouseButton_Left)) return;
  ImGuiContext& g = *ImGui::GetCurrentContext();
  g.NavActivateId = 0;
  g.NavNextActivateId = 0;
}

}  // namespace

void Shell::started() {
  load_fonts(platform::take_font("ui"), platform::take_font("ui-bold"),
             platform::take_font("mono"));
  use_text_painter(&platform::text_painter());
  const std::string saved = platform::load_setting(kThemeSetting);
  for (std::size_t i = 0; i < std::size(kThemeNames); ++i) {
    if (saved == kThemeNames[i]) theme_choice_ = static_cast<ThemeChoice>(i);
  }
  apply_choice();
  probe::start_bridge();
  begin();
}

void Shell::choose_theme(ThemeChoice choice) {
  theme_choice_ = choice;
  platform::save_setting(kThemeSetting, kThemeNames[static_cast<std::size_t>(choice)]);
  apply_choice();
}

void Shell::apply_choice() const {
  apply_theme(scheme_of(theme_choice_, platform::preferences()), density_wanted());
}

void Shell::draw(double now_ms) {
  if (density() != density_wanted()) apply_choice();
  begin_frame_state();
  begin_text_frame();
  frame_state().jumps = platform::preferences().reduced_motion || platform::is_unasked_frame();
  let_mouse_go_first();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin("Lab", nullptr, kRootWindow);
  draw_content(now_ms);
  ImGui::End();
  toasts_.draw(now_ms);
  probe::after_frame(now_ms);
}

double Shell::next_change_ms() const {
  const double widgets_ms = frame_state().change_ms;
  const double content_ms = content_changes_in_ms();
  if (widgets_ms < 0 || content_ms < 0) return widgets_ms < 0 ? content_ms : widgets_ms;
  return widgets_ms < content_ms ? widgets_ms : content_ms;
}

bool Shell::holds_drag() const { return frame_state().drag_held; }

void Shell::preferences_changed() { apply_choice(); }

void Shell::copy_finished(bool succeeded) {
  if (succeeded)
    toasts_.show(Tone::ok, "Copied");
  else
    toasts_.show(Tone::broken, "The browser did not let us copy");
}

}  // namespace srl::web::ui
