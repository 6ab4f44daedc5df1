// SPDX-License-Identifier: MIT
#include "sim/storm.h"

#include "sim/network.h"

namespace srl {
namespace {

// A client's stream, as its policy draws from it.
class ClientRandom final : public RandomSource {
 public:
  explicit ClientRandom(RandomStream& stream) : stream_(stream) {}
  std::uint64_t next(RandomPurpose) override { return stream_.next(); }

 private:
  RandomStream& stream_;
};

}  // namespace

void Storm::set_clients(std::int64_t clients) {
  const std::uint64_t generation = memory_.generation + 1;
  memory_ = Memory{};
  memory_.generation = generation;
  for (std::int64_t i = 0; i < clients; ++i) {
    Client client;
    client.random = {stage_.history.seed, purpose_of("storm"), static_cast<std::uint64_t>(i), 0};
    memory_.clients.push_back(client);
  }
  for (std::uint32_t i = 0; i < memory_.clients.size(); ++i) {
    ask(i, draw(memory_.clients[i], 1, kClientPauseMaxMs));
  }
}

bool Storm::is_current(const ClientActs& entry) const {
  return entry.generation == memory_.generation && entry.client < memory_.clients.size() &&
         memory_.clients[entry.client].request == entry.request;
}

// The request leaves in `in_ms` and takes its time to arrive.
void Storm::ask(std::uint32_t index, DurationMs in_ms) {
  Client& client = memory_.clients[index];
  client.is_served = false;
  ++client.request;
  const DurationMs latency_ms = draw(client, kLatencyMinMs, kLatencyMaxMs);
  stage_.queue.push(stage_.now_ms() + in_ms + latency_ms,
                    ClientActs{memory_.generation, index, client.request, ClientStep::arrives});
}

bool Storm::arrives(const ClientActs& entry) {
  if (!is_current(entry)) return false;
  stage_.policies.retry->on_attempt(memory_.clients[entry.client].retry);
  const std::int64_t peak_before = memory_.load.peak_tenth();
  memory_.load.count(stage_.now_ms());
  if (memory_.load.peak_tenth() > peak_before) {
    stage_.oracle.on_load(clients(), memory_.load.peak_tenth());
  }
  const std::int64_t second = stage_.now_ms() / kSecondMs;
  if (second != memory_.second && memory_.in_second > 0) {
    stage_.journal.add(kLabActor, EventKind::storm_load, kNoIntent, memory_.in_second, clients());
    memory_.in_second = 0;
  }
  memory_.second = second;
  ++memory_.in_second;
  return true;
}

void Storm::answer(const ClientActs& request, ErrorCode code, DurationMs retry_after_ms,
                   DurationMs after_ms) {
  if (!is_current(request)) return;
  Client& client = memory_.clients[request.client];
  client.is_served = true;
  ClientActs answered = request;
  answered.step = ClientStep::is_answered;
  answered.answer = code;
  answered.retry_after_ms = retry_after_ms;
  const DurationMs latency_ms = draw(client, kLatencyMinMs, kLatencyMaxMs);
  stage_.queue.push(stage_.now_ms() + after_ms + latency_ms, answered);
}

void Storm::keeps_waiting(const ClientActs& request) {
  ClientActs late = request;
  late.step = ClientStep::times_out;
  stage_.queue.push(stage_.now_ms() + kRequestTimeoutMs, late);
}

void Storm::on_answered(const ClientActs& entry) {
  if (!is_current(entry)) return;
  if (entry.answer != ErrorCode::none) {
    return fail(entry.client, {entry.answer, entry.retry_after_ms});
  }
  Client& client = memory_.clients[entry.client];
  client.is_connected = true;
  stage_.policies.retry->on_success(client.retry, stage_.now_ms());
  ask(entry.client, draw(client, 1, kClientPauseMaxMs));
}

void Storm::on_timeout(const ClientActs& entry) {
  if (!is_current(entry) || memory_.clients[entry.client].is_served) return;
  stage_.journal.reached(Probe::storm_client_timed_out);
  fail(entry.client, {ErrorCode::timeout});
}

// Those that have a request on its way hear of it when that is refused.
void Storm::on_service_gone() {
  for (std::uint32_t i = 0; i < memory_.clients.size(); ++i) {
    const Client& client = memory_.clients[i];
    if (client.is_connected && !client.is_served) fail(i, {ErrorCode::unreachable});
  }
}

// Where the policy waits for something to happen, the next thing is that its person does something.
void Storm::fail(std::uint32_t index, const FailedAttempt& failed) {
  Client& client = memory_.clients[index];
  client.is_connected = false;
  ClientRandom random(client.random);
  stage_.policies.retry->on_failure(client.retry, failed, stage_.now_ms(), random);
  if (client.retry.queue_waits_for_trigger) {
    client.retry.queue_waits_for_trigger = false;
    return ask(index, draw(client, 1, kClientPauseMaxMs));
  }
  ask(index, std::max<DurationMs>(client.retry.not_before_ms - stage_.now_ms(), 1));
}

}  // namespace srl
