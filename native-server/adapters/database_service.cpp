// SPDX-License-Identifier: MIT
#include "adapters/database_service.h"

namespace srl {

DatabaseService::DatabaseService(std::unique_ptr<ServiceDatabase> database,
                                 const Policies& policies)
    : database_(std::move(database)),
      policies_(policies),
      readers_(*database_, ports()),
      writer_(*database_, ports()) {
  const TimeMs now_ms = clock_.now_ms();
  metrics_.update([&](Metrics& metrics) { metrics.set(Metric::process_start, now_ms); });
}

Result<std::unique_ptr<DatabaseService>> DatabaseService::open(const std::string& path) {
  SystemRandom random;
  Result<std::unique_ptr<ServiceDatabase>> database = ServiceDatabase::open(path, random);
  if (!database.ok()) return database.error();
  const Result<Policies> policies = policies_of_preset(kReliablePreset);
  if (!policies.ok()) return policies.error();
  return std::unique_ptr<DatabaseService>(new DatabaseService(std::move(*database), *policies));
}

Response DatabaseService::handle(const Request& request) {
  const bool beside_the_writer = database_->has_readers() && is_read_only(request);
  return beside_the_writer ? readers_.handle(request) : writer_.handle(request);
}

Metrics DatabaseService::scrape() {
  Metrics metrics = metrics_.snapshot();
  const Response first = handle(Request{ListRequest{1}});
  if (const auto* page = std::get_if<ListResponse>(&first.body)) {
    metrics.set(Metric::open_tasks, page->open_count);
  }
  return metrics;
}

}  // namespace srl
