// SPDX-License-Identifier: MIT
// A task in a list: circle to complete it, title, how far its last change has got, and a mark where
// something is wrong with it. One line where there is room, else two; equally high in one list.
#pragma once

#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

struct TaskRow {
  const char* id = "";  // unique in the list
  std::string_view title;
  std::string_view meta;      // "High"; may be empty
  std::string_view reminder;  // "at 06:00": with a bell; may be empty
  bool completed = false;
  Tone status = Tone::neutral;
  std::string_view status_word;   // "Saved on device", "Synced"; empty: none
  Icon status_icon = Icon::none;  // none: the tone's
  bool status_is_calm = false;    // the state to be in: said without a pill
  std::string_view mark;          // "Duplicate": in the tone of what is broken
  std::string_view mark_hint;
  std::string_view question;  // "Conflict": a pill to press, for what a person has to decide
  bool is_answered = false;   // it is on its way
  bool joins_above = false;   // belongs together with its neighbour: a bracket holds them
  bool joins_below = false;
  bool selected = false;
  bool take_focus = false;  // in this frame: the keyboard comes to this row
};

struct TaskRowResult {
  bool toggled = false;  // the circle
  bool asked = false;    // the question's pill
  bool opened = false;   // the row
  bool deleted =
      false;  // the bin (on hover, for the keyboard, for fingers when selected) or Delete
};

// Of every row in a list that wide.
float task_row_height(float width);
TaskRowResult task_row(const TaskRow& row);

}  // namespace srl::web::ui
