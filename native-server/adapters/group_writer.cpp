// SPDX-License-Identifier: MIT
#include "adapters/group_writer.h"

#include <algorithm>
#include <new>

namespace srl {
namespace {

// Changes a page: SQLite does not write one in which everything stays as it was. Its window is over
// at once, so that it is cleaned away.
constexpr Sql kProbe{
    "INSERT INTO rate_limits (name, count, expires_at) VALUES ('probe', 1, 0) "
    "ON CONFLICT (name) DO UPDATE SET count = rate_limits.count + 1"};

// Would what is written now be found after a restart?
Status check_place(ServiceDatabase& database, TimeMs now_ms) {
  if (!database.is_in_place()) {
    return make_error(
        ErrorCode::unavailable,
        "the database file is no longer the one at its path: nothing is saved until the "
        "server is started again");
  }
  if (!database.is_damaged(now_ms)) return {};
  return make_error(
      ErrorCode::unavailable,
      "the database file is damaged: nothing is saved until a good one is in its place "
      "and the server is started again");
}

// The text is short enough to need no memory of its own.
Error no_memory(ErrorCode code) { return make_error(code, "no memory"); }

bool is_urgent(const Request& request) {
  switch (route_of(request)) {
    case Route::code:
    case Route::verify:
    case Route::guest:
    case Route::refresh:
    case Route::logout: return true;
    default: return false;
  }
}

}  // namespace

GroupWriter::GroupWriter(ServiceDatabase& database, Database& connection, ServicePorts ports)
    : database_(database), connection_(connection), ports_(ports), thread_([this] { write(); }) {}

GroupWriter::~GroupWriter() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

Response GroupWriter::handle(const Request& request, std::size_t bytes) {
  const Work work = [&](Transaction& transaction) {
    return execute(transaction, ports_.context(), request);
  };
  return answer({.work = &work, .is_urgent = is_urgent(request), .bytes = bytes});
}

Status GroupWriter::probe() {
  return transact([](Transaction& transaction) -> Result<Outcome> {
    SRL_TRY(execute(transaction.database(), kProbe));
    return Outcome();
  });
}

Status GroupWriter::transact(const Work& work) {
  const Result<Response> done = wait_for({.work = &work});
  return done.ok() ? Status() : done.error();
}

Response GroupWriter::answer(const Order& order) {
  Result<Response> done = wait_for(order);
  return done.ok() ? std::move(*done) : problem_response(done.error());
}

Result<Response> GroupWriter::wait_for(const Order& order) {
  Job job{order};
  {
    const MutexLock lock(mutex_);
    (order.is_urgent ? urgent_ : waiting_).push_back(&job);
  }
  wake_.notify_one();
  job.done.acquire();
  if (!job.failure.ok()) return job.failure.error();
  return std::move(job.response);
}

// Where there is no memory, a group fails; the thread goes on.
void GroupWriter::write() {
  database_.defer_checkpoints();
  std::vector<Job*> group;
  group.reserve(kGroupRequestsMax);
  while (next_group(group)) {
    // Until there is an answer.
    for (Job* job : group) job->failure = no_memory(ErrorCode::unavailable);
    try {
      run_group(group);
    } catch (const std::bad_alloc&) {
    }
    for (Job* job : group) job->done.release();
    database_.checkpoint_if_long();
  }
}

// False when there is nothing to do any more. `group` has room for as many as there may be.
bool GroupWriter::next_group(std::vector<Job*>& group) {
  const MutexLock lock(mutex_);
  while (!stopping_ && waiting_.empty() && urgent_.empty()) wake_.wait(mutex_);
  group.clear();
  std::size_t bytes = 0;
  for (std::deque<Job*>* queue : {&urgent_, &waiting_}) {
    while (!queue->empty() && group.size() < kGroupRequestsMax && bytes < kGroupBytesMax) {
      bytes += queue->front()->order.bytes;
      group.push_back(queue->front());
      queue->pop_front();
    }
  }
  return !group.empty();
}

void GroupWriter::run_group(std::span<Job* const> group) {
  const Status done = attempt(group);
  if (done.ok()) return;
  ports_.tell_failure(done.error());
  if (done.error().code == ErrorCode::storage_corrupt) database_.suspect_damage();
  const bool is_in_doubt = done.error().code == ErrorCode::commit_in_doubt;
  if (is_in_doubt) note_doubt();
  if (is_in_doubt || group.size() == 1) {
    for (Job* job : group) job->failure = done;
    return;
  }
  for (std::size_t i = 0; i < group.size(); ++i) run_group(group.subspan(i, 1));
}

void GroupWriter::tell_listener() {
  CommitListener* const listener = listener_;
  if (listener != nullptr) listener->on_commit();
}

// It may have happened: the next one looks, and gauges start again from what there is.
void GroupWriter::note_doubt() {
  database_.on_committed();
  tell_listener();
  ports_.metrics.update([&](Metrics& metrics) { (void)database_.count_gauges(metrics); });
}

Status GroupWriter::attempt(std::span<Job* const> group) {
  bool is_committed = false;
  try {
    return run_together(group, is_committed);
  } catch (const std::bad_alloc&) {
    return no_memory(is_committed ? ErrorCode::commit_in_doubt : ErrorCode::unavailable);
  }
}

Status GroupWriter::run_together(std::span<Job* const> group, bool& is_committed) {
  const TimeMs began_ms = ports_.clock.now_ms();
  SRL_TRY(check_place(database_, began_ms));
  std::vector<Outcome> outcomes;
  outcomes.reserve(group.size());
  Transaction transaction(connection_);
  SRL_TRY(transaction.status());
  for (const Job* job : group) {
    Result<Outcome> outcome = (*job->order.work)(transaction);
    if (!outcome.ok()) return outcome.error();
    outcomes.push_back(std::move(*outcome));
  }
  SRL_TRY(transaction.commit());
  is_committed = true;
  database_.on_committed();
  // What was committed beside the file meanwhile is not acknowledged.
  SRL_TRY(check_place(database_, began_ms));
  const bool is_told =
      std::any_of(group.begin(), group.end(), [](auto* job) { return job->order.is_told; });
  if (is_told) tell_listener();
  const DurationMs took_ms = ports_.clock.now_ms() - began_ms;
  ports_.metrics.update([&](Metrics& metrics) {
    metrics.observe(Metric::db_tx_duration, "write", took_ms);
    metrics.observe(Metric::db_group_size, static_cast<std::int64_t>(group.size()));
    for (const Outcome& outcome : outcomes) outcome.add_to(metrics);
  });
  for (const Outcome& outcome : outcomes) {
    for (const CodeMail& mail : outcome.mails) ports_.mailer.send(mail);
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    group[i]->response = std::move(outcomes[i].response);
    group[i]->failure = {};
  }
  return {};
}

}  // namespace srl
