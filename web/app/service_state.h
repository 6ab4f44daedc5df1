// SPDX-License-Identifier: MIT
// What the service holds, read from its own database: everybody's rows, the counters, the ledger
// of operations that it would recognise, the sessions. What the server's panel shows.
#pragma once

#include <string>
#include <vector>

#include "app/sandbox.h"
#include "app/service_jobs.h"
#include "protocol/messages.h"
#include "service/session_store.h"

namespace srl::web {

struct ServiceRow {
  TaskId id;
  std::string title;
  std::string user;  // whose it is, where that is not the person of the run
  std::int64_t version = 0;
  Intent created_by = kNoIntent;
  bool completed = false;
  int copies = 1;      // rows that the same gesture has made
  std::string stamps;  // who changed which field last (model/field_stamps.h)
};

struct LedgerRow {
  OpId op;
  Intent intent = kNoIntent;
  OpStatus status = OpStatus::applied;
  ErrorCode code = ErrorCode::none;
  std::int64_t version = 0;
  std::int64_t replays = 0;  // how often a repeat got this answer again
};

// A refresh family: one device's sign-in. Its tokens are not stored anywhere at the service.
struct SessionRow {
  std::string user;
  std::string device;
  std::int64_t refresh_number = 0;  // of the refresh token that is good now
  TimeMs expires_ms = 0;            // unless it is refreshed
};

struct ServiceState {
  std::vector<ServiceRow> rows;      // living ones, by creating gesture: copies stand together
  std::vector<Conflict> conflicts;   // those that wait for a decision
  std::vector<LedgerRow> ledger;     // by operation id, that is, by the time of the gesture
  std::vector<SessionRow> sessions;  // of everybody, by device
  JobsState jobs;
  std::int64_t seq = 0;
  std::int64_t open_count = 0;  // as its handlers have counted
  std::int64_t open_rows = 0;   // counted now
  std::int64_t surplus = 0;     // rows beyond one per gesture
  Status read;                  // of the database

  bool is_counter_wrong() const { return open_count != open_rows; }
};

// The ledger is as long as the run: it is read only for those who show it, and so are sessions and
// background work.
enum class ServicePart : std::uint8_t { rows, rows_and_ledger };

ServiceState read_service(World& world, ServicePart part = ServicePart::rows_and_ledger);

// Reads again only when the service or its worker has committed something, or time did not simply
// go on.
class ServiceReader {
 public:
  const ServiceState& get(Sandbox& sandbox, ServicePart part = ServicePart::rows_and_ledger);

 private:
  bool has_news(Sandbox& sandbox) const;

  // What was looked at last. Revisions begin at 1.
  std::uint64_t revision_ = 0;
  std::uint64_t future_ = 0;
  TimeMs now_ms_ = 0;
  std::size_t events_ = 0;
  BatchId batch_ = 0;  // of the service's database
  ServicePart part_ = ServicePart::rows;
  ServiceState state_;
};

// "title 12 by phone · priority 9 by laptop": the version in which each field was changed last.
std::string stamps_text(const ServiceRow& row);

// "Applied", "Rejected": the answer that the ledger keeps.
std::string_view answer_text(OpStatus status);

}  // namespace srl::web
