// SPDX-License-Identifier: MIT
// The line that explains the run while it plays, and the verdict beside it: for a visitor who reads
// nothing else.
#pragma once

#include <string>

#include "app/verdict.h"
#include "ui/ui_context.h"

namespace srl::web::ui {

// At the cursor, over the whole width. `bad_link` says why the address did not open; it is emptied
// when the visitor has seen it.
void draw_story_banner(UiContext& context, const Verdict& verdict, std::string* bad_link);

}  // namespace srl::web::ui
