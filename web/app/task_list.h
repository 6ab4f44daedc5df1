// SPDX-License-Identifier: MIT
// What a device's task app lists: which rows, in which order, and which of them the service has
// made more than once. Nothing of how it is drawn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "device/device_view.h"

namespace srl::web {

enum class TaskFilter { all, open, done };

struct TaskLine {
  TaskId handle;
  const RowView* row = nullptr;  // in the view: good until the world moves
  int copy = 1;                  // which of the rows that its gesture has made
  int copies = 1;                // how many those are: more than one is a duplicate

  bool is_duplicate() const { return copies > 1; }
};

// Of all rows of the device, whatever the filter hides.
struct TaskCounts {
  int tasks = 0;
  int open = 0;
  int surplus = 0;  // rows beyond one per gesture

  friend bool operator==(const TaskCounts&, const TaskCounts&) = default;
};

struct TaskList {
  std::vector<TaskLine> lines;  // in order, those that filter and search let through
  TaskCounts counts;
};

// The rows in the order in which people made them, so that the copies of one task stand together.
// A copy whose twin is filtered away is still marked as one.
void list_tasks(const DeviceView& view, TaskFilter filter, std::string_view search, TaskList* list);

// A list that is made again only when the world, the filter or the search has changed.
class CachedTaskList {
 public:
  const TaskList& get(const DeviceView& view, std::uint64_t revision, TaskFilter filter,
                      std::string_view search);

 private:
  bool is_fresh_ = false;
  std::uint64_t revision_ = 0;
  TaskFilter filter_ = TaskFilter::all;
  std::string search_;
  TaskList list_;
};

// True when `text` holds `search`, whatever the case of either.
bool contains_text(std::string_view text, std::string_view search);

}  // namespace srl::web
