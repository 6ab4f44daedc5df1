// SPDX-License-Identifier: MIT
// Every widget of the frame: what it is called, what it is, where it is and how it stands. Filled
// by ImGui's test hooks and by our widgets' descriptions; read by the browser tests, which then use
// real mouse and keyboard, and by the mirror for screen readers. Costs nothing while disabled.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "imgui.h"

namespace srl::web::probe {

enum class Role {
  none,  // unnamed plumbing: scrollbars, hit areas
  text,
  heading,
  button,
  toggle,
  checkbox,
  radio,
  tab,
  select,
  option,
  textbox,
  slider,
  link,
  image,
};

const char* role_name(Role role);

// What a widget says of itself beyond what ImGui knows.
struct Description {
  Role role = Role::none;
  std::string_view name;   // empty: ImGui's label up to "##"
  std::string_view value;  // "On", "12.5 s", the text of a field
  bool checked = false;    // for toggle, checkbox, radio, tab, option
  double minimum = 0;      // for slider
  double maximum = 0;
  double now = 0;
};

struct Item {
  ImGuiID id = 0;
  Role role = Role::none;
  std::string name;
  std::string value;
  std::string window;
  float x = 0;  // CSS pixels of the canvas
  float y = 0;
  float width = 0;
  float height = 0;
  float hit_x = 0;  // the middle of its visible part
  float hit_y = 0;
  bool visible = false;
  bool disabled = false;
  bool checkable = false;
  bool checked = false;
  bool inputable = false;
  bool focused = false;
  double minimum = 0;
  double maximum = 0;
  double now = 0;
};

enum class Urgency { polite, assertive };

// Something that happened, to be spoken once.
struct Announcement {
  std::string text;
  Urgency urgency = Urgency::polite;
};

class Registry {
 public:
  void set_enabled(bool enabled);
  bool enabled() const { return enabled_; }

  // The items of the last frame that was drawn, in the order of submission.
  const std::vector<Item>& items() const { return items_; }
  int frame() const { return frame_; }

  // From ImGui's hooks.
  void add(int frame, Item item);
  void label(ImGuiID id, std::string_view label, bool checkable, bool checked, bool inputable);
  // From our widgets; the item must have been added in this frame.
  void describe(ImGuiID id, const Description& description);

  // A value that a screen reader set. The widget with this id takes it in its next frame.
  void request_value(ImGuiID id, std::string value);
  bool take_value(ImGuiID id, std::string* value);

  void announce(std::string_view text, Urgency urgency = Urgency::polite);
  std::vector<Announcement> take_announcements();

 private:
  Item* find(ImGuiID id);

  bool enabled_ = false;
  int frame_ = -1;
  std::vector<Item> items_;
  std::map<ImGuiID, std::size_t> index_;
  std::map<ImGuiID, std::string> requested_;
  std::vector<Announcement> announcements_;
};

Registry& registry();

// The items as a JSON array.
std::string to_json(const std::vector<Item>& items);

}  // namespace srl::web::probe
