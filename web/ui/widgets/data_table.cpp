// SPDX-License-Identifier: MIT
// Text on a draw list; the window in which it scrolls is ImGui's.
#include "ui/widgets/data_table.h"

#include <algorithm>
#include <cmath>

#include "ui/widgets/draw_text.h"
#include "ui/widgets/item.h"

namespace srl::web::ui {

namespace {

constexpr TextStyle kHeading = kSmallBoldText;
constexpr TextStyle kMono = kSmallMonoText;
constexpr float kRowPadding = 5.0f;
constexpr float kCellGap = 12.0f;
constexpr float kCellIconGap = 4.0f;
constexpr float kCellIconShare = 0.95f;
constexpr float kFlexibleWidthMin = 60.0f;

// Columns are measured for the mouse's text; a finger's is larger.
float scaled(float width) {
  return width * sizes().text_small / measures(Density::mouse).text_small;
}

TextStyle style_of(const Column& column) { return column.mono ? kMono : kSmallText; }

}  // namespace

float table_row_height() {
  return std::round(std::max(line_height(kSmallText), line_height(kMono)) + 2 * kRowPadding);
}

DataTable::DataTable(const char* name, std::span<const Column> columns, int rows, ImVec2 size)
    : columns_(columns), rows_(rows) {
  ImGui::PushID(name);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  left_ = ImGui::GetCursorScreenPos().x;
  width_ = (size.x > 0 ? size.x : room(1.0f)) - ImGui::GetStyle().ScrollbarSize;
  draw_heading();
  const float height = size.y > 0 ? std::max(1.0f, size.y - table_row_height()) : 0.0f;
  ImGui::PushStyleColor(ImGuiCol_ChildBg, shade(colors().surface, 0.0f));
  ImGui::BeginChild(name, {size.x, height}, ImGuiChildFlags_NavFlattened);
  const float row_height = table_row_height();
  const float scroll = ImGui::GetScrollY();
  row_ = std::clamp(static_cast<int>(scroll / row_height), 0, rows_) - 1;
  row_end_ =
      std::clamp(static_cast<int>((scroll + ImGui::GetWindowHeight()) / row_height) + 1, 0, rows_);
}

DataTable::~DataTable() {
  // The scrollbar counts the rows that were left out.
  ImGui::SetCursorPosY(table_row_height() * static_cast<float>(rows_));
  ImGui::Dummy({0, 0});
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  ImGui::PopID();
}

float DataTable::cell_width(std::size_t column) const {
  if (columns_[column].width > 0) return scaled(columns_[column].width);
  float rest = width_ - kCellGap * static_cast<float>(columns_.size() - 1);
  for (const Column& other : columns_) rest -= scaled(other.width);
  return std::max(rest, kFlexibleWidthMin);
}

ImVec2 DataTable::cell_corner(std::size_t column) const {
  float x = left_;
  for (std::size_t i = 0; i < column; ++i) x += cell_width(i) + kCellGap;
  return {x, top_};
}

void DataTable::draw_heading() {
  const float height = table_row_height();
  const Slot slot = place_display("heading", {width_, height}, {});
  top_ = slot.box.Min.y;
  if (!slot.visible) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const ImVec2 corner = cell_corner(i);
    const float text = text_size(kHeading, columns_[i].title).x;
    const float x = columns_[i].right ? corner.x + cell_width(i) - text : corner.x;
    draw_text_cut(list, kHeading, {x, corner.y + kRowPadding}, cell_width(i), colors().ink_soft,
                  columns_[i].title);
  }
  list->AddLine({slot.box.Min.x, slot.box.Max.y}, slot.box.Max, shade(colors().hairline));
}

bool DataTable::next_row() {
  if (row_ >= 0 && column_ > 0) finish_row();
  if (row_ + 1 >= row_end_) return false;
  begin_row(row_ + 1);
  return true;
}

void DataTable::begin_row(int row) {
  row_ = row;
  column_ = 0;
  spoken_.clear();
  ImGui::SetCursorPosY(table_row_height() * static_cast<float>(row));
  top_ = ImGui::GetCursorScreenPos().y;
}

// The item is added when its name is known, over what has been drawn.
void DataTable::finish_row() {
  ImGui::PushID(row_);
  place_display("row", {width_, table_row_height()}, {.role = probe::Role::text, .name = spoken_});
  ImGui::PopID();
  const float y = top_ + table_row_height() - 0.5f;
  ImGui::GetWindowDrawList()->AddLine({left_, y}, {left_ + width_, y},
                                      faint(colors().hairline, 0.5f));
  column_ = 0;
}

void DataTable::cell(std::string_view text, Tone tone, Icon icon) {
  const std::size_t column = column_++;
  if (!text.empty()) spoken_.append(spoken_.empty() ? "" : ", ").append(text);
  const TextStyle style = style_of(columns_[column]);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool plain = tone == Tone::neutral;
  const Color ink = plain ? colors().ink : tone_ink(tone);
  const Icon shape = icon == Icon::none && !plain ? tone_icon(tone) : icon;
  ImVec2 corner = cell_corner(column);
  float width = cell_width(column);
  const float middle = corner.y + table_row_height() / 2;
  if (shape != Icon::none && !text.empty()) {
    const float size = line_height(kSmallText) * kCellIconShare;
    draw_icon(list, shape, {corner.x + size / 2, middle}, size, plain ? colors().ink_soft : ink);
    corner.x += size + kCellIconGap;
    width -= size + kCellIconGap;
  }
  if (columns_[column].right) corner.x += std::max(0.0f, width - text_size(style, text).x);
  draw_text_cut(list, style, {corner.x, middle - line_height(style) / 2}, width, ink, text);
}

}  // namespace srl::web::ui
