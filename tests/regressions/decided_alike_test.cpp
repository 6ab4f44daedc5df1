// SPDX-License-Identifier: MIT
// The laptop decided a conflict for its own title. The phone, which had thought better of it, had
// given the task that very title meanwhile, and the laptop had not seen that. The decision took the
// title over as the laptop's, so that its next change, still without having seen the phone's, met
// "nothing of others" and replaced it without a question. Found by the sweep (seed 359679).
#include "support/conflict_bench.h"

namespace srl {
namespace {

using test::completed;
using test::ConflictBench;
using test::title;

struct DecidedAlike : ConflictBench {
  DecidedAlike() {
    seen = create();
    edit_as("phone", seen, title("The phone's"));
    REQUIRE(edit_as("laptop", seen, title("The laptop's")).status == OpStatus::conflict);
    conflict = open().at(0);
    at_laptop = row();
    edit_as("phone", at_laptop, title("The laptop's"));
    by_phone = row();
  }

  OpResult decide() {
    return push_as("laptop", decision(at_laptop, conflict, keep_mine(conflict)));
  }

  Task seen;
  Task at_laptop;  // as the laptop sees it: not the phone's second title
  Task by_phone;
  Conflict conflict;
};

}  // namespace

TEST_CASE("regression: what a decision and another device wrote alike stays the other's") {
  DecidedAlike bench;
  REQUIRE(bench.decide().status == OpStatus::applied);
  CHECK(bench.open().empty());
  CHECK(bench.row().fields.title == "The laptop's");
  CHECK(bench.edit_as("laptop", bench.seen, title("Third")).status == OpStatus::conflict);
  CHECK(bench.row().fields.title == "The laptop's");
}

TEST_CASE("regression: who has seen what was decided alike changes it without a question") {
  DecidedAlike bench;
  REQUIRE(bench.decide().status == OpStatus::applied);
  CHECK(bench.edit_as("laptop", bench.row(), title("Third")).status == OpStatus::applied);
}

TEST_CASE("regression: what a decision alone has written is its maker's") {
  ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, title("The phone's"));
  REQUIRE(bench.edit_as("laptop", seen, title("The laptop's")).status == OpStatus::conflict);
  const Conflict conflict = bench.open().at(0);
  REQUIRE(
      bench.push_as("laptop", bench.decision(bench.row(), conflict, keep_mine(conflict))).status ==
      OpStatus::applied);
  CHECK(bench.edit_as("laptop", seen, title("Third")).status == OpStatus::applied);
}

}  // namespace srl
