// SPDX-License-Identifier: MIT
// What surrounds the content of every frame: fonts, theme, the root window, toasts, the probe. The
// application derives from it and draws what is its own.
#pragma once

#include <string>

#include "platform/platform.h"
#include "ui/theme.h"
#include "ui/widgets/toast.h"

namespace srl::web::ui {

// Below this width the layout is one for phones, with targets for fingers.
inline constexpr float kNarrowBelow = 900.0f;

enum class ThemeChoice { system, light, dark, contrast };

class Shell : public App {
 public:
  ThemeChoice theme_choice() const { return theme_choice_; }
  // Kept for the next visit where the browser allows it.
  void choose_theme(ThemeChoice choice);

  Toasts& toasts() { return toasts_; }

 protected:
  ~Shell() = default;

  // Once, before the first frame, when fonts and theme stand.
  virtual void begin() {}
  // Inside the root window, which fills the canvas.
  virtual void draw_content(double now_ms) = 0;
  // As App::next_change_ms, for what the application itself moves.
  virtual double content_changes_in_ms() const { return -1; }

 private:
  void started() final;
  void draw(double now_ms) final;
  double next_change_ms() const final;
  bool holds_drag() const final;
  void preferences_changed() final;
  void copy_finished(bool succeeded) final;

  void apply_choice() const;

  ThemeChoice theme_choice_ = ThemeChoice::system;
  Toasts toasts_;
};

}  // namespace srl::web::ui
