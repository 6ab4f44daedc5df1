// SPDX-License-Identifier: MIT
// Surfaces: a panel fills its place and scrolls; a card is as high as its content. Both are scopes.
#pragma once

#include "ui/theme.h"

namespace srl::web::ui {

struct PanelOptions {
  ImVec2 size = {0, 0};  // 0: what is left
  bool scrolls = true;
  bool framed = true;  // a surface with a hairline; false: the bare ground
  float padding = space::kLarge;
};

class PanelScope {
 public:
  // `title` is the name of the region for tests and screen readers.
  explicit PanelScope(const char* title, const PanelOptions& options = {});
  ~PanelScope();
  PanelScope(const PanelScope&) = delete;
  PanelScope& operator=(const PanelScope&) = delete;

  bool visible() const { return visible_; }

 private:
  bool visible_;
};

class CardScope {
 public:
  explicit CardScope(const char* id, Tone tone = Tone::neutral);
  ~CardScope();
  CardScope(const CardScope&) = delete;
  CardScope& operator=(const CardScope&) = delete;
};

// Room between two groups, and a hairline.
void gap(float height);
void rule();

}  // namespace srl::web::ui
