// SPDX-License-Identifier: MIT
// The four functions that ImGui calls when it is compiled with IMGUI_ENABLE_TEST_ENGINE. They feed
// the registry; no code of ImGui's test engine is involved.
#include <string>
#include <string_view>
#include <utility>

#include "imgui.h"
#include "imgui_internal.h"
#include "probe/registry.h"

using srl::web::probe::Item;
using srl::web::probe::registry;

namespace {

bool has(ImGuiItemStatusFlags flags, ImGuiItemStatusFlags flag) { return (flags & flag) != 0; }

// The panel that a widget is in. Children are named "Parent/Panel_1234ABCD"; cards, which are as
// high as their content, belong to the panel around them.
std::string panel_name(const ImGuiWindow* window) {
  while ((window->ChildFlags & ImGuiChildFlags_AutoResizeY) != 0) window = window->ParentWindow;
  std::string_view name = window->Name;
  if ((window->Flags & ImGuiWindowFlags_Popup) != 0) return "List";
  if ((window->Flags & ImGuiWindowFlags_ChildWindow) == 0) return std::string(name);
  name.remove_prefix(name.rfind('/') + 1);
  return std::string(name.substr(0, name.rfind('_')));
}

}  // namespace

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box,
                                 const ImGuiLastItemData* data) {
  const ImGuiWindow* window = context->CurrentWindow;
  // A window itself is no widget; and without data it is a part of one that was added already.
  if (window == nullptr || data == nullptr || id == window->ID) return;
  ImRect shown = box;
  shown.ClipWithFull(window->ClipRect);
  const bool has_area = shown.GetWidth() > 0 && shown.GetHeight() > 0;
  const ImVec2 middle = shown.GetCenter();
  Item item;
  item.id = id;
  item.window = panel_name(window);
  item.x = box.Min.x;
  item.y = box.Min.y;
  item.width = box.GetWidth();
  item.height = box.GetHeight();
  item.hit_x = middle.x;
  item.hit_y = middle.y;
  item.visible = has_area && !window->Hidden && window->WasActive;
  item.disabled = (data->ItemFlags & ImGuiItemFlags_Disabled) != 0;
  item.focused = context->NavId == id;
  registry().add(context->FrameCount, std::move(item));
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags flags) {
  registry().label(id, label == nullptr ? "" : label, has(flags, ImGuiItemStatusFlags_Checkable),
                   has(flags, ImGuiItemStatusFlags_Checked),
                   has(flags, ImGuiItemStatusFlags_Inputable));
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID id) {
  for (const Item& item : registry().items()) {
    if (item.id == id) return item.name.c_str();
  }
  return nullptr;
}
