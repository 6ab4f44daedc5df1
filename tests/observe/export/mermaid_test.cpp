// SPDX-License-Identifier: MIT
#include "observe/export/mermaid.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "observe/export/sample_log.h"

namespace srl::test {

TEST_CASE("mermaid: messages arrive, die and come again, and the rest are notes") {
  CHECK(to_mermaid(sample_log(), sample_names()) ==
        "sequenceDiagram\n"
        "  participant A0 as Lab\n"
        "  participant A1 as Service\n"
        "  participant A2 as Phone\n"
        "  Note over A2: g1 \"x\"#59; #60;b#62;#35;1#60;/b#62; end\n"
        "  A2->>A1: push\n"
        "  A1--xA2: 200\n"
        "  Note over A2: No reply within 10.0 s\n"
        "  A2->>A1: push again\n"
        "  A1-->>A2: 200, replayed\n"
        "  A2-xA1: changes\n"
        "  Note over A0: Promise broken: one_effect_per_gesture\n"
        "  A2-)A1: changes (on the way)\n");
}

TEST_CASE("mermaid: a request that is delivered twice has two arrows") {
  const std::vector<Event> events = {
      sample_event(0, EventKind::request_sent, kPhone, 1, "push"),
      sample_event(5, EventKind::request_arrived, kServiceActor, 1, "push"),
      sample_event(9, EventKind::request_arrived, kServiceActor, 1, "push"),
  };
  const std::string text = to_mermaid(events, sample_names());
  CHECK(text.find("  A2->>A1: push\n  A2->>A1: push (again)\n") != std::string::npos);
  CHECK(text.find("on the way") == std::string::npos);
}

TEST_CASE("mermaid: a refused connection is a cross that says so") {
  const std::vector<Event> events = {
      sample_event(0, EventKind::request_sent, kPhone, 1, "push"),
      sample_event(5, EventKind::request_refused, kServiceActor, 1, "push"),
  };
  CHECK(to_mermaid(events, sample_names()).find("A2-xA1: push (refused)\n") != std::string::npos);
}

TEST_CASE("mermaid: a message that was sent before the excerpt begins is left out") {
  const std::vector<Event> events = {
      sample_event(5, EventKind::reply_arrived, kPhone, 1, "200"),
      sample_event(6, EventKind::request_arrived, kServiceActor, 2, "push"),
  };
  CHECK(to_mermaid(events, sample_names()) == "sequenceDiagram\n");
}

TEST_CASE("mermaid: a long log is cut before Mermaid refuses it, and the diagram says so") {
  std::vector<Event> events;
  events.reserve(5'000);
  for (int i = 0; i < 5'000; ++i) {
    events.push_back(sample_event(i, EventKind::gesture, kPhone, 0, "Add a task"));
  }
  const std::string text = to_mermaid(events, sample_names());
  CHECK(text.size() < 50'000);
  const std::vector<std::string> lines = split(text, '\n');
  const std::size_t drawn = lines.size() - 4;  // the head, two participants, the last note
  CHECK(lines.back() == "  Note over A0: " + std::to_string(5'000 - drawn) + " more events");
}

}  // namespace srl::test
