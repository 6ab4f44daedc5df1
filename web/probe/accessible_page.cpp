// SPDX-License-Identifier: MIT
#include "probe/accessible_page.h"

#include <emscripten.h>

#include <string>
#include <utility>

#include "app/accessible_view.h"
#include "app/device_text.h"
#include "platform/platform.h"

namespace srl::web::probe {

namespace {

LabSession* shown_session = nullptr;

const char* answer(std::string text) {
  static std::string kept;  // JavaScript copies it at once
  kept = std::move(text);
  return kept.c_str();
}

}  // namespace

void show_session_to_page(LabSession& session) { shown_session = &session; }

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* srl_page_view() { return answer(accessible_view(*shown_session)); }

// The link to this very moment.
EMSCRIPTEN_KEEPALIVE const char* srl_page_link() {
  return answer(platform::page_address() + shown_session->link());
}

// "", or what is wrong, as a sentence.
EMSCRIPTEN_KEEPALIVE const char* srl_page_command(const char* name, const char* device,
                                                  const char* value, double gesture, double copy) {
  const Status done = perform(*shown_session, {.name = name,
                                               .device = device,
                                               .value = value,
                                               .gesture = static_cast<Intent>(gesture),
                                               .copy = static_cast<int>(copy)});
  platform::wake();
  return answer(done.ok() ? "" : complaint_text(done.error()));
}

}  // extern "C"

}  // namespace srl::web::probe
