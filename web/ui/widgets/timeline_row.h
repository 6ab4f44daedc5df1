// SPDX-License-Identifier: MIT
// An event in a list: when, who, what, and whether it went well. Clicking it goes to that moment.
#pragma once

#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

struct TimelineRow {
  const char* id = "";    // unique in the list: the event's number
  std::string_view time;  // empty: as in the row before
  Icon actor = Icon::none;
  std::string_view actor_name;
  float actor_width = 0;  // of the column with the names; 0: the icon alone
  std::string_view text;
  Tone tone = Tone::neutral;
  bool selected = false;
  bool future = false;        // after the moment that is shown: faint
  bool first_future = false;  // with a line above
};

float timeline_row_height();
bool timeline_row(const TimelineRow& row);

}  // namespace srl::web::ui
