// SPDX-License-Identifier: MIT
#include "app/verdict.h"

#include <doctest/doctest.h>

#include "app/sandbox.h"

namespace srl::web {
namespace {

Verdict verdict_at(std::string_view preset, TimeMs time_ms) {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  REQUIRE(sandbox.set_preset(preset).ok());
  sandbox.seek(time_ms);
  return verdict_of(sandbox.world());
}

}  // namespace

TEST_CASE("app/verdict: before anything happened no promise is broken, and none called kept") {
  const Verdict verdict = verdict_at("naive", 2'000);
  CHECK(verdict.kind == VerdictKind::open);
  CHECK(verdict.text == "3 tasks made · 0 rows created");
}

TEST_CASE("app/verdict: the promise that broke first is named, with what happened") {
  const Verdict verdict = verdict_at("naive", 22'000);
  CHECK(verdict.kind == VerdictKind::broken);
  CHECK(verdict.promise == "one_effect_per_gesture");
  CHECK(verdict.title == "Promise broken: Everything you do happens exactly once");
  CHECK(verdict.text == "15 tasks made · 30 rows created · g1 was applied 2 times");
}

TEST_CASE("app/verdict: at rest, all promises kept, with the numbers that show it") {
  const Verdict verdict = verdict_at("reliable", 60'000);
  CHECK(verdict.kind == VerdictKind::kept);
  CHECK(verdict.title == "All promises kept");
  CHECK(verdict.text == "15 tasks made · 15 rows created · 15 repeats recognised");
}

}  // namespace srl::web
