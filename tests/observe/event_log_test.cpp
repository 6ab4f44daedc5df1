// SPDX-License-Identifier: MIT
#include "observe/event_log.h"

#include <doctest/doctest.h>

#include "observe/export/sample_log.h"

namespace srl::test {

TEST_CASE("event log: the digest is the same whether the events are kept or not") {
  EventLog kept;
  EventLog counted(false);
  for (const Event& event : sample_log()) {
    kept.add(event);
    counted.add(event);
  }
  CHECK(kept.digest() == counted.digest());
  CHECK(kept.count() == counted.count());
  CHECK(kept.events().size() == sample_log().size());
  CHECK(counted.events().empty());
}

TEST_CASE("event log: every part of an event is in the digest") {
  const Event base = sample_event(1, EventKind::gesture, kPhone, 2, "text");
  const auto digest_of = [](const Event& event) {
    EventLog log;
    log.add(event);
    return log.digest();
  };
  Event changed[8] = {base, base, base, base, base, base, base, base};
  changed[0].time_ms += 1;
  changed[1].step += 1;
  changed[2].kind = EventKind::caption;
  changed[3].actor += 1;
  changed[4].intent += 1;
  changed[5].a += 1;
  changed[6].b += 1;
  changed[7].text += "!";
  for (const Event& event : changed) CHECK(digest_of(event) != digest_of(base));
}

TEST_CASE("event log: a sentence is the template with the event's values in it") {
  Event event = sample_event(0, EventKind::rows_pulled, kPhone, 3, "");
  event.b = 17;
  CHECK(describe(event) == "Pulled 3 rows, now at sequence 17");
  CHECK(describe(sample_event(0, EventKind::retry_scheduled, kPhone, 2'500, "")) ==
        "Next attempt in 2.5 s");
  CHECK(describe(sample_event(0, EventKind::operation_parked, kPhone, 12, "Call {a}")) ==
        "Parked after 12 attempts: g0 Call {a}");
}

}  // namespace srl::test
