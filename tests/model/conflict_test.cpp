// SPDX-License-Identifier: MIT
#include "model/conflict.h"

#include <doctest/doctest.h>

namespace srl {
namespace {

// Mine: another title and a priority; theirs: the row as it stands.
Conflict two_titles() {
  Conflict conflict;
  conflict.mine.mark(TaskField::title);
  conflict.mine.mark(TaskField::priority);
  conflict.mine.values.title = "Mine";
  conflict.mine.values.priority = Priority::urgent;
  conflict.theirs.title = "Theirs";
  conflict.theirs.description = "A note";
  return conflict;
}

}  // namespace

TEST_CASE("conflict: states and resolutions are found by their names, others are not") {
  for (int i = 0; i < kCountOf<ConflictState>; ++i) {
    const auto state = static_cast<ConflictState>(i);
    CHECK(parse_conflict_state(name_of(state)).value() == state);
  }
  for (int i = 0; i < kCountOf<Resolution>; ++i) {
    const auto resolution = static_cast<Resolution>(i);
    CHECK(parse_resolution(name_of(resolution)).value() == resolution);
  }
  for (const char* name : {"", "closed", "Open", "mine"}) {
    CAPTURE(name);
    CHECK(parse_conflict_state(name).error().code == ErrorCode::bad_value);
    CHECK(parse_resolution(name).error().code == ErrorCode::bad_value);
  }
}

TEST_CASE("conflict: keeping theirs writes nothing, keeping mine writes what disagrees") {
  const Conflict conflict = two_titles();
  CHECK(keep_theirs(conflict).resolution == Resolution::keep_theirs);
  CHECK(keep_theirs(conflict).values.empty());
  const ConflictChoice mine = keep_mine(conflict);
  CHECK(mine.resolution == Resolution::write_values);
  CHECK(mine.values.present == conflict.mine.present);
  CHECK(mine.values.values.title == "Mine");
}

TEST_CASE("conflict: keeping mine against a deletion brings the whole row back with it") {
  Conflict conflict = two_titles();
  conflict.theirs_deleted = true;
  const ConflictChoice mine = keep_mine(conflict);
  CHECK(mine.resolution == Resolution::restore_task);
  CHECK(mine.values.present == kAllFields);
  CHECK(mine.values.values.title == "Mine");
  CHECK(mine.values.values.description == "A note");
}

TEST_CASE("conflict: keeping a deletion of mine deletes") {
  Conflict conflict;
  conflict.mine_deletes = true;
  CHECK(keep_mine(conflict).resolution == Resolution::delete_task);
  CHECK(keep_theirs(conflict).resolution == Resolution::keep_theirs);
}

TEST_CASE("conflict: field by field, mine is written where it was chosen, and nothing else") {
  const Conflict conflict = two_titles();
  const ConflictChoice one = merge_fields(conflict, field_bit(TaskField::title));
  CHECK(one.resolution == Resolution::write_values);
  CHECK(one.values.present == field_bit(TaskField::title));
  const ConflictChoice none = merge_fields(conflict, field_bit(TaskField::tags));
  CHECK(none.resolution == Resolution::keep_theirs);
}

TEST_CASE("conflict: field by field against a deletion is all of mine or nothing") {
  Conflict conflict = two_titles();
  conflict.theirs_deleted = true;
  CHECK(merge_fields(conflict, field_bit(TaskField::title)).resolution == Resolution::restore_task);
  CHECK(merge_fields(conflict, 0).resolution == Resolution::keep_theirs);
  conflict = Conflict{};
  conflict.mine_deletes = true;
  CHECK(merge_fields(conflict, kAllFields).resolution == Resolution::delete_task);
}

}  // namespace srl
