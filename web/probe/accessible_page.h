// SPDX-License-Identifier: MIT
// The way between the session and the page's accessible view: public/accessible/ calls the
// functions that accessible_page.cpp exports.
#pragma once

#include <functional>

#include "app/sandbox.h"

namespace srl::web::probe {

// Sandbox or live is the application's to say: it is asked, and told.
struct ModeOfPage {
  std::function<bool()> is_live;
  std::function<void(bool live)> choose;
};

// `session` must live as long as the page.
void show_sandbox_to_page(Sandbox& sandbox, ModeOfPage mode);

}  // namespace srl::web::probe
