// SPDX-License-Identifier: MIT
// Words about what is going on: a banner with a tone, and the placeholder of an empty place.
#pragma once

#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

struct Callout {
  const char* id = "";
  Tone tone = Tone::accent;
  std::string_view title;
  std::string_view text;
  const char* action = nullptr;  // a button's label
  const char* other = nullptr;   // a second one's
  bool closable = false;
};

enum class CalloutResult { none, acted, acted_otherwise, closed };

CalloutResult callout(const Callout& callout);

// In the middle of what is left of the panel.
void empty_state(Icon icon, const char* title, std::string_view text);

}  // namespace srl::web::ui
