// SPDX-License-Identifier: MIT
#include "observe/export/jsonl.h"

#include "observe/export/actor_name.h"
#include "observe/export/json_object_writer.h"

namespace srl {

std::string to_jsonl(std::span<const Event> events, const std::vector<std::string>& actor_names) {
  std::string out;
  for (const Event& event : events) {
    JsonObjectWriter line(out);
    line.integer("a", event.a);
    line.text("actor", actor_name(actor_names, event.actor));
    line.integer("b", event.b);
    line.text("category", name_of(event_category(event.kind)));
    line.text("event", event_name(event.kind));
    line.integer("intent", event.intent);
    line.text("sentence", describe(event));
    line.integer("step", static_cast<std::int64_t>(event.step));
    line.text("text", event.text);
    line.integer("time_ms", event.time_ms);
    line.end();
    out.push_back('\n');
  }
  return out;
}

}  // namespace srl
