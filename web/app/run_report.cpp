// SPDX-License-Identifier: MIT
#include "app/run_report.h"

#include <algorithm>

#include "observe/export/actor_name.h"

namespace srl::web {
namespace {

void add_line(std::string& report, std::string_view name, std::string_view value) {
  report.append(name).append(": ").append(value).append("\n");
}

void add_events(std::string& report, const World& world) {
  const std::vector<Event>& events = world.log().events();
  const std::vector<std::string> names = world.actor_names();
  const std::size_t count = std::min(events.size(), kReportEventsMax);
  report.append("last ").append(std::to_string(count)).append(" events:\n");
  for (std::size_t i = events.size() - count; i < events.size(); ++i) {
    const Event& event = events[i];
    report.append(format_clock(event.time_ms)).append("  ");
    report.append(actor_name(names, event.actor)).append(": ");
    report.append(describe(event)).append("\n");
  }
}

}  // namespace

std::string run_report(const Sandbox& sandbox) {
  if (!sandbox.is_open()) return "no run is open";
  const World& world = sandbox.world();
  std::string report;
  add_line(report, "scenario",
           sandbox.narrative().name.empty() ? "none" : sandbox.narrative().name);
  add_line(report, "preset", sandbox.preset());
  add_line(report, "seed", std::to_string(world.history().seed));
  add_line(report, "moment", format_clock(sandbox.now_ms()));
  add_line(report, "link", sandbox.link());
  add_events(report, world);
  return report;
}

}  // namespace srl::web
