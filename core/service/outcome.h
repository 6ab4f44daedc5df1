// SPDX-License-Identifier: MIT
// What the service has done with a request: held back by the host until the transaction has
// committed, so that nobody ever hears of work that was rolled back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/job.h"
#include "observe/event_log.h"
#include "observe/metrics.h"
#include "ports/mailer.h"
#include "ports/notification_provider.h"
#include "protocol/messages.h"
#include "protocol/problem.h"
#include "service/effect.h"

namespace srl {

struct Outcome {
  enum class How : std::uint8_t { add, set, observe };
  struct Count {
    Metric metric;
    std::string_view first;  // label values: names with static storage
    std::string_view second;
    std::int64_t by = 1;
    How how = How::add;
  };

  Response response;
  AccountId account = kNobody;  // whose data the effects have changed
  std::vector<EffectRow> effects;
  std::vector<Intent> conflicts;  // whose writes are now kept in a conflict
  std::vector<Event> events;      // kind, intent, a, b and text; the host adds time and actor
  std::vector<Count> counts;
  std::vector<CodeMail> mails;
  std::vector<JobId> new_jobs;  // that are due later
  std::vector<NotificationSend> notifications;

  void refuse(const Error& error) { response = problem_response(error); }
  void event(EventKind kind, Intent intent, std::int64_t a, std::string_view text,
             std::int64_t b = 0) {
    Event event;
    event.kind = kind;
    event.intent = intent;
    event.a = a;
    event.b = b;
    event.text = text;
    events.push_back(std::move(event));
  }
  void count(Metric metric, std::string_view first = {}, std::string_view second = {}) {
    counts.push_back({metric, first, second});
  }
  void move(Metric gauge, std::int64_t by) {
    if (by != 0) counts.push_back({gauge, {}, {}, by});
  }
  void set(Metric gauge, std::int64_t value) { counts.push_back({gauge, {}, {}, value, How::set}); }
  void observe(Metric histogram, std::int64_t value) {
    counts.push_back({histogram, {}, {}, value, How::observe});
  }
  void add_to(Metrics& metrics) const {
    for (const Count& count : counts) {
      switch (count.how) {
        case How::add: metrics.add(count.metric, count.first, count.second, count.by); break;
        case How::set: metrics.set(count.metric, count.by); break;
        case How::observe: metrics.observe(count.metric, count.by); break;
      }
    }
  }
};

// For a handler to return: the request is refused, and that is its answer.
inline Status refused(Outcome& outcome, const Error& error) {
  outcome.refuse(error);
  return {};
}

}  // namespace srl
