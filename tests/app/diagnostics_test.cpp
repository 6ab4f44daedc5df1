// SPDX-License-Identifier: MIT
// What the diagnostics say, on the scenario that the app opens with.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/intent_board.h"
#include "app/promise_board.h"
#include "app/run_marks.h"
#include "app/sandbox.h"
#include "app/signal_table.h"

namespace srl::web {
namespace {

Sandbox& at(Sandbox& sandbox, std::string_view preset, TimeMs time_ms) {
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  REQUIRE(sandbox.set_preset(preset).ok());
  sandbox.seek(time_ms);
  return sandbox;
}

const SignalRow& row(const std::vector<SignalGroup>& groups, Metric metric) {
  for (const SignalGroup& group : groups) {
    for (const SignalRow& one : group.rows) {
      if (one.info->metric == metric) return one;
    }
  }
  FAIL("no such signal");
  return groups[0].rows[0];
}

std::vector<SignalGroup> table_of(const World& world) {
  return signal_table(world.metrics(), world.exposure(), world.policies().signals->info().title,
                      world.metric_history());
}

}  // namespace

TEST_CASE("promise_board: the summary counts what is broken") {
  CHECK(promise_summary({.all = 9, .kept = 7, .broken = 2}) == "2 of 9 promises broken");
  CHECK(promise_summary({.all = 9, .kept = 9}) == "All 9 promises kept");
  CHECK(promise_summary({.all = 9, .kept = 7, .not_yet_due = 2}) == "No promise broken so far");
  CHECK(promise_detail({.all = 9, .kept = 4, .not_yet_due = 3, .broken = 2}) ==
        "4 kept, 3 not yet due");
  CHECK(promise_detail({.all = 9, .kept = 9}).empty());
}

TEST_CASE("promise_board: a broken promise leads to its event, and going there shows it") {
  Sandbox sandbox;
  const World& world = at(sandbox, kNaivePreset, 40'000).world();
  const auto& promises = promises_in_order();
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const PromiseVerdict verdict = world.oracle().verdicts()[i];
    if (verdict.status != PromiseStatus::broken) continue;
    const std::size_t event = event_of_break(world.log(), verdict, *promises[i]);
    REQUIRE(event < world.log().events().size());
    CHECK(world.log().events()[event].text == promises[i]->name);
    sandbox.seek(verdict.at_ms);
    CHECK(event < world.log().events().size());
    CHECK(world.oracle().verdicts()[i].status == PromiseStatus::broken);
    sandbox.seek(verdict.at_ms - 1);
    CHECK(world.oracle().verdicts()[i].status != PromiseStatus::broken);
    sandbox.seek(40'000);
  }
}

TEST_CASE("promise_board: a violation says how often and by which gesture") {
  Sandbox sandbox;
  const World& world = at(sandbox, kNaivePreset, 40'000).world();
  PromiseVerdict verdict;
  verdict.violations = 15;
  verdict.finding.intent = 1;
  CHECK(violation_words(verdict, world.history()) == "First by g1: adds “Buy milk”");
  verdict.violations = 1;
  CHECK(violation_words(verdict, world.history()) == "First by g1: adds “Buy milk”");
  verdict.finding.intent = kNoIntent;
  CHECK(violation_words(verdict, world.history()).empty());
}

TEST_CASE("intent_board: every accepted gesture ends in exactly one outcome") {
  Sandbox sandbox;
  const World& naive = at(sandbox, kNaivePreset, 40'000).world();
  const IntentBoard twice = intent_board(naive.oracle().model());
  CHECK(twice.lines.size() == 15);
  CHECK(twice.count(IntentOutcome::applied_again) == 15);
  const IntentBoard once =
      intent_board(at(sandbox, kReliablePreset, 40'000).world().oracle().model());
  CHECK(once.count(IntentOutcome::applied_once) == 15);
  const IntentBoard queued =
      intent_board(at(sandbox, kReliablePreset, 7'000).world().oracle().model());
  CHECK(queued.count(IntentOutcome::queued) == 15);
}

TEST_CASE("intent_board: the story of a gesture tells what the person was told") {
  Sandbox sandbox;
  const World& world = at(sandbox, kNaivePreset, 40'000).world();
  const std::string story =
      intent_story(world.oracle().model().intents[1], 1, world.history(), kPhone);
  CHECK(story.find("phone adds “Buy milk” at 00:01.000") == 0);
  CHECK(story.find("sent twice, applied twice") != std::string::npos);
  CHECK(story.find("acknowledged by the server") != std::string::npos);
}

TEST_CASE("signal_table: rows stand under the article's failure modes, empty groups are left out") {
  Sandbox sandbox;
  const World& world = at(sandbox, kReliablePreset, 40'000).world();
  const std::vector<SignalGroup> groups = table_of(world);
  REQUIRE(!groups.empty());
  CHECK(groups[0].info->title == "Offline replay");
  for (const SignalGroup& group : groups) CHECK(!group.rows.empty());
}

TEST_CASE("signal_table: a signal has its value, its parts by label, and its course") {
  Sandbox sandbox;
  const World& world = at(sandbox, kReliablePreset, 40'000).world();
  const std::vector<SignalGroup> groups = table_of(world);
  const SignalRow& hits = row(groups, Metric::idempotency_hits);
  CHECK(hits.value == "15");
  CHECK_FALSE(hits.is_zero);
  REQUIRE(hits.parts.size() == 1);
  CHECK(hits.parts[0].label == "replayed");
  CHECK(hits.samples.front() == 0);
  CHECK(hits.samples.back() == 15);
  CHECK(hits.hint.find("srl_idempotency_hits_total") != std::string::npos);
  const SignalRow& age = row(groups, Metric::sync_op_age);
  REQUIRE(!age.parts.empty());
  CHECK(age.parts.back().label == "mean");
  CHECK(row(groups, Metric::cursor_resets).is_zero);
}

TEST_CASE("signal_table: what the policy hides is there, said to be hidden, and by whom") {
  Sandbox sandbox;
  const World& world = at(sandbox, kNaivePreset, 40'000).world();
  REQUIRE(world.metrics().total(Metric::sync_requests) > 0);
  const std::vector<SignalGroup> groups = table_of(world);
  const SignalRow& retries = row(groups, Metric::sync_retries);
  CHECK(retries.is_hidden);
  CHECK(retries.value == "not counted");
  CHECK(retries.parts.empty());
  CHECK(retries.samples.empty());
  CHECK(groups[0].active == 0);
  CHECK(groups[0].hidden_text == std::to_string(groups[0].rows.size()) +
                                     " signals are not counted under “HTTP status only”");
  const SignalRow& responses = row(groups, Metric::http_responses);
  CHECK_FALSE(responses.is_hidden);
  CHECK(responses.value != "0");
}

TEST_CASE("signal_table: counters of successes hide the failures of a signal that they show") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  REQUIRE(sandbox.set_preset(kReliablePreset).ok());
  sandbox.set_policy(Decision::signals, "success_counters");
  sandbox.seek(40'000);
  const std::vector<SignalGroup> groups = table_of(sandbox.world());
  CHECK(row(groups, Metric::sync_ops).parts.size() == 1);
  CHECK(groups[0].hidden_text.find(", and the failures in 3 more are not counted under “Counters "
                                   "of successes”") != std::string::npos);
}

TEST_CASE("signal_table: where everything is counted nothing is said to be hidden") {
  Sandbox sandbox;
  for (const SignalGroup& group : table_of(at(sandbox, kReliablePreset, 40'000).world())) {
    CHECK(group.hidden_text.empty());
    for (const SignalRow& one : group.rows) CHECK_FALSE(one.is_hidden);
  }
}

TEST_CASE("signal_table: digits come in groups of three") {
  CHECK(grouped_digits(0) == "0");
  CHECK(grouped_digits(999) == "999");
  CHECK(grouped_digits(1'000) ==
        "1\xC2\xA0"
        "000");
  CHECK(grouped_digits(1'234'567) ==
        "1\xC2\xA0"
        "234\xC2\xA0"
        "567");
  CHECK(grouped_digits(-1'000) ==
        "-1\xC2\xA0"
        "000");
}

TEST_CASE("run_marks: gestures, faults, captions and what broke are all marked, the last on top") {
  Sandbox sandbox;
  const World& world = at(sandbox, kNaivePreset, 40'000).world();
  RunRecord record;
  record.follow(world.log(), sandbox.future());
  MessageTrace trace;
  trace.follow(record);
  const std::vector<RunMark> marks = run_marks(world.history(), trace.breaks());
  const auto count = [&](MarkKind kind) {
    return std::count_if(marks.begin(), marks.end(),
                         [&](const RunMark& mark) { return mark.kind == kind; });
  };
  CHECK(count(MarkKind::gesture) == 15);
  CHECK(count(MarkKind::fault) == 2);
  CHECK(count(MarkKind::fault_end) == 2);
  CHECK(count(MarkKind::caption) == 6);
  CHECK(count(MarkKind::broken) >= 2);
  CHECK(marks.back().kind == MarkKind::broken);
  CHECK(marks[6].text == "g1: phone adds “Buy milk”");
}

}  // namespace srl::web
