// SPDX-License-Identifier: MIT
#include "adapters/group_writer.h"

#include <algorithm>

namespace srl {
namespace {

// Writes a page without changing anything.
constexpr Sql kProbe{"UPDATE accounts SET seq = seq WHERE account_id = $1"};

}  // namespace

GroupWriter::GroupWriter(ServiceDatabase& database, ServicePorts ports)
    : database_(database), ports_(ports), thread_([this] { run(); }) {}

GroupWriter::~GroupWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

Response GroupWriter::handle(const Request& request) { return run_job(&request); }

bool GroupWriter::probe() { return run_job(nullptr).status == 200; }

Response GroupWriter::run_job(const Request* request) {
  Job job{request};
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(&job);
  }
  wake_.notify_one();
  job.done.acquire();
  return std::move(job.response);
}

void GroupWriter::run() {
  for (;;) {
    const std::vector<Job*> group = next_group();
    if (group.empty()) return;
    run_group(group);
    for (Job* job : group) job->done.release();
  }
}

// Empty when there is nothing to do any more.
std::vector<GroupWriter::Job*> GroupWriter::next_group() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  const std::size_t size = std::min(waiting_.size(), kGroupRequestsMax);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(size);
  std::vector<Job*> group(waiting_.begin(), end);
  waiting_.erase(waiting_.begin(), end);
  return group;
}

void GroupWriter::run_group(std::span<Job* const> group) {
  const Status done = attempt(group);
  if (done.ok()) return;
  if (group.size() == 1) {
    group[0]->response = problem_response(done.error());
    return;
  }
  for (std::size_t i = 0; i < group.size(); ++i) run_group(group.subspan(i, 1));
}

Status GroupWriter::attempt(std::span<Job* const> group) {
  const TimeMs began_ms = ports_.clock.now_ms();
  std::vector<Outcome> outcomes;
  outcomes.reserve(group.size());
  Transaction transaction(database_.writer());
  SRL_TRY(transaction.status());
  for (const Job* job : group) {
    Result<Outcome> outcome = carry_out(transaction, *job);
    if (!outcome.ok()) return outcome.error();
    outcomes.push_back(std::move(*outcome));
  }
  SRL_TRY(transaction.commit());
  database_.on_committed();
  const DurationMs took_ms = ports_.clock.now_ms() - began_ms;
  ports_.metrics.update([&](Metrics& metrics) {
    metrics.observe(Metric::db_tx_duration, "write", took_ms);
    metrics.observe(Metric::db_group_size, static_cast<std::int64_t>(group.size()));
    for (const Outcome& outcome : outcomes) publish(outcome, metrics);
  });
  for (std::size_t i = 0; i < group.size(); ++i) {
    group[i]->response = std::move(outcomes[i].response);
  }
  return {};
}

Result<Outcome> GroupWriter::carry_out(Transaction& transaction, const Job& job) {
  if (job.request == nullptr) {
    SRL_TRY(execute(transaction.database(), kProbe, kLocalAccount));
    return Outcome();
  }
  const ServiceContext context{kLocalAccount, ports_.clock.now_ms(), ports_.policies,
                               ports_.random};
  return execute(transaction, context, *job.request);
}

void GroupWriter::publish(const Outcome& outcome, Metrics& metrics) const {
  for (const Outcome::Count& count : outcome.counts) {
    metrics.add(count.metric, count.first, count.second);
  }
}

}  // namespace srl
