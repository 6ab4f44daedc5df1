// SPDX-License-Identifier: MIT
#include "app/conflict_text.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/event_text.h"
#include "app/intent_board.h"
#include "app/service_state.h"
#include "app/sim_device.h"
#include "support/conflict_run.h"

namespace srl::web {
namespace {

// The phone's title and priority meet the laptop's.
void open_two_fields(Sandbox& sandbox) {
  open_apart(sandbox);
  REQUIRE(
      sandbox.update_task(kPhone, kShared, renamed_urgently("Buy oat milk", Priority::high)).ok());
  REQUIRE(
      sandbox.update_task(kLaptop, kShared, renamed_urgently("Buy soy milk", Priority::low)).ok());
  bring_together(sandbox);
}

std::string title_on(const Sandbox& sandbox, std::string_view device) {
  for (const auto& [handle, row] : view_of(sandbox, device).rows) {
    if (row.created_by == kShared) return row.fields.title;
  }
  return {};
}

std::vector<std::string> sentences(const Sandbox& sandbox, EventKind kind) {
  std::vector<std::string> found;
  for (const Event& event : sandbox.world().log().events()) {
    if (event.kind == kind) found.push_back(event_sentence(event, sandbox.world().history()));
  }
  return found;
}

}  // namespace

TEST_CASE("app/conflict_text: each field that disagrees is told with its three values") {
  Sandbox sandbox;
  open_two_fields(sandbox);
  const Conflict& conflict = only_conflict(sandbox, kPhone).conflict;
  const std::vector<ConflictLine> lines = conflict_lines(conflict);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].name == "Title");
  CHECK(lines[0].base == "Cancel the trial");
  CHECK(lines[0].mine == "Buy oat milk");
  CHECK(lines[0].theirs == "Buy soy milk");
  CHECK(lines[1].mine == "High");
  CHECK(lines[1].theirs == "Low");
  CHECK(can_merge(conflict));
  CHECK(conflict_about(conflict) == "Title, Priority");
  CHECK(conflict_rule(conflict.policy) == "Merge fields, ask on conflict");
  CHECK(decisions_text(view_of(sandbox, kPhone)) == "1 decision waits");
}

TEST_CASE("app/conflict_text: mine is the writer's own; elsewhere it bears the writer's name") {
  Sandbox sandbox;
  open_two_fields(sandbox);
  const Conflict& conflict = only_conflict(sandbox, kLaptop).conflict;
  CHECK(conflict_words(conflict, kPhone).keep_mine == "Keep mine");
  CHECK(conflict_words(conflict, kLaptop).keep_mine == "Keep Phone's");
  CHECK(conflict_words(conflict, kLaptop).keep_theirs == "Keep the server's");
}

TEST_CASE("app/conflict_text: completing needs one choice, not a second one about its time") {
  Conflict conflict;
  conflict.mine.mark(TaskField::completed);
  conflict.mine.mark(TaskField::completed_at);
  conflict.mine.values.completed = true;
  CHECK_FALSE(can_merge(conflict));
  REQUIRE(conflict_lines(conflict).size() == 1);
  CHECK(conflict_lines(conflict)[0].field == conflict.mine.present);
  CHECK(conflict_lines(conflict)[0].mine == "Yes");
}

TEST_CASE("app/conflict_text: times of a real clock are dates") {
  Conflict conflict;
  conflict.mine.mark(TaskField::begins_at);
  conflict.mine.values.begins_at = 1'709'251'199'000;  // the last second of a leap day
  CHECK(conflict_lines(conflict)[0].mine == "2024-02-29 23:59");
  CHECK(conflict_lines(conflict)[0].theirs == "(nothing)");
}

TEST_CASE("app/sim_device: a decision by field is a gesture, and both devices agree") {
  Sandbox sandbox;
  open_two_fields(sandbox);
  SimDevice laptop(sandbox, std::string(kLaptop));
  const ConflictView shown = only_conflict(sandbox, kLaptop);
  REQUIRE(laptop.decide_conflict(shown, ConflictSide::each, field_bit(TaskField::title)).ok());
  CHECK(only_conflict(sandbox, kLaptop).deciding);
  const Gesture& gesture = sandbox.world().history().gestures.back();
  CHECK(gesture.kind == GestureKind::resolve_conflict);
  CHECK(gesture.task == kShared);
  sandbox.seek(sandbox.now_ms() + 10'000);
  for (const std::string_view device : {kPhone, kLaptop}) {
    CHECK(view_of(sandbox, device).conflicts.empty());
    CHECK(title_on(sandbox, device) == "Buy oat milk");
  }
  const RowView& row = view_of(sandbox, kPhone).rows.rbegin()->second;
  CHECK(row.fields.priority == Priority::low);
  CHECK(decided_text(shown.conflict, kPhone, &row) == "“Buy soy milk” decided: field by field");
}

TEST_CASE(
    "app/conflict_text: what came of a decision is read off the row, whichever person decided") {
  Sandbox sandbox;
  open_two_fields(sandbox);
  const ConflictView shown = only_conflict(sandbox, kPhone);
  SimDevice phone(sandbox, std::string(kPhone));
  REQUIRE(phone.decide_conflict(shown, ConflictSide::mine, 0).ok());
  sandbox.seek(sandbox.now_ms() + 10'000);
  const auto row = view_of(sandbox, kPhone).rows.find(shown.row);
  REQUIRE(row != view_of(sandbox, kPhone).rows.end());
  CHECK(decided_text(shown.conflict, kPhone, &row->second) ==
        "“Buy soy milk” decided: mine is kept");
  CHECK(decided_text(shown.conflict, kLaptop, &row->second) ==
        "“Buy soy milk” decided: Phone's is kept");
}

TEST_CASE("app/conflict_text: a change that met a deletion is told in words and has no row") {
  Sandbox sandbox;
  open_apart(sandbox);
  REQUIRE(sandbox.update_task(kPhone, kShared, renamed("Buy oat milk")).ok());
  REQUIRE(sandbox.delete_task(kLaptop, kShared).ok());
  bring_together(sandbox);
  const ConflictView& shown = only_conflict(sandbox, kPhone);
  CHECK(conflict_lines(shown.conflict)[0].theirs == "Deleted");
  CHECK(conflict_about(shown.conflict) == "Deleted and changed");
  CHECK_FALSE(can_merge(shown.conflict));
  CHECK(conflicts_without_row(view_of(sandbox, kPhone)).size() == 1);
  CHECK(conflict_of(view_of(sandbox, kPhone), shown.row) == &shown);
}

TEST_CASE("app/intent_board: a write in conflict has an outcome of its own, and another decided") {
  Sandbox sandbox;
  open_two_fields(sandbox);
  const OracleModel& model = sandbox.world().oracle().model();
  CHECK(intent_board(model).count(IntentOutcome::in_conflict) == 1);
  SimDevice phone(sandbox, std::string(kPhone));
  REQUIRE(phone.decide_conflict(only_conflict(sandbox, kPhone), ConflictSide::theirs, 0).ok());
  const auto by = static_cast<Intent>(sandbox.world().history().gestures.size());
  sandbox.seek(sandbox.now_ms() + 10'000);
  const OracleModel& after = sandbox.world().oracle().model();
  CHECK(intent_board(after).count(IntentOutcome::in_conflict) == 0);
  CHECK(intent_board(after).count(IntentOutcome::conflict_decided) == 1);
  const std::vector<IntentRecord>& records = after.intents;
  CHECK(std::count_if(records.begin(), records.end(),
                      [&](const IntentRecord& record) { return record.decided_by == by; }) == 1);
}

TEST_CASE("app/event_text: how a conflict ended names the gesture that ended it") {
  Sandbox sandbox;
  open_two_fields(sandbox);
  SimDevice phone(sandbox, std::string(kPhone));
  REQUIRE(phone.decide_conflict(only_conflict(sandbox, kPhone), ConflictSide::theirs, 0).ok());
  const auto by = static_cast<Intent>(sandbox.world().history().gestures.size());
  sandbox.seek(sandbox.now_ms() + 10'000);
  const std::vector<std::string> closed = sentences(sandbox, EventKind::conflict_closed);
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].find("decided: by " + gesture_name(by) + ", what was there is kept") !=
        std::string::npos);
}

TEST_CASE("app/service_state: open conflicts and the fields' versions are read") {
  Sandbox sandbox;
  open_two_fields(sandbox);
  const ServiceState state = read_service(sandbox.world());
  REQUIRE(state.conflicts.size() == 1);
  CHECK(state.conflicts[0].device == kPhone);
  const auto row = std::find_if(state.rows.begin(), state.rows.end(), [](const ServiceRow& other) {
    return other.created_by == kShared;
  });
  REQUIRE(row != state.rows.end());
  CHECK(stamps_text(*row).find("title, priority " + std::to_string(row->version) + " by laptop") !=
        std::string::npos);
}

}  // namespace srl::web
