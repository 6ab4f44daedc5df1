// SPDX-License-Identifier: MIT
#include "app/task_list.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace srl::web {
namespace {

TaskId handle(std::uint64_t number) { return TaskId{number, 1}; }

// A row under `number`, made by that gesture.
void add(DeviceView& view, std::uint64_t number, std::string title, Intent created_by,
         bool completed = false) {
  RowView row;
  row.fields.title = std::move(title);
  row.fields.completed = completed;
  row.created_by = created_by;
  view.rows[handle(number)] = row;
}

std::vector<std::string> titles(const TaskList& list) {
  std::vector<std::string> titles;
  for (const TaskLine& line : list.lines) titles.push_back(line.row->fields.title);
  return titles;
}

TaskList listed(const DeviceView& view, TaskFilter filter = TaskFilter::all,
                std::string_view search = "") {
  TaskList list;
  list_tasks(view, filter, search, &list);
  return list;
}

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("app/task_list: tasks stand in the order of their gestures, copies beside each other") {
  DeviceView view;
  add(view, 1, "milk", 1);
  add(view, 2, "plumber", 2);
  add(view, 9, "milk", 1);  // made by the repeat, seconds later
  const TaskList list = listed(view);
  CHECK(titles(list) == Titles{"milk", "milk", "plumber"});
  CHECK(list.lines[0].handle == handle(1));
  CHECK(list.lines[1].handle == handle(9));
}

TEST_CASE("app/task_list: rows that one gesture has made are marked and numbered") {
  DeviceView view;
  add(view, 1, "milk", 1);
  add(view, 2, "plumber", 2);
  add(view, 8, "milk", 1);
  add(view, 9, "milk", 1);
  const TaskList list = listed(view);
  REQUIRE(list.lines.size() == 4);
  CHECK((list.lines[0].copy == 1 && list.lines[0].copies == 3));
  CHECK((list.lines[2].copy == 3 && list.lines[2].copies == 3));
  CHECK(list.lines[1].is_duplicate());
  CHECK_FALSE(list.lines[3].is_duplicate());
  CHECK(list.counts == TaskCounts{4, 4, 2});
}

TEST_CASE("app/task_list: equal titles of two gestures are no duplicates") {
  DeviceView view;
  add(view, 1, "milk", 1);
  add(view, 2, "milk", 2);
  CHECK(listed(view).counts.surplus == 0);
}

TEST_CASE("app/task_list: rows that no gesture made are no copies of each other, and come last") {
  DeviceView view;
  add(view, 1, "seed a", kNoIntent);
  add(view, 2, "seed b", kNoIntent);
  add(view, 3, "milk", 7);
  const TaskList list = listed(view);
  CHECK(titles(list) == Titles{"milk", "seed a", "seed b"});
  CHECK(list.counts.surplus == 0);
}

TEST_CASE("app/task_list: the filter shows open or done tasks, the counts stay those of all") {
  DeviceView view;
  add(view, 1, "milk", 1);
  add(view, 2, "plumber", 2, true);
  CHECK(titles(listed(view, TaskFilter::open)) == Titles{"milk"});
  CHECK(titles(listed(view, TaskFilter::done)) == Titles{"plumber"});
  CHECK(listed(view, TaskFilter::done).counts == TaskCounts{2, 1, 0});
}

TEST_CASE("app/task_list: a copy whose twin is filtered away is still marked") {
  DeviceView view;
  add(view, 1, "milk", 1);
  add(view, 2, "milk", 1, true);
  const TaskList list = listed(view, TaskFilter::open);
  REQUIRE(list.lines.size() == 1);
  CHECK(list.lines[0].is_duplicate());
}

TEST_CASE("app/task_list: search finds a part of the title, whatever its case") {
  DeviceView view;
  add(view, 1, "Buy Milk", 1);
  add(view, 2, "Call the plumber", 2);
  CHECK(titles(listed(view, TaskFilter::all, "  mILK ")) == Titles{"Buy Milk"});
  CHECK(listed(view, TaskFilter::all, "bread").lines.empty());
  CHECK(listed(view, TaskFilter::all, " ").lines.size() == 2);
  CHECK(listed(view, TaskFilter::done, "milk").lines.empty());
}

TEST_CASE("app/task_list: search knows the capitals of Latin, Greek and Cyrillic") {
  CHECK(contains_text("ÄPFEL KAUFEN", "äpfel"));
  CHECK(contains_text("Žižkov", "ŽIŽ"));
  CHECK(contains_text("Ÿ", "ÿ") == false);  // its capital lies in another block
  CHECK(contains_text("Αθήνα", "αθ"));
  CHECK(contains_text("Москва", "МОСК"));
  CHECK(contains_text("Ёлка", "ёл"));
  CHECK(contains_text("3×4", "×"));
  CHECK_FALSE(contains_text("milk", "milky"));
}

TEST_CASE("app/task_list: broken UTF-8 is searched without harm") {
  CHECK_FALSE(contains_text("\xC3", "a"));
  CHECK(contains_text("a\xFFZ", "z"));
}

TEST_CASE("app/task_list: a list is made again when the world, the filter or the search changes") {
  DeviceView view;
  add(view, 1, "milk", 1);
  CachedTaskList cache;
  CHECK(cache.get(view, 1, TaskFilter::all, "").lines.size() == 1);
  add(view, 2, "bread", 2);
  CHECK(cache.get(view, 1, TaskFilter::all, "").lines.size() == 1);  // nothing is said to be new
  CHECK(cache.get(view, 2, TaskFilter::all, "").lines.size() == 2);
  CHECK(cache.get(view, 2, TaskFilter::done, "").lines.empty());
  CHECK(cache.get(view, 2, TaskFilter::all, "milk").lines.size() == 1);
}

}  // namespace srl::web
