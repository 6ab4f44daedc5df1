// SPDX-License-Identifier: MIT
// The application: one session and the state of its drawing, ticked and drawn every frame, and the
// address bar that mirrors them.
#pragma once

#include <string>
#include <string_view>

#include "app/verdict.h"
#include "ui/shell.h"
#include "ui/ui_context.h"

namespace srl::web::ui {

class Lab final : public Shell {
 private:
  void begin() override;
  void draw_content(double now_ms) override;
  double content_changes_in_ms() const override;
  void key_pressed(std::string_view character) override;
  void fragment_changed(std::string_view fragment) override;
  std::string crash_details() override;

  void open(std::string_view fragment);
  void open_sandbox(std::string_view fragment);
  void draw_sandbox(UiContext& context);
  void follow_mode();
  void tick(double now_ms);
  void notice_changes();
  void compare_presets(int broken_before, int broken_now);
  void mirror_address(bool commanded);
  void take_focus();

  Sandbox sandbox_;
  UiState state_;
  Verdict verdict_;
  std::uint64_t judged_revision_ = 0;
  std::string announced_preset_;
  int broken_ = 0;        // promises, when it was judged last
  std::string bad_link_;  // why the address that was asked for did not open
  std::string mirrored_;  // the fragment that we wrote last
  std::uint64_t mirrored_revision_ = 0;
  std::string mirrored_focus_;
  double ticked_at_ms_ = -1;
  Mode shown_mode_ = Mode::sandbox;
};

}  // namespace srl::web::ui
