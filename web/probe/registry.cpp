// SPDX-License-Identifier: MIT
// The list of a frame, found by id.
#include "probe/registry.h"

#include <utility>

#include "app/json_object.h"

namespace srl::web::probe {

namespace {

// ImGui hides what follows "##" in a label.
std::string_view shown(std::string_view label) { return label.substr(0, label.find("##")); }

}  // namespace

const char* role_name(Role role) {
  switch (role) {
    case Role::none: return "none";
    case Role::text: return "text";
    case Role::heading: return "heading";
    case Role::button: return "button";
    case Role::toggle: return "switch";
    case Role::checkbox: return "checkbox";
    case Role::radio: return "radio";
    case Role::tab: return "tab";
    case Role::select: return "select";
    case Role::option: return "option";
    case Role::textbox: return "textbox";
    case Role::slider: return "slider";
    case Role::link: return "link";
    case Role::image: return "image";
  }
  return "none";
}

Registry& registry() {
  static Registry instance;
  return instance;
}

void Registry::set_enabled(bool enabled) {
  enabled_ = enabled;
  if (enabled) return;
  items_.clear();
  index_.clear();
  requested_.clear();
}

Item* Registry::find(ImGuiID id) {
  if (!items_.empty() && items_.back().id == id) return &items_.back();
  const auto found = index_.find(id);
  return found == index_.end() ? nullptr : &items_[found->second];
}

void Registry::add(int frame, Item item) {
  if (frame != frame_) {
    frame_ = frame;
    items_.clear();
    index_.clear();
  }
  // Some widgets add their item twice; the first carries the rectangle that is shown.
  if (index_.emplace(item.id, items_.size()).second) items_.push_back(std::move(item));
}

void Registry::label(ImGuiID id, std::string_view label, bool checkable, bool checked,
                     bool inputable) {
  Item* item = find(id);
  if (item == nullptr) return;
  if (item->name.empty()) item->name = shown(label);
  item->checkable = item->checkable || checkable;
  item->checked = item->checked || checked;
  item->inputable = item->inputable || inputable;
  if (item->role != Role::none || item->name.empty()) return;
  item->role = checkable ? Role::checkbox : inputable ? Role::textbox : Role::button;
}

void Registry::describe(ImGuiID id, const Description& description) {
  if (!enabled_) return;
  Item* item = find(id);
  if (item == nullptr) return;
  if (description.role != Role::none) item->role = description.role;
  if (!description.name.empty()) item->name = shown(description.name);
  item->value = description.value;
  const Role role = item->role;
  item->checkable = role == Role::toggle || role == Role::checkbox || role == Role::radio ||
                    role == Role::tab || role == Role::option;
  item->checked = description.checked;
  item->inputable = item->inputable || role == Role::textbox;
  item->minimum = description.minimum;
  item->maximum = description.maximum;
  item->now = description.now;
}

void Registry::request_value(ImGuiID id, std::string value) {
  if (enabled_) requested_[id] = std::move(value);
}

bool Registry::take_value(ImGuiID id, std::string* value) {
  const auto found = requested_.find(id);
  if (found == requested_.end()) return false;
  *value = std::move(found->second);
  requested_.erase(found);
  return true;
}

void Registry::announce(std::string_view text, Urgency urgency) {
  if (enabled_) announcements_.push_back({std::string(text), urgency});
}

std::vector<Announcement> Registry::take_announcements() {
  return std::exchange(announcements_, {});
}

std::string to_json(const std::vector<Item>& items) {
  std::string out = "[";
  for (const Item& item : items) {
    if (out.size() > 1) out += ',';
    JsonObject json(out);
    json.number("id", item.id);
    json.text("role", role_name(item.role));
    json.text("name", item.name);
    json.text("value", item.value);
    json.text("window", item.window);
    json.number("x", item.x);
    json.number("y", item.y);
    json.number("width", item.width);
    json.number("height", item.height);
    json.number("hitX", item.hit_x);
    json.number("hitY", item.hit_y);
    json.flag("visible", item.visible);
    json.flag("disabled", item.disabled);
    json.flag("checkable", item.checkable);
    json.flag("checked", item.checked);
    json.flag("inputable", item.inputable);
    json.flag("focused", item.focused);
    json.number("minimum", item.minimum);
    json.number("maximum", item.maximum);
    json.number("now", item.now);
  }
  out += ']';
  return out;
}

}  // namespace srl::web::probe
