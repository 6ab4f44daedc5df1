// SPDX-License-Identifier: MIT
// CSS pixels are ImGui's units; the backing store has as many device pixels as the screen behind
// it, so that ImGui rasterises glyphs at the true density.
#include "platform/canvas.h"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/digest.h"
#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "imgui_internal.h"
#include "platform/browser.h"
#include "platform/loop.h"

namespace srl::web::platform {

namespace {

constexpr const char* kCanvas = "#canvas";
// Of the texture with letters and pictures of text, in pixels: 64 MB.
constexpr int kAtlasSideMax = 4096;

struct Canvas {
  double css_width = 0;
  double css_height = 0;
  int width = 0;  // device pixels
  int height = 0;
  bool lost = false;
  bool unseen = false;        // there is nothing to paint with
  std::uint64_t painted = 0;  // digest of the picture that it shows; 0 when it shows none
  ImGuiMouseCursor cursor = ImGuiMouseCursor_COUNT;
};

Canvas& canvas() {
  static Canvas instance;
  return instance;
}

const char* css_cursor(ImGuiMouseCursor cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_None: return "none";
    case ImGuiMouseCursor_TextInput: return "text";
    case ImGuiMouseCursor_ResizeAll: return "move";
    case ImGuiMouseCursor_ResizeNS: return "ns-resize";
    case ImGuiMouseCursor_ResizeEW: return "ew-resize";
    case ImGuiMouseCursor_ResizeNESW: return "nesw-resize";
    case ImGuiMouseCursor_ResizeNWSE: return "nwse-resize";
    case ImGuiMouseCursor_Hand: return "pointer";
    case ImGuiMouseCursor_NotAllowed: return "not-allowed";
    default: return "default";
  }
}

// Eight bytes a step, where Digest::add_text takes one: this is done in every frame.
void add_bytes(Digest& digest, const void* bytes, int size) {
  const char* const begin = static_cast<const char*>(bytes);
  std::uint64_t word = 0;
  int at = 0;
  for (; size - at >= static_cast<int>(sizeof word); at += static_cast<int>(sizeof word)) {
    std::memcpy(&word, begin + at, sizeof word);
    digest.add(word);
  }
  for (; at < size; ++at) digest.add(static_cast<unsigned char>(begin[at]));
}

std::uint64_t digest_of(const ImDrawData& picture) {
  Digest digest;
  for (const ImDrawList* list : picture.CmdLists) {
    add_bytes(digest, list->VtxBuffer.Data, list->VtxBuffer.size_in_bytes());
    add_bytes(digest, list->IdxBuffer.Data, list->IdxBuffer.size_in_bytes());
    add_bytes(digest, list->CmdBuffer.Data, list->CmdBuffer.size_in_bytes());
  }
  return digest.value();
}

bool has_new_glyphs(const ImDrawData& picture) {
  for (const ImTextureData* texture : *picture.Textures) {
    if (texture->Status != ImTextureStatus_OK) return true;
  }
  return false;
}

// Most frames after an input show what the one before did. Without a graphics card painting one
// again takes ten times as long as making it.
void paint(ImDrawData& picture) {
  Canvas& c = canvas();
  const std::uint64_t digest = digest_of(picture);
  if (digest == c.painted && !has_new_glyphs(picture)) return;
  c.painted = digest;
  const ImVec4 ground = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glViewport(0, 0, c.width, c.height);
  glClearColor(ground.x, ground.y, ground.z, 1.0f);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(&picture);
}

// What a renderer would have done with the fonts' texture.
void take_textures(const ImDrawData& picture) {
  for (ImTextureData* texture : *picture.Textures) {
    if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
    texture->SetStatus(texture->Status == ImTextureStatus_WantDestroy ? ImTextureStatus_Destroyed
                                                                      : ImTextureStatus_OK);
  }
}

EM_BOOL on_context_lost(int, const void*, void*) {
  canvas().lost = true;
  // Forgets every GL name of the dead context; the first frame of the next one makes new ones.
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  srl_js_context_lost(1);
  return EM_TRUE;  // prevents the default, which is never to restore it
}

EM_BOOL on_context_restored(int, const void*, void*) {
  canvas().lost = false;
  canvas().painted = 0;
  srl_js_context_lost(0);
  input_arrived();
  return EM_TRUE;
}

bool open_webgl() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = EM_FALSE;
  attributes.depth = EM_FALSE;
  attributes.stencil = EM_FALSE;
  attributes.antialias = EM_FALSE;  // ImGui smooths its own edges
  attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context =
      emscripten_webgl_create_context(kCanvas, &attributes);
  if (context <= 0) return false;
  emscripten_webgl_make_context_current(context);
  emscripten_set_webglcontextlost_callback(kCanvas, nullptr, EM_FALSE, on_context_lost);
  emscripten_set_webglcontextrestored_callback(kCanvas, nullptr, EM_FALSE, on_context_restored);
  int side_max = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &side_max);
  ImFontAtlas* const atlas = ImGui::GetIO().Fonts;
  atlas->TexMaxWidth = atlas->TexMaxHeight = std::min(side_max, kAtlasSideMax);
  return ImGui_ImplOpenGL3_Init("#version 300 es");
}

}  // namespace

bool open_canvas() {
  canvas().unseen = !open_webgl();
  if (canvas().unseen) ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  return !canvas().unseen;
}

bool begin_canvas_frame() {
  const Canvas& c = canvas();
  if (c.lost || c.width <= 0 || c.height <= 0) return false;
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(c.css_width), static_cast<float>(c.css_height)};
  io.DisplayFramebufferScale = {static_cast<float>(c.width / c.css_width),
                                static_cast<float>(c.height / c.css_height)};
  // Edges are smoothed over one device pixel, not over one CSS pixel.
  ImGui::GetDrawListSharedData()->InitialFringeScale = 1.0f / io.DisplayFramebufferScale.x;
  if (!c.unseen) ImGui_ImplOpenGL3_NewFrame();
  return true;
}

void end_canvas_frame() {
  Canvas& c = canvas();
  if (c.unseen) return take_textures(*ImGui::GetDrawData());
  paint(*ImGui::GetDrawData());
  const ImGuiMouseCursor cursor = ImGui::GetMouseCursor();
  if (cursor != c.cursor) {
    c.cursor = cursor;
    srl_js_cursor(css_cursor(cursor));
  }
}

// The page measured the canvas. Setting its size clears it, so the picture is redrawn before the
// browser shows the gap.
extern "C" EMSCRIPTEN_KEEPALIVE void srl_on_resize(double css_width, double css_height, int width,
                                                   int height) {
  Canvas& c = canvas();
  c.css_width = css_width;
  c.css_height = css_height;
  if (width == c.width && height == c.height) return input_arrived();
  c.width = width;
  c.height = height;
  emscripten_set_canvas_element_size(kCanvas, width, height);
  c.painted = 0;
  draw_at_once();
}

}  // namespace srl::web::platform
