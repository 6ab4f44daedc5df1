// SPDX-License-Identifier: MIT
// What is still to happen, ordered by (time, sequence). Entries are plain data, no closures, so
// that a checkpoint copies them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "observe/event_log.h"
#include "ports/database.h"
#include "ports/notification_provider.h"
#include "ports/timers.h"
#include "protocol/messages.h"

namespace srl {

// A request on its way to the service. Message numbers are never used twice.
struct RequestInFlight {
  std::int64_t message = 0;
  ActorId device = 0;
  std::uint64_t request_id = 0;
  std::shared_ptr<const Request> request;
  std::shared_ptr<const Response> answered_on_the_way = {};  // what the device gets in any case
  std::uint64_t skew = 0;  // service and device are of different versions (sim/wire_changes.h)
};

// A reply on its way to a device; no response: the connection was refused.
struct ReplyInFlight {
  std::int64_t message = 0;
  ActorId device = 0;
  std::uint64_t request_id = 0;
  Route route = Route::push;
  std::shared_ptr<const Response> response;
  std::size_t times_gone_back = 0;  // the service, before it answered
};

struct TimerFires {
  ActorId device = 0;
  TimerKind kind = TimerKind::poll;
  std::uint64_t generation = 0;  // a timer that was set again or cancelled has another
};

struct BatchSettles {
  ActorId device = 0;
  BatchId batch = 0;
  std::uint64_t run = 0;  // of the app: answers to a killed run are void
  bool refused = false;
};

struct AppStarts {
  ActorId device = 0;
  std::uint64_t run = 0;
};

struct ServiceStarts {
  std::uint64_t run = 0;
};

// A code on its way to a mailbox.
struct MailInFlight {
  std::string to;
  std::string code;
};

// Another tab of the device refreshes the tokens that both share.
struct TabRefreshes {
  ActorId device = 0;
  std::uint64_t generation = 0;  // of the tab: one that was closed refreshes no more
};

// Cron's five minutes are over.
struct CronTicks {};

// A run of the worker does its next step, or tells that it is still there.
struct WorkerSteps {
  std::int64_t run = 0;
};
struct WorkerBeats {
  std::int64_t run = 0;
};

// A timer in the memory of the service's process.
struct ProcessTimerFires {
  std::uint64_t service_run = 0;  // one that died since has no timers
  JobId job = 0;
};

// A message at a device, by way of the notification service; and the notification service's answer.
struct NotificationArrives {
  std::int64_t message = 0;
  Notification notification;
};
struct NotificationAnswers {
  std::int64_t run = 0;
  std::int64_t message = 0;
  NotificationId notification = 0;
  NotificationReply reply;
};

// The one that is being served, first in the line at the service, is done with.
struct ServiceTakesNext {
  std::uint64_t generation = 0;  // of the line: it goes with the service
};

// One step of a light client of the storm.
enum class ClientStep : std::uint8_t { arrives, is_answered, times_out };
struct ClientActs {
  std::uint64_t generation = 0;  // of the storm
  std::uint32_t client = 0;
  std::uint32_t request = 0;  // its number with that client; older ones are void
  ClientStep step = ClientStep::arrives;
  ErrorCode answer = ErrorCode::none;  // of is_answered; none: done
  DurationMs retry_after_ms = 0;
};

// After the faults: a person looks at the devices and does what only a person can.
struct PersonLooks {};

using QueueEntry = std::variant<RequestInFlight, ReplyInFlight, TimerFires, BatchSettles, AppStarts,
                                ServiceStarts, MailInFlight, TabRefreshes, CronTicks, WorkerSteps,
                                WorkerBeats, ProcessTimerFires, NotificationArrives,
                                NotificationAnswers, PersonLooks, ServiceTakesNext, ClientActs>;

class EventQueue {
 public:
  struct Item {
    TimeMs at_ms;
    std::uint64_t sequence;
    QueueEntry entry;
  };

  void push(TimeMs at_ms, QueueEntry entry) {
    items_.push_back({at_ms, next_sequence_++, std::move(entry)});
    std::push_heap(items_.begin(), items_.end(), later);
  }

  Item pop() {
    std::pop_heap(items_.begin(), items_.end(), later);
    Item item = std::move(items_.back());
    items_.pop_back();
    return item;
  }

  bool empty() const { return items_.empty(); }
  TimeMs next_ms() const { return items_.front().at_ms; }
  const std::vector<Item>& items() const { return items_; }  // in no order

 private:
  static bool later(const Item& a, const Item& b) {
    return a.at_ms != b.at_ms ? a.at_ms > b.at_ms : a.sequence > b.sequence;
  }

  std::vector<Item> items_;
  std::uint64_t next_sequence_ = 0;
};

}  // namespace srl
