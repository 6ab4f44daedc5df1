// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "support/headless_ui.h"
#include "support/lab_screen.h"

namespace srl::web::ui {

const Panel& panel_devices();
const Panel& panel_service();

namespace {

TaskPatch titled(std::string title) {
  TaskPatch patch;
  patch.mark(TaskField::title);
  patch.values.title = std::move(title);
  return patch;
}

// The scenario at a moment, under a preset.
struct DevicesLab : LabScreen {
  DevicesLab(std::string_view preset, TimeMs time_ms) {
    REQUIRE(sandbox.set_preset(preset).ok());
    sandbox.seek(time_ms);
  }

  const DeviceView& phone() const { return sandbox.world().find_device(kPhone)->view(); }
  const RowView* row(Intent created_by) const {
    for (const auto& [handle, row] : phone().rows) {
      if (row.created_by == created_by) return &row;
    }
    return nullptr;
  }
};

std::size_t items_named(std::string_view part) {
  const std::vector<probe::Item>& items = probe::registry().items();
  return static_cast<std::size_t>(std::count_if(
      items.begin(), items.end(),
      [part](const probe::Item& item) { return item.name.find(part) != std::string::npos; }));
}

// The whole name of the first item that begins like this.
std::string name_of(std::string_view begin) {
  for (const probe::Item& item : probe::registry().items()) {
    if (item.name.starts_with(begin)) return item.name;
  }
  return std::string(begin);
}

}  // namespace

TEST_CASE("web/devices: a task is typed and added with Enter, and the next one right after it") {
  DevicesLab lab(kNaivePreset, 0);
  HeadlessUi ui(lab.drawing(panel_devices()));
  CHECK(ui.has("No tasks yet"));
  ui.click("Add a task");
  ui.type("Buy bread");
  ui.key(ImGuiKey_Enter);
  ui.type("Buy jam");
  ui.key(ImGuiKey_Enter);
  CHECK(lab.phone().rows.size() == 2);
  CHECK(items_named("Buy bread, In memory") + items_named("Buy bread, Saved on device") == 1);
  CHECK(lab.state.task_apps["phone"].new_title.empty());
}

TEST_CASE("web/devices: a task without a title is complained about, until something is typed") {
  DevicesLab lab(kNaivePreset, 0);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Add");
  CHECK(ui.has("A task needs a title"));
  CHECK(lab.phone().rows.empty());
  ui.type("x");
  CHECK_FALSE(ui.has("A task needs a title"));
}

TEST_CASE(
    "web/devices: a title that nobody can see is refused with the reason, and stays to be mended") {
  DevicesLab lab(kNaivePreset, 0);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Add a task");
  ui.type(" \u3000\u200B ");
  ui.key(ImGuiKey_Enter);
  CHECK(ui.has("A title needs a character that can be seen"));
  CHECK(lab.phone().rows.empty());
  ui.type("x");
  ui.key(ImGuiKey_Enter);
  CHECK(lab.phone().rows.size() == 1);
}

TEST_CASE("web/devices: a title that is too long is cut, and that is said") {
  DevicesLab lab(kNaivePreset, 0);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Add a task");
  ui.type(std::string(600, 'x').c_str());
  CHECK(ui.has("Cut at 500 characters: there is no room for more"));
  ui.key(ImGuiKey_Enter);
  REQUIRE(lab.phone().rows.size() == 1);
  CHECK(lab.phone().rows.begin()->second.fields.title == std::string(500, 'x'));
}

TEST_CASE("web/devices: the circle completes, and the filter tells open from done") {
  DevicesLab lab(kReliablePreset, 3'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Complete Buy milk");
  CHECK(lab.row(1)->fields.completed);
  ui.click("Done");
  CHECK(items_named("Complete ") == 1);
  ui.click("Open");
  CHECK_FALSE(ui.has("Complete Buy milk"));
  ui.click("All");
  ui.click("Search");
  ui.type("PLUMB");
  CHECK(items_named("Complete ") == 1);
  CHECK(ui.has("Complete Call the plumber"));
}

TEST_CASE("web/devices: a row opens for changes: Enter saves the title, Escape leaves it") {
  DevicesLab lab(kReliablePreset, 3'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Book flights, Saved on device");
  CHECK(ui.find("Title").value == "Book flights");
  ui.type("Book trains");
  ui.key(ImGuiKey_Enter);
  CHECK(lab.row(3)->fields.title == "Book trains");
  CHECK_FALSE(ui.has("Title"));

  ui.click("Buy milk, Saved on device");
  ui.type("Never mind");
  ui.key(ImGuiKey_Escape);
  CHECK_FALSE(ui.has("Title"));
  CHECK(lab.row(1)->fields.title == "Buy milk");
}

TEST_CASE("web/devices: an empty title is refused in place, and the old one stays") {
  DevicesLab lab(kReliablePreset, 3'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Buy milk, Saved on device");
  ui.key(ImGuiKey_Backspace);
  ui.key(ImGuiKey_Enter);
  CHECK(ui.has("A task needs a title"));
  CHECK(lab.row(1)->fields.title == "Buy milk");
  ui.click("Cancel");
  CHECK_FALSE(ui.has("Title"));
}

TEST_CASE("web/devices: the open row takes a priority, and deletes") {
  DevicesLab lab(kReliablePreset, 3'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Buy milk, Saved on device");
  ui.click("Priority");
  ui.click("Urgent");
  CHECK(lab.row(1)->fields.priority == Priority::urgent);
  ui.click("Delete task");
  CHECK(lab.row(1) == nullptr);
}

TEST_CASE("web/devices: the open row takes a reminder, the row says when, and it comes off again") {
  DevicesLab lab(kReliablePreset, 3'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Buy milk, Saved on device");
  ui.click("Reminder");
  ui.click("In 5 minutes");
  CHECK(lab.row(1)->fields.remind_at == 303'000);
  ui.click("Cancel");
  CHECK(items_named("Buy milk, reminder at 05:03") == 1);
  ui.click(name_of("Buy milk, reminder at 05:03"));
  ui.click("Reminder");
  ui.click("No reminder");
  CHECK(lab.row(1)->fields.remind_at == 0);
}

TEST_CASE("web/devices: a new task can have a reminder, the next one starts without") {
  DevicesLab lab(kReliablePreset, 0);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Reminder for the new task");
  ui.click("In 1 hour");
  ui.type("Buy bread");
  ui.key(ImGuiKey_Enter);
  CHECK(items_named("Buy bread, reminder at 1:00:00") == 1);
  ui.type("Buy jam");
  ui.key(ImGuiKey_Enter);
  CHECK(items_named("Buy jam, reminder") == 0);
  CHECK(items_named("Buy jam, ") == 1);
}

TEST_CASE("web/devices: what the person was shown stands on the device until it is dismissed") {
  DevicesLab lab(kReliablePreset, 0);
  REQUIRE(lab.sandbox.open_scenario("zombie-worker").ok());
  lab.sandbox.seek(700'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  CHECK(items_named("Reminder: “Pick up the children”, ") >= 2);  // on both
  ui.click("Dismiss reminders");
  ui.click("Dismiss reminders");
  CHECK(items_named("Reminder: “Pick up") == 0);
  lab.sandbox.seek(500'000);  // before they came
  ui.frames();
  lab.sandbox.seek(700'000);
  ui.frames();
  CHECK(items_named("Reminder: “Pick up") >= 2);
}

TEST_CASE("web/devices: a closed app's reminders are the system's") {
  DevicesLab lab(kReliablePreset, 0);
  REQUIRE(lab.sandbox.open_scenario("zombie-worker").ok());
  lab.sandbox.seek(10'000);
  lab.sandbox.set_second_device(false);
  lab.sandbox.seek(700'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  CHECK(ui.has("Shown by the system: the app is not running"));
}

TEST_CASE("web/devices: the Delete key deletes the row that has the keyboard") {
  DevicesLab lab(kReliablePreset, 3'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Buy milk, Saved on device");
  ui.key(ImGuiKey_Escape);
  ui.key(ImGuiKey_Delete);
  CHECK(lab.row(1) == nullptr);
  ui.key(ImGuiKey_Delete);  // the keyboard has gone on to the next row
  CHECK(lab.row(2) == nullptr);
  CHECK(lab.phone().rows.size() == 4);
}

TEST_CASE("web/devices: duplicates are marked, and each row acts for itself") {
  DevicesLab lab(kNaivePreset, 30'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  CHECK(ui.has("Nothing waiting to be sent, 15 duplicates"));
  CHECK(items_named("Duplicate, Synced") >= 6);
  ui.click("Search");
  ui.type("milk");
  CHECK(items_named("Buy milk, Duplicate") == 2);
  ui.click("Complete Buy milk");
  const auto& rows = lab.phone().rows;
  CHECK(std::count_if(rows.begin(), rows.end(),
                      [](const auto& row) { return row.second.fields.completed; }) == 1);
}

TEST_CASE("web/devices: of a thousand tasks only those in sight are made") {
  DevicesLab lab(kReliablePreset, 0);
  for (int i = 0; i < 1'000; ++i) {
    REQUIRE(lab.sandbox.create_task(kPhone, titled("Task " + std::to_string(i))).ok());
  }
  HeadlessUi ui(lab.drawing(panel_devices()));
  CHECK(items_named("Complete Task") > 5);
  CHECK(items_named("Complete Task") < 40);
  CHECK(ui.has("Complete Task 999"));  // a list that grows is followed
}

TEST_CASE("web/devices: the second device is switched on and off from its own place") {
  DevicesLab lab(kReliablePreset, 1'000);
  lab.sandbox.set_second_device(false);
  HeadlessUi ui(lab.drawing(panel_devices()));
  CHECK(ui.has("Second device: off"));
  ui.click("Open the laptop");
  CHECK(lab.sandbox.has_second_device());
  CHECK_FALSE(ui.has("Second device: off"));
}

TEST_CASE("web/devices: a device goes offline and online, and says so in words") {
  DevicesLab lab(kReliablePreset, 30'000);
  HeadlessUi ui(lab.drawing(panel_devices()));
  ui.click("Go offline");
  CHECK(lab.sandbox.is_offline(kPhone));
  CHECK(ui.has("Offline"));
  ui.click("Go online");
  CHECK_FALSE(lab.sandbox.is_offline(kPhone));
}

TEST_CASE("web/service: rows, counter and ledger are read from the server's own database") {
  DevicesLab lab(kReliablePreset, 30'000);
  HeadlessUi ui(lab.drawing(panel_service()));
  CHECK(ui.has("15 tasks, counter says 15 open, sequence 15"));
  CHECK(ui.has("Buy milk, g1, Open, 1"));
  CHECK(items_named(", Applied, ") >= 5);
  ui.click("Sessions");
  CHECK(items_named("ada, Phone, ") == 1);
  CHECK(items_named("srl_") == 0);  // no token
  ui.click("Idempotency ledger");
  REQUIRE(lab.sandbox.set_preset(kNaivePreset).ok());
  ui.frames();
  CHECK(ui.has("30 tasks, counter says 30 open, sequence 30, 15 duplicates"));
  CHECK(ui.has("Buy milk, g1, Open, 16"));
}

TEST_CASE("web/service: jobs, slots and deliveries are told, and a dead letter is taken back") {
  DevicesLab lab(kReliablePreset, 0);
  REQUIRE(lab.sandbox.open_scenario("poison-job").ok());
  REQUIRE(lab.sandbox.set_preset(kReliablePreset).ok());
  lab.sandbox.seek(2'950'000);
  HeadlessUi ui(lab.drawing(panel_service()));
  CHECK(items_named("1 dead letter") >= 1);
  ui.click("Slots");
  CHECK(items_named("Reminders, 45:00, Fired") == 1);
  ui.click("Deliveries");
  CHECK(ui.has("Subscribed: Laptop, Phone"));
  CHECK(items_named("Fetch the parcel, Phone, Accepted, 1") == 1);
  ui.click("Jobs");
  CHECK(items_named("Feed the cat, 04:20, Dead letter, 8") == 1);
  ui.click("Take back");
  CHECK(items_named("Dead letter") == 0);
  CHECK_FALSE(ui.has("Take back"));
}

TEST_CASE("web/service: where the server owns no jobs, the tables say who does") {
  DevicesLab lab(kNaivePreset, 30'000);
  HeadlessUi ui(lab.drawing(panel_service()));
  ui.click("Jobs");
  CHECK(items_named("No jobs: ") == 1);
  ui.click("Slots");
  CHECK(items_named("No slots yet: ") == 1);
}

}  // namespace srl::web::ui
