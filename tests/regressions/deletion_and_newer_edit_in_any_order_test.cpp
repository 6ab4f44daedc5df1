// SPDX-License-Identifier: MIT
// Under last_hlc a deletion that came after a newer edit was ignored, and one that came before it
// was final: the same two writes left the task alive or deleted, by the order of their arrival.
// Found by the property "every order of arrival ends in the same row".
#include "support/conflict_bench.h"

namespace srl {

TEST_CASE("regression: a deletion and a newer edit leave the same row in either order") {
  for (const ConflictPolicy* policy : all_conflict_policies()) {
    if (policy->info().name != "last_hlc") continue;
    for (const bool deletion_first : {true, false}) {
      CAPTURE(deletion_first);
      test::ConflictBench bench(policy);
      const Task seen = bench.create();
      const WireOperation deletion = bench.deletion(seen, test::ConflictBench::kNowMs + 1);
      const WireOperation edit =
          bench.edit(seen, test::title("Newer"), test::ConflictBench::kNowMs + 2);
      if (deletion_first) bench.push_as("laptop", deletion);
      bench.push_as("phone", edit);
      if (!deletion_first) bench.push_as("laptop", deletion);
      CHECK(bench.row().deleted);
    }
  }
}

}  // namespace srl
