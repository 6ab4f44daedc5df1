// SPDX-License-Identifier: MIT
// What the database has for the devices whose streams are open.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/database_service.h"
#include "service/inbox_store.h"

namespace srl {

// Whose stream it is, and how far it has come.
struct StreamPlace {
  AccountId account = kNobody;
  SessionId session;
  std::string device;
  std::int64_t seq = -1;  // of the account, as last told; -1: never
  NoticeId notice = 0;    // the last one that was told
};

struct StreamNews {
  bool has_session = true;
  std::int64_t seq = 0;
  std::vector<StoredNotice> notices;
};

inline constexpr std::int64_t kNoticesAtOnceMax = 100;

class StreamSource {
 public:
  explicit StreamSource(DatabaseService& service) : service_(service) {}

  // Who asks: fills in the place, or the answer is the refusal. A last notice that there has never
  // been is of another database: that device is told everything.
  Response open(const std::string& access_token, StreamPlace& place);

  // For each place, from one snapshot. Nothing when the database cannot be read now.
  std::optional<std::vector<StreamNews>> news(const std::vector<StreamPlace>& places);

  // Hears of every commit of this process; nullptr: nobody does.
  void set_listener(CommitListener* listener) { service_.set_listener(listener); }

 private:
  DatabaseService& service_;
};

}  // namespace srl
