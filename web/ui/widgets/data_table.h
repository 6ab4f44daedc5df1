// SPDX-License-Identifier: MIT
// Rows and columns to look things up in: a fixed heading, only the visible rows drawn, digits in
// mono under digits.
//
//   DataTable table("Rows", kColumns, count, size);
//   while (table.next_row()) {
//     table.cell(rows[table.row()].title);
//     ...
//   }
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/icons.h"

namespace srl::web::ui {

struct Column {
  const char* title = "";
  float width = 0;  // in CSS pixels; 0: what the others leave, once per table
  bool right = false;
  bool mono = false;
};

// Of each row, and of the heading.
float table_row_height();

class DataTable {
 public:
  // `size`: 0 takes all the room.
  DataTable(const char* name, std::span<const Column> columns, int rows, ImVec2 size = {0, 0});
  ~DataTable();
  DataTable(const DataTable&) = delete;
  DataTable& operator=(const DataTable&) = delete;

  // To the next visible row.
  bool next_row();
  std::size_t row() const { return static_cast<std::size_t>(row_); }

  // The next cell of the row. Anything but neutral gets the tone's ink and shape.
  void cell(std::string_view text, Tone tone = Tone::neutral, Icon icon = Icon::none);

 private:
  ImVec2 cell_corner(std::size_t column) const;
  float cell_width(std::size_t column) const;
  void draw_heading();
  void begin_row(int row);
  void finish_row();

  std::span<const Column> columns_;
  int rows_;
  int row_ = -1;
  int row_end_ = 0;  // of the visible ones
  std::size_t column_ = 0;
  float left_ = 0;
  float width_ = 0;
  float top_ = 0;       // of the row
  std::string spoken_;  // the row, cell by cell
};

}  // namespace srl::web::ui
