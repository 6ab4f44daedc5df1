// SPDX-License-Identifier: MIT
// Every policy of the decision `conflict`, through the service: what all must keep, whatever meets
// whatever. What each of them claims besides stands in conflict_claims_test.cpp.
#include <algorithm>
#include <set>

#include "support/conflict_bench.h"

namespace srl {
namespace {

using test::ConflictBench;
using test::title;

std::string replay_text(const OpResult& result) {
  return std::string(name_of(result.status)) + " " + std::string(error_name(result.code)) + " " +
         to_string(result.task) + " " + std::to_string(result.version) + " " +
         std::to_string(result.conflict_version);
}

// A random life of one task on two devices that look at it now and then.
class TwoLives {
 public:
  TwoLives(const ConflictPolicy* policy, std::uint64_t seed)
      : bench(policy), random_{seed, 0, 0, 0} {
    seen_[0] = bench.create();
    seen_[1] = seen_[0];
  }

  void live(int steps) {
    for (int i = 0; i < steps; ++i) {
      bench.now_ms += random_.between(1, 5'000);
      const std::size_t device = random_.index(2);
      if (random_.below(3) == 0) seen_[device] = bench.row();
      send(device, any_operation(device));
    }
  }

  ConflictBench bench;
  struct Sent {
    std::string device;
    WireOperation wire;
    OpResult result;
  };
  std::vector<Sent> sent;

 private:
  TaskPatch any_change() {
    TaskFields values;
    values.title = "T" + std::to_string(random_.below(4));
    values.description = "D" + std::to_string(random_.below(4));
    values.priority = static_cast<Priority>(random_.below(4));
    values.completed = random_.below(2) == 0;
    values.completed_at = values.completed ? bench.now_ms : 0;
    for (const char* tag : {"a", "b", "c", "d"}) {
      if (random_.below(2) == 0) values.tags.emplace_back(tag);
    }
    TaskPatch patch =
        only(TaskPatch::whole(values), static_cast<std::uint32_t>(1 + random_.below(kAllFields)));
    if (patch.has(TaskField::completed)) patch.mark(TaskField::completed_at);
    if (patch.has(TaskField::completed_at)) patch.mark(TaskField::completed);
    patch.values.completed = values.completed;
    patch.values.completed_at = values.completed_at;
    return patch;
  }

  WireOperation any_operation(std::size_t device) {
    const Task& seen = seen_[device];
    const std::vector<Conflict> open = bench.open();
    const std::uint64_t kind = random_.below(10);
    if (kind < 3 && !open.empty()) {
      const Conflict& conflict = open[random_.index(open.size())];
      const ConflictChoice choices[] = {
          keep_mine(conflict), keep_theirs(conflict),
          merge_fields(conflict, static_cast<std::uint32_t>(random_.below(kAllFields + 1)))};
      WireOperation wire = bench.decision(seen, conflict, choices[random_.below(3)]);
      if (random_.below(3) == 0) wire.base_version = seen.version;  // it had not looked again
      return wire;
    }
    if (kind == 3) return bench.deletion(seen, bench.now_ms + random_.between(-90'000, 90'000));
    return bench.edit(seen, any_change(), bench.now_ms + random_.between(-90'000, 90'000));
  }

  void send(std::size_t device, const WireOperation& wire) {
    const std::string name = device == 0 ? "phone" : "laptop";
    const OpResult result = bench.push_as(name, wire);
    sent.push_back({name, wire, result});
    if (result.status == OpStatus::conflict) check_nothing_is_lost(wire, result);
  }

  // What the write wanted stands in the row or beside it. (Tags are merged, and when a task was
  // completed follows whether.)
  void check_nothing_is_lost(const WireOperation& wire, const OpResult& result) {
    const std::vector<Conflict> open = bench.open();
    const auto record = std::find_if(open.begin(), open.end(), [&](const Conflict& one) {
      return one.version == result.conflict_version;
    });
    REQUIRE(record != open.end());
    if (wire.kind == OpKind::delete_task) CHECK(record->mine_deletes);
    const TaskFields row = bench.row().fields;
    for_each_field([&](TaskField field) {
      const bool is_merged = field == TaskField::tags || field == TaskField::completed_at;
      if (!wire.patch.has(field) || is_merged) return;
      const bool is_beside =
          record->mine.has(field) && field_equal(record->mine.values, wire.patch.values, field);
      CHECK_MESSAGE((is_beside || field_equal(row, wire.patch.values, field)), field_name(field));
    });
  }

  RandomStream random_;
  Task seen_[2];
};

template <class Check>
void for_every_policy(Check check) {
  for (const ConflictPolicy* policy : all_conflict_policies()) {
    CAPTURE(policy->info().name);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      CAPTURE(seed);
      TwoLives lives(policy, seed);
      lives.live(40);
      check(lives);
    }
  }
}

}  // namespace

TEST_CASE("conflict: every operation has an answer, and an account's counters are right") {
  for_every_policy([](TwoLives& lives) {
    for (const TwoLives::Sent& sent : lives.sent) {
      CHECK(sent.result.op_id == sent.wire.op_id);
      CHECK((sent.result.status == OpStatus::rejected) == (sent.result.code != ErrorCode::none));
      if (sent.result.status == OpStatus::conflict) CHECK(sent.result.conflict_version > 0);
    }
    const Account account = lives.bench.account();
    CHECK(account.open_count == lives.bench.recount());
    CHECK(account.conflicts_open == static_cast<std::int64_t>(lives.bench.open().size()));
    CHECK(lives.bench.metrics.value(Metric::conflicts_open) == account.conflicts_open);
  });
}

TEST_CASE("conflict: replaying the record of effects rebuilds the row, dead or alive") {
  for_every_policy([](TwoLives& lives) {
    const Task row = lives.bench.row();
    const auto rebuilt = test::rebuild_rows(lives.bench.database());
    REQUIRE(rebuilt.size() == 1);
    CHECK(rebuilt.at(row.id).alive == !row.deleted);
    for_each_field([&](TaskField field) {
      CAPTURE(field_name(field));
      const auto& values = rebuilt.at(row.id).values;
      const auto value = values.find(std::string(field_name(field)));
      const std::string expected =
          value == values.end() ? field_text(TaskFields{}, field) : value->second;
      CHECK(field_text(row.fields, field) == expected);
    });
  });
}

TEST_CASE("conflict: a repeat gets the first answer, whatever has happened since") {
  for_every_policy([](TwoLives& lives) {
    const std::int64_t seq = lives.bench.account().seq;
    for (const TwoLives::Sent& sent : lives.sent) {
      const OpResult again = lives.bench.push_as(sent.device, sent.wire);
      CHECK(again.replayed);
      CHECK(replay_text(again) == replay_text(sent.result));
    }
    CHECK(lives.bench.account().seq == seq);
  });
}

TEST_CASE("conflict: no write without an effect, a recorded conflict or a refusal") {
  for_every_policy([](TwoLives& lives) {
    std::set<Intent> with_effect;
    const std::vector<Effect> effects = read_effects(lives.bench.database(), 1).value();
    for (const Effect& effect : effects) with_effect.insert(effect.intent);
    for (const TwoLives::Sent& sent : lives.sent) {
      CAPTURE(sent.wire.intent);
      const std::size_t effects_of_it = with_effect.count(sent.wire.intent);
      const OpStatus status = sent.result.status;
      if (status == OpStatus::applied || status == OpStatus::merged) CHECK(effects_of_it == 1);
      if (status == OpStatus::rejected) CHECK(effects_of_it == 0);
    }
  });
}

TEST_CASE("conflict: a device's own earlier operations never stand in its way") {
  for (const ConflictPolicy* policy : all_conflict_policies()) {
    CAPTURE(policy->info().name);
    ConflictBench bench(policy);
    const Task seen = bench.create();
    CHECK(bench.edit_as("phone", seen, title("One")).status == OpStatus::applied);
    CHECK(bench.edit_as("phone", seen, title("Two")).status == OpStatus::applied);
    CHECK(bench.push_as("phone", bench.deletion(seen)).status == OpStatus::applied);
    CHECK(bench.row().fields.title == "Two");
    CHECK(bench.row().deleted);
    CHECK(bench.open().empty());
  }
}

TEST_CASE("conflict: a write that has seen everything is applied under every policy") {
  for (const ConflictPolicy* policy : all_conflict_policies()) {
    CAPTURE(policy->info().name);
    ConflictBench bench(policy);
    bench.create();
    CHECK(bench.edit_as("laptop", bench.row(), title("Theirs"), ConflictBench::kNowMs + 1).status ==
          OpStatus::applied);
    CHECK(bench.edit_as("phone", bench.row(), title("Mine"), ConflictBench::kNowMs + 2).status ==
          OpStatus::applied);
    CHECK(bench.row().fields.title == "Mine");
  }
}

TEST_CASE("conflict: who decides by rows gets the whole row, who decides by fields what changed") {
  for (const ConflictPolicy* policy : all_conflict_policies()) {
    CAPTURE(policy->info().name);
    const std::string_view name = policy->info().name;
    const bool by_row = name == "last_arrival" || name == "last_client_clock";
    TaskFields row;
    row.title = "After";
    const TaskPatch patch = policy->outgoing(title("After"), row);
    CHECK(patch.present == (by_row ? kAllFields : field_bit(TaskField::title)));
    CHECK(patch.values.title == "After");
  }
}

}  // namespace srl
