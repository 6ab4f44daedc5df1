// SPDX-License-Identifier: MIT
// A panel of the lab: one file in ui/panels/, which defines `const Panel& panel_NAME()`. A list of
// all of them is generated, so a new panel appears in the layout and in the View menu by itself.
#pragma once

#include <vector>

namespace srl::web::ui {

// What a panel draws from and acts on.
struct UiContext;

// Where a panel stands in the wide layout; the narrow one makes each a tab.
enum class Place { left, centre, right, bottom };

struct Panel {
  const char* name;   // in links and settings: "timeline"
  const char* title;  // for people: "Event timeline"
  Place place;
  int order;  // within its place, and among the tabs
  void (*draw)(UiContext& context);
  bool framed = true;       // false: the bare area, for a panel that makes surfaces of its own
  float folded_height = 0;  // below others in the centre, while the hood is closed; 0: its share
};

// Generated from the files in ui/panels/, in the order of their names.
std::vector<const Panel*> all_panels();

}  // namespace srl::web::ui
