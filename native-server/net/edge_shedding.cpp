// SPDX-License-Identifier: MIT
// What the edge gives up when connections, descriptors or memory are short.
#include <algorithm>
#include <tuple>

#include "net/edge_server.h"

namespace srl {
namespace {

constexpr std::size_t kGivenUpForMemory = 8;       // connections, at a time
constexpr std::size_t kWorthGivingUpBytes = 4096;  // when memory is short

// The lowest rank is given up first: an idle connection before a request that is arriving.
int rank_of(Connection::Phase phase) {
  switch (phase) {
    case Connection::Phase::lingering: return 0;
    case Connection::Phase::idle: return 1;
    case Connection::Phase::head:
    case Connection::Phase::body: return 2;
    default: return 3;
  }
}

}  // namespace

void EdgeServer::count_bytes(Client& client) {
  const std::size_t bytes = client.connection.held_bytes();
  held_bytes_ += bytes - client.counted_bytes;
  client.counted_bytes = bytes;
}

void EdgeServer::free_memory() {
  while (held_bytes_ > kEdgeBytesMax && give_up_oldest(kGivenUpForMemory, true) > 0) {
    handler_.on_shed(Shed::memory);
  }
}

// Ends up to `wanted` connections that wait for their clients, those first that have for the
// longest. Returns how many.
std::size_t EdgeServer::give_up_oldest(std::size_t wanted, bool for_memory) {
  using Candidate = std::tuple<int, TimeMs, ClientId>;
  std::vector<Candidate> candidates;
  for (const auto& [id, client] : clients_) {
    const Connection& connection = client->connection;
    if (!connection.waits_for_client()) continue;
    if (for_memory && client->counted_bytes < kWorthGivingUpBytes) continue;
    const int rank = for_memory ? 0 : rank_of(connection.phase());
    candidates.emplace_back(rank, connection.since_ms(), id);
  }
  wanted = std::min(wanted, candidates.size());
  const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(wanted);
  std::partial_sort(candidates.begin(), end, candidates.end());
  for (std::size_t i = 0; i < wanted; ++i) give_up(std::get<ClientId>(candidates[i]), for_memory);
  return wanted;
}

// What was arriving hears why; it lingers only where it is not its place that is needed.
void EdgeServer::give_up(ClientId id, bool for_memory) {
  Connection& connection = clients_.at(id)->connection;
  const bool is_arriving = connection.phase() == Connection::Phase::head ||
                           connection.phase() == Connection::Phase::body;
  if (is_arriving) {
    connection.refuse({503, for_memory ? kTooManyBytes : kTooManyConnections});
  } else {
    connection.end();
  }
  guard(id, [&] { pump(id); });
  if (!for_memory) remove(id);
}

}  // namespace srl
