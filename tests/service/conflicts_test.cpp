// SPDX-License-Identifier: MIT
// Conflicts as the service keeps them: recorded, told of, decided by a person, superseded.
#include <set>

#include "base/limits.h"
#include "protocol/http_form.h"
#include "support/conflict_bench.h"

namespace srl {
namespace {

using test::ConflictBench;
using test::description;
using test::title;

// The phone has renamed the task; the laptop, which has not seen it, too.
struct TwoTitles : ConflictBench {
  TwoTitles() {
    seen = create();
    edit_as("phone", seen, title("The phone's"));
    result = edit_as("laptop", seen, title("The laptop's"));
    REQUIRE(result.status == OpStatus::conflict);
  }

  OpResult decide(const std::string& device, const ConflictChoice& choice) {
    return push_as(device, decision(row(), open().at(0), choice));
  }

  Task seen;
  OpResult result;
};

// A new task and a conflict of each device about it; `number` tells it from others.
void add_conflicts(ConflictBench& bench, std::uint64_t number,
                   const std::vector<std::string>& devices = {"laptop"}) {
  bench.task = make_uuid_v7(2, number, number);
  const Task seen = bench.create();
  bench.edit_as("phone", seen, title("The phone's"));
  for (const std::string& device : devices) {
    REQUIRE(bench.edit_as(device, seen, title("By " + device)).status == OpStatus::conflict);
  }
}

std::size_t effects_of(ConflictBench& bench, Intent intent) {
  const std::vector<Effect> effects = read_effects(bench.database(), 1).value();
  return static_cast<std::size_t>(
      std::count_if(effects.begin(), effects.end(),
                    [&](const Effect& effect) { return effect.intent == intent; }));
}

}  // namespace

TEST_CASE("conflicts: the record has what both started from, mine, and the row as it is") {
  TwoTitles bench;
  const Conflict conflict = bench.open().at(0);
  CHECK(conflict.task == bench.task);
  CHECK(conflict.base.values.title == "Base");
  CHECK(conflict.mine.values.title == "The laptop's");
  CHECK(conflict.theirs.title == "The phone's");
  CHECK(conflict.device == "laptop");
  CHECK(conflict.policy == "field_merge");
  CHECK(conflict.since_ms == bench.now_ms);
  CHECK(conflict.version == bench.result.conflict_version);
  CHECK(conflict.state == ConflictState::open);
  CHECK(bench.metrics.value(Metric::conflicts_detected, "title", "field_merge") == 1);
  CHECK(bench.metrics.value(Metric::conflicts_open) == 1);
}

TEST_CASE("conflicts: later writes of the device on the task go into the one that is open") {
  TwoTitles bench;
  bench.edit_as("phone", bench.row(), description("The phone's note"));
  Task shown = bench.seen;  // on the laptop, which has not heard of the conflict yet
  shown.fields.title = "The laptop's";
  CHECK(bench.edit_as("laptop", shown, title("Another")).status == OpStatus::conflict);
  CHECK(bench.edit_as("laptop", bench.seen, description("A note")).status == OpStatus::conflict);
  REQUIRE(bench.open().size() == 1);
  const Conflict conflict = bench.open()[0];
  CHECK(conflict.mine.values.title == "Another");
  CHECK(conflict.mine.values.description == "A note");
  CHECK(conflict.base.values.title == "Base");  // what it began with, not its own first title
  CHECK(conflict.theirs.description == "The phone's note");
  CHECK(bench.metrics.value(Metric::conflicts_open) == 1);
}

TEST_CASE("conflicts: another device's conflict about the same task is one of its own") {
  TwoTitles bench;
  CHECK(bench.edit_as("tablet", bench.seen, title("The tablet's")).status == OpStatus::conflict);
  REQUIRE(bench.open().size() == 2);
  std::set<std::string> devices;
  for (const Conflict& conflict : bench.open()) devices.insert(conflict.device);
  CHECK(devices == std::set<std::string>{"laptop", "tablet"});
}

TEST_CASE("conflicts: keeping theirs closes it, has an effect, and changes no row") {
  TwoTitles bench;
  const Task before = bench.row();
  const Conflict conflict = bench.open().at(0);
  const WireOperation wire = bench.decision(before, conflict, keep_theirs(conflict));
  const OpResult decided = bench.push_as("phone", wire);
  CHECK(decided.status == OpStatus::applied);
  CHECK(bench.row().version == before.version);
  CHECK(effects_of(bench, wire.intent) == 1);
  CHECK(bench.open().empty());
  const Conflict closed = bench.stored(conflict.id);
  CHECK(closed.state == ConflictState::resolved);
  CHECK(closed.resolved_by == "phone");
  CHECK(closed.version == decided.conflict_version);
  CHECK(closed.version > conflict.version);
  CHECK(bench.metrics.value(Metric::conflict_resolutions, "field_merge", "user") == 1);
  CHECK(bench.metrics.value(Metric::conflicts_open) == 0);
}

TEST_CASE("conflicts: writing values puts them into the row, whichever person decides") {
  for (const char* device : {"phone", "laptop", "tablet"}) {
    CAPTURE(device);
    TwoTitles bench;
    CHECK(bench.decide(device, keep_mine(bench.open()[0])).status == OpStatus::applied);
    CHECK(bench.row().fields.title == "The laptop's");
    CHECK(bench.open().empty());
  }
}

TEST_CASE("conflicts: a deletion that a person keeps deletes, one that is dropped does not") {
  for (const bool keeps : {true, false}) {
    CAPTURE(keeps);
    ConflictBench bench;
    const Task seen = bench.create();
    bench.edit_as("phone", seen, title("Edited"));
    REQUIRE(bench.push_as("laptop", bench.deletion(seen)).status == OpStatus::conflict);
    const Conflict conflict = bench.open().at(0);
    const ConflictChoice choice = keeps ? keep_mine(conflict) : keep_theirs(conflict);
    CHECK(bench.push_as("laptop", bench.decision(bench.row(), conflict, choice)).status ==
          OpStatus::applied);
    CHECK(bench.row().deleted == keeps);
    CHECK(bench.account().open_count == bench.recount());
  }
}

TEST_CASE("conflicts: a restored task has the fields that it had, with mine in them") {
  ConflictBench bench;
  TaskFields fields;
  fields.description = "A note";
  const Task seen = bench.create(fields);
  bench.push_as("phone", bench.deletion(seen));
  bench.edit_as("laptop", seen, title("Edited"));
  const Conflict conflict = bench.open().at(0);
  bench.push_as("laptop", bench.decision(bench.row(), conflict, keep_mine(conflict)));
  CHECK(!bench.row().deleted);
  CHECK(bench.row().fields.title == "Edited");
  CHECK(bench.row().fields.description == "A note");
  CHECK(bench.account().open_count == 1);
  const std::vector<Effect> effects = read_effects(bench.database(), 1).value();
  CHECK(std::any_of(effects.begin(), effects.end(),
                    [](const Effect& effect) { return effect.new_value == kRowRestored; }));
}

TEST_CASE(
    "conflicts: a decision about a row that has moved on asks again, and overwrites nothing") {
  TwoTitles bench;
  const Conflict conflict = bench.open().at(0);
  const WireOperation late = bench.decision(bench.row(), conflict, keep_mine(conflict));
  bench.edit_as("phone", bench.row(), title("Newer"));
  const OpResult again = bench.push_as("laptop", late);
  CHECK(again.status == OpStatus::conflict);
  CHECK(bench.row().fields.title == "Newer");
  REQUIRE(bench.open().size() == 1);
  CHECK(bench.open()[0].id == conflict.id);
  CHECK(bench.open()[0].theirs.title == "Newer");
  CHECK(bench.open()[0].mine.values.title == "The laptop's");
  CHECK(bench.open()[0].version == again.conflict_version);
  CHECK(bench.metrics.value(Metric::conflicts_open) == 1);
  CHECK(bench.decide("laptop", keep_mine(bench.open()[0])).status == OpStatus::applied);
  CHECK(bench.row().fields.title == "The laptop's");
}

TEST_CASE("conflicts: a deletion that a person has decided is asked about likewise") {
  ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, title("Edited"));
  bench.push_as("laptop", bench.deletion(seen));
  const Conflict conflict = bench.open().at(0);
  const WireOperation late = bench.decision(bench.row(), conflict, keep_mine(conflict));
  bench.edit_as("phone", bench.row(), title("Newer"));
  CHECK(bench.push_as("laptop", late).status == OpStatus::conflict);
  CHECK(!bench.row().deleted);
  CHECK(bench.open().at(0).mine_deletes);
}

TEST_CASE("conflicts: a row that another author's change has left alone is decided at once") {
  TwoTitles bench;
  const Conflict conflict = bench.open().at(0);
  const WireOperation late = bench.decision(bench.row(), conflict, keep_mine(conflict));
  bench.edit_as("phone", bench.row(), description("Not in dispute"));
  CHECK(bench.push_as("laptop", late).status == OpStatus::applied);
  CHECK(bench.row().fields.title == "The laptop's");
  CHECK(bench.row().fields.description == "Not in dispute");
}

TEST_CASE("conflicts: a decision names what it writes and what it is about") {
  TwoTitles bench;
  const Conflict conflict = bench.open().at(0);
  const auto refused = [&](const WireOperation& decision) {
    const OpResult result = bench.push_as("laptop", decision);
    CHECK(result.status == OpStatus::rejected);
    CHECK(bench.open().size() == 1);
    return result.detail;
  };
  WireOperation none = bench.decision(bench.row(), conflict, keep_mine(conflict));
  none.patch = {};
  CHECK(refused(none).find("/ops/0/fields: ") == 0);
  WireOperation theirs = bench.decision(bench.row(), conflict, keep_theirs(conflict));
  theirs.patch = title("Neither");
  CHECK(refused(theirs).find("/ops/0/fields: ") == 0);
  WireOperation elsewhere = bench.decision(bench.row(), conflict, keep_mine(conflict));
  elsewhere.task = make_uuid_v7(8, 8, 8);
  CHECK(refused(elsewhere).find("/ops/0/id: ") == 0);
  WireOperation unknown = bench.decision(bench.row(), conflict, keep_mine(conflict));
  unknown.conflict = make_uuid_v7(9, 9, 9);
  CHECK(refused(unknown).find("/ops/0/conflict: ") == 0);
}

TEST_CASE("conflicts: a write that names a version of the future has seen nothing") {
  ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, title("The phone's"));
  WireOperation write = bench.edit(seen, title("The laptop's"));
  write.base_version = 9'007'199'254'740'992;
  CHECK(bench.push_as("laptop", write).status == OpStatus::conflict);
  CHECK(bench.row().fields.title == "The phone's");
}

TEST_CASE("conflicts: tags that are too many together are left to a person") {
  ConflictBench bench;
  const auto numbered = [](std::size_t count, const std::string& more) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) names.push_back("t" + std::to_string(i));
    if (!more.empty()) names.push_back(more);
    return names;
  };
  TaskFields fields;
  fields.tags = numbered(kTagsMax - 1, "");
  normalize_tags(fields.tags);
  const Task seen = bench.create(fields);
  CHECK(bench.edit_as("phone", seen, test::tags(numbered(kTagsMax - 1, "phone"))).status ==
        OpStatus::applied);
  CHECK(bench.edit_as("laptop", seen, test::tags(numbered(kTagsMax - 1, "laptop"))).status ==
        OpStatus::conflict);
  CHECK(bench.row().fields.tags.size() == kTagsMax);
  REQUIRE(bench.open().size() == 1);
  const Conflict conflict = bench.open().at(0);
  CHECK(
      bench.push_as("laptop", bench.decision(bench.row(), conflict, keep_mine(conflict))).status ==
      OpStatus::applied);
  CHECK(bench.row().fields.tags.size() == kTagsMax);
}

TEST_CASE("conflicts: what a writer has seen may break rules that were made since") {
  ConflictBench bench;
  const Task seen = bench.create();
  WireOperation write = bench.edit(seen, test::tags({"one"}));
  for (std::size_t i = 0; i <= kTagsMax; ++i) {
    write.base.values.tags.push_back("t" + std::to_string(i));
  }
  CHECK(bench.push_as("laptop", write).status != OpStatus::rejected);
}

TEST_CASE("conflicts: what is closed cannot be decided again, by another operation") {
  TwoTitles bench;
  const Conflict conflict = bench.open().at(0);
  bench.decide("phone", keep_theirs(conflict));
  const OpResult second =
      bench.push_as("laptop", bench.decision(bench.row(), conflict, keep_mine(conflict)));
  CHECK(second.status == OpStatus::rejected);
  CHECK(second.code == ErrorCode::conflict_closed);
  CHECK(bench.row().fields.title == "The phone's");
  Conflict unknown = conflict;
  unknown.id = make_uuid_v7(9, 9, 9);
  CHECK(bench.push_as("laptop", bench.decision(bench.row(), unknown, keep_theirs(unknown))).code ==
        ErrorCode::not_found);
}

TEST_CASE("conflicts: of another account there are none, to list or to decide") {
  TwoTitles bench;
  const Conflict conflict = bench.open().at(0);
  REQUIRE(create_account(bench.database(), 2).ok());
  // The same service, asked in the name of another account: by its store, as the handlers do.
  CHECK(open_conflicts(bench.database(), 2, "", 10)->empty());
  CHECK(!read_conflict(bench.database(), 2, conflict.id)->has_value());
  CHECK(page_of_conflicts_between(bench.database(), 2, 0, INT64_MAX, 10)->rows.empty());
}

TEST_CASE("conflicts: its author's next change of the same fields, with theirs in view, ends it") {
  TwoTitles bench;
  const Conflict conflict = bench.open().at(0);
  CHECK(bench.edit_as("laptop", bench.row(), title("Agreed")).status == OpStatus::applied);
  CHECK(bench.open().empty());
  CHECK(bench.stored(conflict.id).state == ConflictState::superseded);
  CHECK(bench.row().fields.title == "Agreed");
  CHECK(bench.metrics.value(Metric::conflict_resolutions, "field_merge", "superseded") == 1);
}

TEST_CASE("conflicts: of two fields in dispute the one that its author rewrites leaves it") {
  ConflictBench bench;
  const Task seen = bench.create();
  TaskPatch both = title("The phone's");
  both.mark(TaskField::description);
  both.values.description = "The phone's note";
  bench.edit_as("phone", seen, both);
  both.values.title = "The laptop's";
  both.values.description = "The laptop's note";
  bench.edit_as("laptop", seen, both);
  const std::int64_t version = bench.open().at(0).version;
  bench.edit_as("laptop", bench.row(), title("Agreed"));
  REQUIRE(bench.open().size() == 1);
  CHECK(bench.open()[0].mine.present == field_bit(TaskField::description));
  CHECK(bench.open()[0].version > version);
}

TEST_CASE("conflicts: others' changes do not end it, their deletion changes its question") {
  TwoTitles bench;
  bench.edit_as("phone", bench.row(), title("Newer"));
  CHECK(bench.open().size() == 1);
  bench.push_as("phone", bench.deletion(bench.row()));
  REQUIRE(bench.open().size() == 1);
  CHECK(bench.open()[0].theirs_deleted);
  CHECK(bench.decide("laptop", keep_mine(bench.open()[0])).status == OpStatus::applied);
  CHECK(!bench.row().deleted);
  CHECK(bench.row().fields.title == "The laptop's");
}

// ---------------------------------------------------------------------------- how devices hear of
// them

TEST_CASE("conflicts: pages of changes pass over no row and no conflict, however small they are") {
  for (const std::int64_t limit : {1, 2, 3, 100}) {
    CAPTURE(limit);
    ConflictBench bench;
    for (std::uint64_t i = 1; i <= 5; ++i) add_conflicts(bench, i, {"laptop", "tablet", "watch"});
    const Conflict decided = bench.open()[4];
    bench.push_as("phone", bench.decision(bench.row(), decided, keep_theirs(decided)));
    std::map<TaskId, std::int64_t> rows;
    std::map<ConflictId, Conflict> conflicts;
    std::string cursor;
    std::int64_t seq = 0;
    for (bool more = true; more;) {
      const ChangesResponse page = bench.changes(cursor, limit);
      for (const Task& row : page.changes) {
        CHECK(row.version > seq);
        CHECK(row.version <= page.server_seq);
        rows[row.id] = row.version;
      }
      for (const Conflict& conflict : page.conflicts) {
        CHECK(conflict.version > seq);
        CHECK(conflict.version <= page.server_seq);
        conflicts[conflict.id] = conflict;
      }
      CHECK(static_cast<std::int64_t>(page.changes.size()) <= limit);
      CHECK(static_cast<std::int64_t>(page.conflicts.size()) <= limit);
      CHECK(page.server_seq > seq);
      seq = page.server_seq;
      cursor = page.cursor;
      more = page.has_more;
    }
    CHECK(seq == bench.account().seq);
    CHECK(rows.size() == 5);
    REQUIRE(conflicts.size() == 15);
    std::size_t open = 0;
    for (const auto& [id, conflict] : conflicts) {
      open += conflict.state == ConflictState::open ? 1U : 0U;
    }
    CHECK(open == 14);
  }
}

TEST_CASE("conflicts: a list brings those that are open beside its last page") {
  ConflictBench bench;
  for (std::uint64_t i = 1; i <= 3; ++i) add_conflicts(bench, i);
  const auto list = [&](const std::string& page) {
    return std::get<ListResponse>(bench.run(ListRequest{2, page}).response.body);
  };
  CHECK(list("").conflicts.empty());
  CHECK(list(list("").next_page).conflicts.size() == 3);
}

TEST_CASE(
    "conflicts: a snapshot brings those that are open after its rows, page by page, each once") {
  ConflictBench bench;
  for (std::uint64_t i = 1; i <= 3; ++i) add_conflicts(bench, i, {"laptop", "tablet"});
  std::vector<SnapshotResponse> pages;
  do {
    const std::string page = pages.empty() ? "" : pages.back().next_page;
    pages.push_back(std::get<SnapshotResponse>(bench.run(SnapshotRequest{page, 2}).response.body));
  } while (!pages.back().next_page.empty());
  std::set<TaskId> rows;
  std::set<ConflictId> conflicts;
  for (const SnapshotResponse& page : pages) {
    CHECK(page.rows.size() <= 2);
    CHECK(page.conflicts.size() <= 2);
    for (const Task& row : page.rows) CHECK(rows.insert(row.id).second);
    for (const Conflict& conflict : page.conflicts) CHECK(conflicts.insert(conflict.id).second);
  }
  CHECK(rows.size() == 3);
  CHECK(conflicts.size() == 6);
  CHECK(pages.front().conflicts.empty());
}

TEST_CASE("conflicts: large ones make more pages of a snapshot, and no list is larger for them") {
  ConflictBench bench;
  const auto text = [](char filling) {
    return description(std::string(kDescriptionBytesMax, filling));
  };
  constexpr int kConflicts = 120;
  for (std::uint64_t i = 1; i <= kConflicts; ++i) {
    bench.task = make_uuid_v7(2, i, i);
    const Task seen = bench.create();
    bench.edit_as("phone", seen, text('p'));
    REQUIRE(bench.edit_as("laptop", seen, text('l')).status == OpStatus::conflict);
  }
  std::size_t listed = 0;
  std::string page;
  do {
    const Outcome outcome = bench.run(SnapshotRequest{page, 0});
    CHECK(to_http(outcome.response).body.size() < 3 * kPageBytesMax);
    const auto& reply = std::get<SnapshotResponse>(outcome.response.body);
    listed += reply.conflicts.size();
    page = reply.next_page;
  } while (!page.empty());
  CHECK(listed == kConflicts);
  do {
    const Outcome outcome = bench.run(ListRequest{0, page});
    CHECK(to_http(outcome.response).body.size() < 3 * kPageBytesMax);
    page = std::get<ListResponse>(outcome.response.body).next_page;
  } while (!page.empty());
}

TEST_CASE("conflicts: the listing of open ones goes page by page, each once") {
  ConflictBench bench;
  for (std::uint64_t i = 1; i <= 5; ++i) add_conflicts(bench, i);
  std::multiset<ConflictId> listed;
  std::string page;
  do {
    const Outcome outcome = bench.run(ConflictsRequest{2, page});
    const auto& reply = std::get<ConflictsResponse>(outcome.response.body);
    CHECK(reply.conflicts.size() <= 2);
    for (const Conflict& conflict : reply.conflicts) listed.insert(conflict.id);
    page = reply.next_page;
  } while (!page.empty());
  CHECK(listed.size() == 5);
  CHECK(std::set<ConflictId>(listed.begin(), listed.end()).size() == 5);
}

TEST_CASE("conflicts: a tombstone keeps its fields for a decision, and devices are not told them") {
  ConflictBench bench;
  TaskFields fields;
  fields.title = "A secret";
  const Task seen = bench.create(fields);
  bench.push_as("phone", bench.deletion(seen));
  CHECK(bench.row().fields.title == "A secret");
  const ChangesResponse reply = bench.changes();
  REQUIRE(reply.changes.size() == 1);
  CHECK(reply.changes[0].deleted);
  CHECK(reply.changes[0].fields == TaskFields{});
}

}  // namespace srl
