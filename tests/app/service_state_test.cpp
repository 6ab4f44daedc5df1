// SPDX-License-Identifier: MIT
#include "app/service_state.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace srl::web {
namespace {

void open_at(Sandbox& sandbox, std::string_view preset, TimeMs time_ms) {
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  REQUIRE(sandbox.set_preset(preset).ok());
  sandbox.seek(time_ms);
}

}  // namespace

TEST_CASE("app/service_state: naive, the server holds every task twice and has no ledger") {
  Sandbox sandbox;
  open_at(sandbox, kNaivePreset, 30'000);
  const ServiceState state = read_service(sandbox.world());
  CHECK(state.read.ok());
  REQUIRE(state.rows.size() == 30);
  CHECK(state.surplus == 15);
  CHECK(state.rows[0].copies == 2);
  CHECK(state.rows[0].created_by == state.rows[1].created_by);
  CHECK(state.rows[0].title == state.rows[1].title);
  CHECK(state.ledger.empty());
  CHECK(state.seq == 30);
  CHECK(state.open_count == 30);
  CHECK_FALSE(state.is_counter_wrong());
}

TEST_CASE("app/service_state: reliable, the ledger shows each operation and how often it came") {
  Sandbox sandbox;
  open_at(sandbox, kReliablePreset, 30'000);
  const ServiceState state = read_service(sandbox.world());
  CHECK(state.rows.size() == 15);
  CHECK(state.surplus == 0);
  REQUIRE(state.ledger.size() == 15);
  for (std::size_t i = 0; i < state.ledger.size(); ++i) {
    CHECK(state.ledger[i].intent == i + 1);
    CHECK(state.ledger[i].status == OpStatus::applied);
    CHECK(state.ledger[i].replays == 1);
  }
}

TEST_CASE("app/service_state: a counter that ran along with the repeats is called wrong") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  sandbox.set_policy(Decision::idempotency, "client_ids_only");
  sandbox.seek(30'000);
  const ServiceState state = read_service(sandbox.world());
  CHECK(state.rows.size() == 15);
  CHECK(state.open_rows == 15);
  CHECK(state.open_count == 30);
  CHECK(state.is_counter_wrong());
}

TEST_CASE("app/service_state: what was read stays in step with the run, back and forth") {
  Sandbox sandbox;
  open_at(sandbox, kNaivePreset, 0);
  ServiceReader reader;
  CHECK(reader.get(sandbox).rows.empty());
  const auto is_in_step = [&] {
    const ServiceState now = read_service(sandbox.world());
    const ServiceState& read = reader.get(sandbox);
    return read.rows.size() == now.rows.size() && read.ledger.size() == now.ledger.size() &&
           read.seq == now.seq && read.open_count == now.open_count;
  };
  for (const TimeMs time_ms : {1'000, 8'100, 12'000, 19'000, 30'000, 8'000, 500, 20'000}) {
    sandbox.seek(time_ms);
    CAPTURE(time_ms);
    CHECK(is_in_step());
  }
  REQUIRE(sandbox.set_preset(kReliablePreset).ok());
  CHECK(is_in_step());
  CHECK(reader.get(sandbox).ledger.size() == 15);
  REQUIRE(sandbox.delete_task(kPhone, 1).ok());
  sandbox.seek(sandbox.now_ms() + 6'000);
  CHECK(is_in_step());
  CHECK(reader.get(sandbox).rows.size() == 14);
}

TEST_CASE("app/service_state: every answer has a word") {
  CHECK(answer_text(OpStatus::applied) == "Applied");
  CHECK(answer_text(OpStatus::merged) == "Merged");
  CHECK(answer_text(OpStatus::conflict) == "Conflict");
  CHECK(answer_text(OpStatus::rejected) == "Rejected");
}

TEST_CASE(
    "app/service_state: sessions with their refreshes, and whose a row is that is another's") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("wrong-user-signs-in").ok());
  sandbox.seek(40'000);
  const ServiceState state = read_service(sandbox.world());
  CHECK(state.read.ok());
  CHECK_FALSE(state.is_counter_wrong());
  const auto is_bobs = [](const auto& row) { return row.user == "bob@example.test"; };
  CHECK(std::any_of(state.rows.begin(), state.rows.end(), is_bobs));
  const auto found = std::find_if(state.sessions.begin(), state.sessions.end(), is_bobs);
  REQUIRE(found != state.sessions.end());
  CHECK(found->device == kPhone);
  CHECK(found->expires_ms > 29 * kDayMs);
}

}  // namespace srl::web
