// SPDX-License-Identifier: MIT
// What each policy of the decision `conflict` claims, through the service.
#include <algorithm>

#include "support/conflict_bench.h"

namespace srl {
namespace {

using test::completed;
using test::ConflictBench;
using test::description;
using test::tags;
using test::title;

const ConflictPolicy* policy_named(std::string_view name) {
  for (const ConflictPolicy* policy : all_conflict_policies()) {
    if (policy->info().name == name) return policy;
  }
  FAIL("there is no policy " << name);
  return nullptr;
}

constexpr std::size_t kDevices = 5;

// A write of a device that has seen nobody else's.
struct BlindWrite {
  std::size_t device = 0;
  bool deletes = false;
  TaskPatch patch;
  TimeMs wall_ms = 0;
};

// One or two writes of each device. Times tie now and then: the device's name decides.
std::vector<BlindWrite> any_blind_writes(RandomStream& random) {
  std::vector<BlindWrite> writes;
  for (std::size_t device = 0; device < kDevices; ++device) {
    const std::uint64_t count = 1 + random.below(2);
    TimeMs at_ms = ConflictBench::kNowMs;
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::string number = std::to_string(writes.size());
      TaskFields values;
      values.title = "T" + number;
      values.description = "D" + number;
      values.tags = {"t" + number};
      BlindWrite write;
      write.device = device;
      write.deletes = random.below(8) == 0;
      write.patch =
          only(TaskPatch::whole(values), static_cast<std::uint32_t>(1 + random.below(kAllFields)));
      at_ms += random.between(1, 3) * kSecondMs;
      write.wall_ms = at_ms;
      writes.push_back(write);
    }
  }
  return writes;
}

// The row after they have arrived in a random order, those of one device in theirs.
std::string row_after(const std::vector<BlindWrite>& writes, RandomStream& random) {
  ConflictBench bench(policy_named("last_hlc"));
  const Task seen = bench.create();
  std::vector<std::vector<WireOperation>> queues(kDevices);
  for (const BlindWrite& write : writes) {
    queues[write.device].push_back(write.deletes ? bench.deletion(seen, write.wall_ms)
                                                 : bench.edit(seen, write.patch, write.wall_ms));
  }
  for (std::size_t left = writes.size(); left > 0; --left) {
    std::size_t device = random.index(kDevices);
    while (queues[device].empty()) device = (device + 1) % kDevices;
    bench.push_as("device " + std::to_string(device), queues[device].front());
    queues[device].erase(queues[device].begin());
  }
  const Task row = bench.row();
  if (row.deleted) return "deleted";
  std::string text;
  for_each_field([&](TaskField field) { text.append(field_text(row.fields, field)).append("|"); });
  return text;
}

}  // namespace

// ----------------------------------------------------------------------------------- last_arrival

TEST_CASE("last_arrival: a stale write replaces the whole row, fields that it never touched too") {
  ConflictBench bench(policy_named("last_arrival"));
  const Task seen = bench.create();
  bench.edit_as("phone", seen, description("A note of the phone's"));
  REQUIRE(!bench.row().fields.description.empty());
  const OpResult stale = bench.edit_as("laptop", seen, title("The laptop's"));
  CHECK(stale.status == OpStatus::applied);
  CHECK(bench.row().fields.title == "The laptop's");
  CHECK(bench.row().fields.description.empty());
  CHECK(bench.metrics.total(Metric::conflicts_detected) == 0);  // it does not even notice
}

TEST_CASE("last_arrival: a late edit brings a deleted task back") {
  ConflictBench bench(policy_named("last_arrival"));
  const Task seen = bench.create();
  bench.push_as("phone", bench.deletion(seen));
  REQUIRE(bench.row().deleted);
  CHECK(bench.edit_as("laptop", seen, title("Late")).status == OpStatus::applied);
  CHECK(!bench.row().deleted);
}

// --------------------------------------------------------------------------------
// last_client_clock

TEST_CASE("last_client_clock: a clock that runs ahead wins against writes that come after it") {
  ConflictBench bench(policy_named("last_client_clock"));
  const Task seen = bench.create();
  bench.edit_as("laptop", seen, title("An hour ahead"), ConflictBench::kNowMs + kHourMs);
  const std::int64_t version = bench.row().version;
  // The phone has seen it and corrects it, a minute later by any right clock.
  bench.now_ms += kMinuteMs;
  const OpResult later = bench.edit_as("phone", bench.row(), title("Corrected"), bench.now_ms);
  CHECK(later.status == OpStatus::merged);  // its author reads "acknowledged"
  CHECK(bench.row().fields.title == "An hour ahead");
  CHECK(bench.row().version == version);
  CHECK(bench.open().empty());
}

TEST_CASE("last_client_clock: a deletion by a slow clock deletes nothing and is acknowledged") {
  ConflictBench bench(policy_named("last_client_clock"));
  const Task seen = bench.create();
  const OpResult slow =
      bench.push_as("laptop", bench.deletion(seen, ConflictBench::kNowMs - kMinuteMs));
  CHECK(slow.status == OpStatus::merged);
  CHECK(!bench.row().deleted);
}

// -----------------------------------------------------------------------------------------
// last_hlc

TEST_CASE("last_hlc: every order of arrival ends in the same row") {
  RandomStream random{17, 0, 0, 0};
  for (int round = 0; round < 40; ++round) {
    CAPTURE(round);
    const std::vector<BlindWrite> writes = any_blind_writes(random);
    const std::string expected = row_after(writes, random);
    for (int shuffle = 0; shuffle < 5; ++shuffle) CHECK(row_after(writes, random) == expected);
  }
}

TEST_CASE("last_hlc: a write that knew another one wins, whatever the wall clocks say") {
  ConflictBench bench(policy_named("last_hlc"));
  const Task seen = bench.create();
  WireOperation ahead = bench.edit(seen, title("Ahead"), ConflictBench::kNowMs + 50'000);
  REQUIRE(bench.push_as("laptop", ahead).status == OpStatus::applied);
  // The phone's clock is right, so behind; its logical clock has seen the laptop's write.
  WireOperation after = bench.edit(bench.row(), title("Corrected"), ConflictBench::kNowMs + 1);
  after.hlc = next_hlc(bench.changes().hlc, after.wall_ms);
  CHECK(bench.push_as("phone", after).status == OpStatus::applied);
  CHECK(bench.row().fields.title == "Corrected");
}

TEST_CASE("last_hlc: a clock that runs ahead is held to a minute") {
  ConflictBench bench(policy_named("last_hlc"));
  const Task seen = bench.create();
  bench.edit_as("laptop", seen, title("Ahead"), ConflictBench::kNowMs + kHourMs);
  CHECK(bench.stamped().stamps.of(TaskField::title).hlc ==
        next_hlc(0, ConflictBench::kNowMs + kClockToleranceMs));
  bench.now_ms += kClockToleranceMs - 1;
  CHECK(bench.edit_as("phone", seen, title("Too early"), bench.now_ms).status == OpStatus::merged);
  CHECK(bench.row().fields.title == "Ahead");
  bench.now_ms += 2;
  CHECK(bench.edit_as("tablet", seen, title("A minute later"), bench.now_ms).status ==
        OpStatus::applied);
  CHECK(bench.row().fields.title == "A minute later");
}

TEST_CASE("last_hlc: writes of different fields both stand") {
  ConflictBench bench(policy_named("last_hlc"));
  const Task seen = bench.create();
  bench.edit_as("phone", seen, description("The phone's"), ConflictBench::kNowMs + 2);
  CHECK(bench.edit_as("laptop", seen, title("The laptop's"), ConflictBench::kNowMs + 1).status ==
        OpStatus::merged);
  CHECK(bench.row().fields.title == "The laptop's");
  CHECK(bench.row().fields.description == "The phone's");
}

// -------------------------------------------------------------------------------------
// reject_stale

TEST_CASE("reject_stale: a write on an old version is refused, even where no field is shared") {
  ConflictBench bench(policy_named("reject_stale"));
  const Task seen = bench.create();
  bench.edit_as("phone", seen, description("The phone's"));
  for (const bool deletes : {false, true}) {
    CAPTURE(deletes);
    const OpResult stale = bench.push_as(
        "laptop", deletes ? bench.deletion(seen) : bench.edit(seen, title("The laptop's")));
    CHECK(stale.status == OpStatus::rejected);
    CHECK(stale.code == ErrorCode::stale_write);
    CHECK(stale.version == bench.row().version);  // what to look at before trying again
  }
  CHECK(bench.row().fields.title == "Base");
  CHECK(bench.edit_as("laptop", bench.row(), title("Again")).status == OpStatus::applied);
}

// --------------------------------------------------------------------------------------
// field_merge

TEST_CASE("field_merge: different fields merge without a question") {
  ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, description("The phone's"));
  CHECK(bench.edit_as("laptop", seen, title("The laptop's")).status == OpStatus::merged);
  CHECK(bench.row().fields.title == "The laptop's");
  CHECK(bench.row().fields.description == "The phone's");
  CHECK(bench.open().empty());
  CHECK(bench.metrics.value(Metric::conflict_resolutions, "field_merge", "merged") == 1);
}

TEST_CASE("field_merge: tags of several devices merge in every order to the same set") {
  RandomStream random{23, 0, 0, 0};
  const std::vector<std::string> before = {"a", "b", "c", "d"};
  for (int round = 0; round < 30; ++round) {
    CAPTURE(round);
    std::vector<std::vector<std::string>> wanted;
    for (int device = 0; device < 4; ++device) {
      std::vector<std::string> mine;
      for (const std::string& tag : before) {
        if (random.below(3) != 0) mine.push_back(tag);
      }
      for (const char* tag : {"x", "y", "z"}) {
        if (random.below(3) == 0) mine.emplace_back(tag);
      }
      wanted.push_back(mine);
    }
    std::vector<std::size_t> order = {0, 1, 2, 3};
    std::vector<std::string> expected;
    do {
      ConflictBench bench;
      TaskFields fields;
      fields.tags = before;
      const Task seen = bench.create(fields);
      for (const std::size_t device : order) {
        const OpResult result =
            bench.edit_as("device " + std::to_string(device), seen, tags(wanted[device]));
        CHECK(result.status != OpStatus::conflict);
      }
      if (expected.empty()) expected = bench.row().fields.tags;
      CHECK(bench.row().fields.tags == expected);
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_CASE("field_merge: a tag that one adds and one that another takes away both count") {
  ConflictBench bench;
  TaskFields fields;
  fields.tags = {"home", "urgent"};
  const Task seen = bench.create(fields);
  bench.edit_as("phone", seen, tags({"home", "urgent", "garden"}));
  CHECK(bench.edit_as("laptop", seen, tags({"home"})).status == OpStatus::merged);
  CHECK(bench.row().fields.tags == std::vector<std::string>{"garden", "home"});
}

TEST_CASE("field_merge: two who write the same value are not asked") {
  ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, title("The same"));
  CHECK(bench.edit_as("laptop", seen, title("The same")).status == OpStatus::merged);
  CHECK(bench.open().empty());
  // The first author's write stands: the laptop has not taken its place.
  CHECK(bench.stamped().stamps.of(TaskField::title).device == "phone");
}

TEST_CASE("field_merge: a field with two values stays, the rest of the write is applied") {
  ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, title("The phone's"));
  TaskPatch both = title("The laptop's");
  both.mark(TaskField::description);
  both.values.description = "A note";
  const OpResult result = bench.edit_as("laptop", seen, both);
  CHECK(result.status == OpStatus::conflict);
  CHECK(bench.row().fields.title == "The phone's");
  CHECK(bench.row().fields.description == "A note");
  REQUIRE(bench.open().size() == 1);
  CHECK(bench.open()[0].mine.present == field_bit(TaskField::title));
}

TEST_CASE("field_merge: a deletion that meets an unseen edit leaves the row, and asks") {
  ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, title("Edited"));
  CHECK(bench.push_as("laptop", bench.deletion(seen)).status == OpStatus::conflict);
  CHECK(!bench.row().deleted);
  REQUIRE(bench.open().size() == 1);
  CHECK(bench.open()[0].mine_deletes);
}

TEST_CASE("field_merge: an edit that meets an unseen deletion leaves the tombstone, and asks") {
  // A value that the tombstone has too, and tags, which would merge with a row that lives.
  for (const TaskPatch& change : {title("Edited"), title("Base"), tags({"mine"})}) {
    ConflictBench bench;
    const Task seen = bench.create();
    bench.push_as("phone", bench.deletion(seen));
    CHECK(bench.edit_as("laptop", seen, change).status == OpStatus::conflict);
    CHECK(bench.row().deleted);
    REQUIRE(bench.open().size() == 1);
    CHECK(bench.open()[0].theirs_deleted);
    CHECK(bench.open()[0].theirs.title == "Base");
    CHECK(bench.open()[0].mine.present == change.present);
  }
}

TEST_CASE("field_merge: two who delete agree") {
  ConflictBench bench;
  const Task seen = bench.create();
  bench.push_as("phone", bench.deletion(seen));
  CHECK(bench.push_as("laptop", bench.deletion(seen)).status == OpStatus::applied);
  CHECK(bench.open().empty());
}

TEST_CASE("field_merge: who completes a task a second time changes nothing, the time included") {
  ConflictBench bench;
  const Task seen = bench.create();
  bench.edit_as("phone", seen, completed(true, 111));
  CHECK(bench.edit_as("laptop", seen, completed(true, 222)).status == OpStatus::merged);
  CHECK(bench.row().fields.completed);
  CHECK(bench.row().fields.completed_at == 111);
  CHECK(bench.open().empty());
}

TEST_CASE("field_merge: where completed is in dispute, so is when") {
  ConflictBench bench;
  TaskFields done;
  done.completed = true;
  done.completed_at = 50;
  const Task seen = bench.create(done);
  bench.edit_as("phone", seen, completed(false, 0));
  CHECK(bench.edit_as("laptop", seen, completed(true, 222)).status == OpStatus::conflict);
  REQUIRE(bench.open().size() == 1);
  CHECK(bench.open()[0].mine.present ==
        (field_bit(TaskField::completed) | field_bit(TaskField::completed_at)));
  CHECK(!bench.row().fields.completed);
  CHECK(bench.row().fields.completed_at == 0);
}

TEST_CASE("field_merge: it alone overwrites nothing unseen and refuses nothing") {
  for (const ConflictPolicy* policy : all_conflict_policies()) {
    CAPTURE(policy->info().name);
    ConflictBench bench(policy);
    const Task seen = bench.create();
    bench.edit_as("phone", seen, title("The phone's"), ConflictBench::kNowMs + 1);
    const OpResult result =
        bench.edit_as("laptop", seen, title("The laptop's"), ConflictBench::kNowMs + 2);
    const bool overwrites = bench.row().fields.title != "The phone's";
    const bool refuses = result.status == OpStatus::rejected;
    CHECK((overwrites || refuses) == (policy->info().name != "field_merge"));
  }
}

}  // namespace srl
