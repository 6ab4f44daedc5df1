// SPDX-License-Identifier: MIT
// Choices that drop down: one of many (select), or one of several actions (menu_button).
#pragma once

#include <span>
#include <string_view>

#include "ui/widgets/button.h"

namespace srl::web::ui {

struct SelectOption {
  const char* label = "";
  std::string_view detail;  // what choosing it means
  Icon icon = Icon::none;
};

struct SelectOptions {
  float width = 0;  // 0: all the room
};

// True when another one was chosen.
bool select(const char* label, int* chosen, std::span<const SelectOption> options,
            const SelectOptions& look = {});

inline constexpr int kNothingChosen = -1;

// A button that opens a list of actions; the index of the one that was taken, or kNothingChosen.
int menu_button(const char* label, std::span<const SelectOption> actions,
                const ButtonOptions& look = {});

// The same behind an icon. `chosen` is marked in the list; `selected`: the icon looks pressed in.
int icon_menu(const char* name, Icon icon, std::span<const SelectOption> actions,
              int chosen = kNothingChosen, bool selected = false);

}  // namespace srl::web::ui
