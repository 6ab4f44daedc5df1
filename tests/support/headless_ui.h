// SPDX-License-Identifier: MIT
// ImGui without a screen: draws frames of a given content and operates its widgets by name, through
// the same registry and the same input queue as the browser.
#pragma once

#include <functional>
#include <string>

#include "imgui.h"
#include "probe/registry.h"
#include "ui/tokens.h"

namespace srl::web {

class HeadlessUi {
 public:
  explicit HeadlessUi(std::function<void()> content, ui::Density density = ui::Density::mouse);
  ~HeadlessUi();
  HeadlessUi(const HeadlessUi&) = delete;
  HeadlessUi& operator=(const HeadlessUi&) = delete;

  void frames(int count = 3);

  // The first visible widget of that name, else any; fails the test when there is none.
  const probe::Item& find(const std::string& name);
  bool has(const std::string& name) const;

  void move_to(float x, float y);
  void press(bool down);
  void click(const std::string& name);
  void click_at(float x, float y);
  void key(ImGuiKey key, ImGuiKey modifier = ImGuiKey_None);
  void type(const char* text);

 private:
  std::function<void()> content_;
};

}  // namespace srl::web
