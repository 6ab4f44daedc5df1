// SPDX-License-Identifier: MIT
#include "support/headless_ui.h"

#include <doctest/doctest.h>

#include <utility>

#include "imgui_internal.h"
#include "ui/text_layout.h"
#include "ui/text_pictures.h"
#include "ui/theme.h"
#include "ui/widgets/motion.h"

namespace srl::web {

namespace {

constexpr float kWidth = 800;
constexpr float kHeight = 600;

// What a renderer would do with the font's texture.
void pretend_to_upload(ImDrawData* data) {
  for (ImTextureData* texture : *data->Textures) {
    const bool ends = texture->Status == ImTextureStatus_WantDestroy;
    if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
    if (ends) texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ends ? ImTextureStatus_Destroyed : ImTextureStatus_OK);
  }
}

}  // namespace

HeadlessUi::HeadlessUi(std::function<void()> content, ui::Density density)
    : content_(std::move(content)) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {kWidth, kHeight};
  io.DeltaTime = 1.0f / 60.0f;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ui::use_fonts(io.Fonts->AddFontDefault(), nullptr, nullptr);
  ui::apply_theme(ui::Scheme::light, density);
  ui::frame_state() = {.jumps = true};
  probe::registry().set_enabled(true);
  ImGui::GetCurrentContext()->TestEngineHookItems = true;
  frames();
}

HeadlessUi::~HeadlessUi() {
  probe::registry().set_enabled(false);
  ui::use_text_painter(nullptr);
  ImGui::DestroyContext();
}

void HeadlessUi::frames(int count) {
  for (int i = 0; i < count; ++i) {
    ImGui::NewFrame();
    ui::begin_frame_state();
    ui::begin_text_frame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({kWidth, kHeight});
    ImGui::Begin("Test", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    content_();
    ImGui::End();
    ImGui::Render();
    pretend_to_upload(ImGui::GetDrawData());
  }
}

bool HeadlessUi::has(const std::string& name) const {
  for (const probe::Item& item : probe::registry().items()) {
    if (item.name == name) return true;
  }
  return false;
}

const probe::Item& HeadlessUi::find(const std::string& name) {
  static const probe::Item none;
  const probe::Item* found = &none;
  for (const probe::Item& item : probe::registry().items()) {
    if (item.name != name) continue;
    if (item.visible) return item;
    if (found == &none) found = &item;
  }
  CAPTURE(name);
  REQUIRE(found != &none);
  return *found;
}

void HeadlessUi::move_to(float x, float y) {
  ImGui::GetIO().AddMousePosEvent(x, y);
  frames();
}

void HeadlessUi::press(bool down) {
  ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, down);
  frames();
}

void HeadlessUi::click_at(float x, float y) {
  move_to(x, y);
  press(true);
  press(false);
}

void HeadlessUi::click(const std::string& name) {
  const probe::Item& item = find(name);
  click_at(item.hit_x, item.hit_y);
}

void HeadlessUi::key(ImGuiKey key, ImGuiKey modifier) {
  ImGuiIO& io = ImGui::GetIO();
  if (modifier != ImGuiKey_None) io.AddKeyEvent(modifier, true);
  io.AddKeyEvent(key, true);
  frames();
  io.AddKeyEvent(key, false);
  if (modifier != ImGuiKey_None) io.AddKeyEvent(modifier, false);
  frames();
}

void HeadlessUi::type(const char* text) {
  ImGui::GetIO().AddInputCharactersUTF8(text);
  frames();
}

}  // namespace srl::web
