// SPDX-License-Identifier: MIT
#include "adapters/worker_report.h"

namespace srl {

void RunReport::add(const Outcome& outcome) {
  const std::pair<std::string_view, std::int64_t RunReport::*> ends[] = {
      {"succeeded", &RunReport::done},      {"failed", &RunReport::failed},
      {"discarded", &RunReport::discarded}, {"cancelled", &RunReport::cancelled},
      {"expired", &RunReport::expired},     {"fenced", &RunReport::fenced}};
  for (const Outcome::Count& count : outcome.counts) {
    if (count.metric == Metric::notification_deliveries && count.first == "accepted") ++accepted;
    if (count.metric != Metric::job_runs) continue;
    for (const auto& [name, number] : ends) {
      if (count.second == name) ++(this->*number);
    }
  }
}

std::string describe(const RunReport& report) {
  const auto part = [](std::int64_t number, const char* what) {
    return number == 0 ? std::string() : ", " + std::to_string(number) + " " + what;
  };
  std::string text = std::to_string(report.done) + (report.done == 1 ? " job done" : " jobs done");
  text += part(report.failed, "to be tried again") + part(report.discarded, "given up") +
          part(report.cancelled, "cancelled") + part(report.expired, "expired") +
          part(report.fenced, "left to another run");
  text += "; notices sent: " + std::to_string(report.accepted);
  if (report.is_cut_short) text += "; cut short";
  return text;
}

}  // namespace srl
