// SPDX-License-Identifier: MIT
// The services of the page around the canvas: address bar, settings, downloads, fonts, and what the
// visitor prefers.
#include <emscripten.h>

#include <string>

#include "platform/browser.h"
#include "platform/loop.h"
#include "platform/page_text.h"

namespace srl::web::platform {

namespace {

// What browser.js puts into the bits of srl_on_preferences.
enum PreferenceBit : unsigned {
  kDark = 1,
  kHighContrast = 2,
  kReducedMotion = 4,
  kCoarsePointer = 8,
  kEmbedded = 16,
  kMac = 32,
};

}  // namespace

std::string query(const char* key) { return take_text(srl_js_query(key)); }

std::string page_address() { return take_text(srl_js_page_address()); }

std::string fragment() { return take_text(srl_js_fragment()); }

void set_fragment(std::string fragment) { srl_js_set_fragment(fragment.c_str()); }

std::string load_setting(const char* key) { return take_text(srl_js_load(key)); }

void save_setting(const char* key, const std::string& value) { srl_js_save(key, value.c_str()); }

void download_text(const char* file_name, const char* mime, const std::string& text) {
  srl_js_download(file_name, mime, text.c_str());
}

void open_accessible_view() { srl_js_open_accessible_view(); }

std::vector<unsigned char> take_font(const char* name) {
  std::vector<unsigned char> bytes(static_cast<std::size_t>(srl_js_font_size(name)));
  if (!bytes.empty()) srl_js_font_take(name, bytes.data());
  return bytes;
}

extern "C" EMSCRIPTEN_KEEPALIVE void srl_on_preferences(unsigned bits) {
  set_preferences({.dark = (bits & kDark) != 0,
                   .high_contrast = (bits & kHighContrast) != 0,
                   .reduced_motion = (bits & kReducedMotion) != 0,
                   .coarse_pointer = (bits & kCoarsePointer) != 0,
                   .embedded = (bits & kEmbedded) != 0,
                   .mac = (bits & kMac) != 0});
}

extern "C" EMSCRIPTEN_KEEPALIVE const char* srl_crash_details() {
  static std::string details;
  details = app().crash_details();
  return details.c_str();
}

extern "C" EMSCRIPTEN_KEEPALIVE void srl_on_fragment(const char* fragment) {
  app().fragment_changed(fragment);
  input_arrived();
}

}  // namespace srl::web::platform
