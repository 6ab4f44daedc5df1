// SPDX-License-Identifier: MIT
#include "app/task_list.h"

#include <algorithm>

#include "base/text.h"

namespace srl::web {
namespace {

// Creation order rather than newest first: a repeated write makes its row seconds after the first
// one, and only this order puts the two side by side. Rows without a gesture come last.
bool is_before(const TaskLine& a, const TaskLine& b) {
  const Intent by_a = a.row->created_by - 1;  // kNoIntent becomes the largest
  const Intent by_b = b.row->created_by - 1;
  return by_a != by_b ? by_a < by_b : a.handle < b.handle;
}

void mark_copies(std::vector<TaskLine>& lines, int* surplus) {
  for (std::size_t first = 0; first < lines.size();) {
    const Intent gesture = lines[first].row->created_by;
    std::size_t last = first + 1;
    while (gesture != kNoIntent && last < lines.size() && lines[last].row->created_by == gesture) {
      ++last;
    }
    const auto copies = static_cast<int>(last - first);
    for (std::size_t i = first; i < last; ++i) {
      lines[i].copy = static_cast<int>(i - first) + 1;
      lines[i].copies = copies;
    }
    *surplus += copies - 1;
    first = last;
  }
}

bool lets_through(TaskFilter filter, const TaskFields& fields) {
  return filter == TaskFilter::all || (filter == TaskFilter::done) == fields.completed;
}

std::uint32_t read_code_point(std::string_view text, std::size_t at, std::size_t length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if (length < 2) return byte(0);
  std::uint32_t code = byte(0) & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) code = code << 6U | (byte(i) & 0x3FU);
  return code;
}

// Small letters of the scripts that our fonts have: Latin, Greek, Cyrillic.
std::uint32_t to_lower(std::uint32_t code) {
  const auto is_in = [code](std::uint32_t low, std::uint32_t high) {
    return code >= low && code <= high;
  };
  if (is_in('A', 'Z') || (is_in(0xC0, 0xDE) && code != 0xD7) || is_in(0x391, 0x3A9) ||
      is_in(0x410, 0x42F)) {
    return code + 32;
  }
  if (is_in(0x400, 0x40F)) return code + 80;
  const bool even_is_capital = is_in(0x100, 0x12F) || is_in(0x132, 0x137) || is_in(0x14A, 0x177);
  const bool odd_is_capital = is_in(0x139, 0x148) || is_in(0x179, 0x17E);
  if ((even_is_capital && code % 2 == 0) || (odd_is_capital && code % 2 == 1)) return code + 1;
  return code;
}

std::string fold_case(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::max<std::size_t>(1, utf8_sequence_length(text, at));
    append_utf8(folded, to_lower(read_code_point(text, at, length)));
    at += length;
  }
  return folded;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

bool contains_text(std::string_view text, std::string_view search) {
  return fold_case(text).find(fold_case(search)) != std::string::npos;
}

void list_tasks(const DeviceView& view, TaskFilter filter, std::string_view search,
                TaskList* list) {
  std::vector<TaskLine>& lines = list->lines;
  list->counts = {};
  lines.clear();
  lines.reserve(view.rows.size());
  for (const auto& [handle, row] : view.rows) {
    lines.push_back({handle, &row});
    list->counts.open += row.fields.completed ? 0 : 1;
  }
  list->counts.tasks = static_cast<int>(lines.size());
  // The view goes by handle, which sorts by creation: most often they are in order.
  if (!std::is_sorted(lines.begin(), lines.end(), is_before)) {
    std::sort(lines.begin(), lines.end(), is_before);
  }
  mark_copies(lines, &list->counts.surplus);

  const std::string folded = fold_case(trimmed(search));
  if (filter == TaskFilter::all && folded.empty()) return;
  std::erase_if(lines, [&](const TaskLine& line) {
    const TaskFields& fields = line.row->fields;
    return !lets_through(filter, fields) ||
           (!folded.empty() && fold_case(fields.title).find(folded) == std::string::npos);
  });
}

const TaskList& CachedTaskList::get(const DeviceView& view, std::uint64_t revision,
                                    TaskFilter filter, std::string_view search) {
  if (is_fresh_ && revision == revision_ && filter == filter_ && search == search_) return list_;
  list_tasks(view, filter, search, &list_);
  is_fresh_ = true;
  revision_ = revision;
  filter_ = filter;
  search_ = search;
  return list_;
}

}  // namespace srl::web
