// SPDX-License-Identifier: MIT
// The icons, drawn as strokes on a grid of 16 units: crisp at every density, coloured like text,
// and nothing to download.
#pragma once

#include "imgui.h"
#include "ui/theme.h"

namespace srl::web::ui {

enum class Icon {
  none,
  // states: each has an outline of its own, so that shape alone tells them apart
  dot,
  ok,
  waiting,
  broken,
  info,
  // actions
  add,
  close,
  check,
  edit,
  trash,
  search,
  filter,
  play,
  pause,
  step,
  to_start,
  share,
  copy,
  download,
  sun,
  moon,
  contrast,
  help,
  chevron_down,
  chevron_right,
  undo,
  more,
  send,
  receive,
  zoom_in,
  zoom_out,
  fold,
  follow,
  // things of the lab
  phone,
  laptop,
  server,
  worker,
  online,
  offline,
  key,
  lost,
  repeat,
  delay,
  swap,
  bolt,
  shield,
  queue,
  flask,
  conflict,
  bell,
};

// The shape of a tone: ok, waiting and broken never rely on their colour.
Icon tone_icon(Tone tone);

// Centred on `center`, `size` pixels wide.
void draw_icon(ImDrawList* list, Icon icon, ImVec2 center, float size, Color color,
               float alpha = 1.0f);

}  // namespace srl::web::ui
