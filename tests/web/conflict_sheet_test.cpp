// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "support/conflict_run.h"
#include "support/headless_ui.h"
#include "support/lab_screen.h"

namespace srl::web::ui {

const Panel& panel_devices();
const Panel& panel_service();

namespace {

struct Sheet : LabScreen {
  enum Kind { one_field, two_fields, deletion };

  explicit Sheet(Kind kind) {
    open_apart(sandbox);
    const TaskPatch mine = kind == two_fields ? renamed_urgently("Buy oat milk", Priority::high)
                                              : renamed("Buy oat milk");
    REQUIRE(sandbox.update_task(kPhone, kShared, mine).ok());
    if (kind == deletion) {
      REQUIRE(sandbox.delete_task(kLaptop, kShared).ok());
    } else {
      REQUIRE(sandbox.update_task(kLaptop, kShared, renamed_urgently("Buy soy milk", Priority::low))
                  .ok());
    }
    bring_together(sandbox);
    sandbox.set_playing(false);
  }

  const Gesture& last() const { return sandbox.world().history().gestures.back(); }
  TaskAppState& phone() { return state.task_apps["phone"]; }
};

bool says(std::string_view part) {
  const std::vector<probe::Item>& items = probe::registry().items();
  return std::any_of(items.begin(), items.end(), [part](const probe::Item& item) {
    return item.name.find(part) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("web/conflict_sheet: the badge opens it, and one press keeps mine") {
  Sheet screen(Sheet::one_field);
  HeadlessUi ui(screen.drawing(panel_devices()));
  CHECK(says("1 decision waits"));
  ui.click("Conflict: Buy soy milk");
  CHECK(says("Title, Both started from: Cancel the trial"));
  CHECK(says("Title, Mine: Buy oat milk"));
  CHECK(says("Title, Theirs: Buy soy milk"));
  CHECK_FALSE(ui.has("Keep both choices"));
  ui.click("Keep mine");
  CHECK(screen.last().kind == GestureKind::resolve_conflict);
  CHECK(screen.last().keep == ConflictSide::mine);
  CHECK_FALSE(ui.has("Keep mine"));
  CHECK(ui.has("Deciding: Buy oat milk"));
  screen.sandbox.seek(screen.sandbox.now_ms() + 10'000);
  ui.frames();
  CHECK(screen.state.toast == "“Buy soy milk” decided: mine is kept");
  CHECK_FALSE(says("Conflict"));
}

TEST_CASE("web/conflict_sheet: by keyboard alone: D opens it, Escape closes it, Enter decides") {
  Sheet screen(Sheet::one_field);
  HeadlessUi ui(screen.drawing(panel_devices()));
  screen.state.decide_conflict = true;  // what the key D sets
  ui.frames();
  CHECK(ui.has("Keep mine"));
  ui.key(ImGuiKey_Escape);
  CHECK_FALSE(ui.has("Keep mine"));
  CHECK(screen.phone().deciding.is_nil());

  screen.state.decide_conflict = true;
  ui.frames();
  for (int i = 0; i < 8 && !ui.find("Keep theirs").focused; ++i) ui.key(ImGuiKey_Tab);
  REQUIRE(ui.find("Keep theirs").focused);
  ui.key(ImGuiKey_Enter);
  CHECK(screen.last().kind == GestureKind::resolve_conflict);
  CHECK(screen.last().keep == ConflictSide::theirs);
}

TEST_CASE("web/conflict_sheet: the count in the header leads there") {
  Sheet screen(Sheet::one_field);
  HeadlessUi ui(screen.drawing(panel_devices()));
  ui.click("1 decision waits");
  CHECK(ui.has("Keep mine"));
}

TEST_CASE("web/conflict_sheet: field by field, some of each") {
  Sheet screen(Sheet::two_fields);
  HeadlessUi ui(screen.drawing(panel_devices()));
  ui.click("Conflict: Buy soy milk");
  CHECK(ui.find("Keep both choices").disabled);
  CHECK(ui.find("Title, Mine: Buy oat milk").checked);
  ui.click("Priority, Theirs: Low");
  CHECK(ui.find("Priority, Theirs: Low").checked);
  CHECK_FALSE(ui.find("Keep both choices").disabled);
  ui.click("Keep both choices");
  CHECK(screen.last().keep == ConflictSide::each);
  CHECK((screen.last().mine_fields & field_bit(TaskField::title)) != 0);
  CHECK((screen.last().mine_fields & field_bit(TaskField::priority)) == 0);
}

TEST_CASE("web/conflict_sheet: a task that is gone has a row of its own, and comes back") {
  Sheet screen(Sheet::deletion);
  HeadlessUi ui(screen.drawing(panel_devices()));
  ui.click("Conflict: Cancel the trial, deleted and changed");
  CHECK(says("without having seen that it was deleted"));
  CHECK(says("Title, Theirs: Deleted"));
  ui.click("Keep mine");
  screen.sandbox.seek(screen.sandbox.now_ms() + 10'000);
  ui.frames();
  CHECK(screen.state.toast == "“Cancel the trial” decided: it is back, with the change");
}

TEST_CASE("web/conflict_sheet: a decision whose past was rewound is not told as done") {
  Sheet screen(Sheet::one_field);
  HeadlessUi ui(screen.drawing(panel_devices()));
  ui.click("Conflict: Buy soy milk");
  ui.click("Keep mine");
  screen.state.toast.clear();
  screen.sandbox.seek(1'000);
  ui.frames();
  CHECK(screen.state.toast.empty());
  CHECK(screen.phone().decisions.empty());
}

TEST_CASE("web/conflict_sheet: the server's panel lists what is open, with both values") {
  Sheet screen(Sheet::one_field);
  HeadlessUi ui(screen.drawing(panel_service()));
  CHECK(says("Buy soy milk, Title, Phone: Buy oat milk, Buy soy milk"));
  screen.state.selected_gesture = kShared;
  ui.frames();
  CHECK(says("Versions by field of “Buy soy milk”"));
}

}  // namespace srl::web::ui
