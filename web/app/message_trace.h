// SPDX-License-Identifier: MIT
// Who sent what to whom: the messages of a run as arrows, the stretches in which an actor was cut
// off, and where promises broke. Built from the run's record as it grows, so that a frame costs
// what has happened since the last one.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/run_record.h"

namespace srl::web {

enum class MessageFate : std::uint8_t { on_the_way, arrived, lost, refused };

// One arrow. A request, its copies and its reply have the same number.
struct TracedMessage {
  std::int64_t number = 0;
  ActorId from = kLabActor;
  ActorId to = kLabActor;
  TimeMs sent_ms = 0;
  TimeMs ended_ms = 0;  // when it arrived or died; means nothing while it is on the way
  MessageFate fate = MessageFate::on_the_way;
  bool is_push = false;  // carries gestures, or answers to them
  bool is_reply = false;
  bool is_again = false;  // a copy, or a push of what was pushed before
  bool is_late = false;   // a reply that nobody waits for any more
  bool is_error = false;  // a reply that says no
  std::size_t event = 0;  // that of sending, in the record
  std::string text;       // "push of 15, again", "200 · 15 applied", "reminder"
  std::string to_name;    // whom a reminder goes to, until a device has shown it and `to` is known
};

// Still going on: it has no end yet.
inline constexpr TimeMs kOpenEnd = INT64_MAX;

enum class BandKind : std::uint8_t { offline, closed, killed, down, not_started, stands_still };
std::string_view band_text(BandKind kind);

struct TracedBand {
  ActorId actor = kLabActor;
  BandKind kind = BandKind::offline;
  TimeMs from_ms = 0;
  TimeMs to_ms = kOpenEnd;
};

// Something that is no message: cron starts the worker, a run of it dies, an app reminds by itself.
struct TracedMoment {
  ActorId actor = kLabActor;
  TimeMs at_ms = 0;
  bool is_bad = false;
};

struct TracedBreak {
  TimeMs at_ms = 0;
  std::size_t event = 0;
  std::string promise;  // its name
};

class MessageTrace {
 public:
  // Takes in what the record has gained; with another future all is built anew.
  void follow(const RunRecord& record);

  const std::vector<TracedMessage>& messages() const { return messages_; }  // by time of sending
  const std::vector<TracedBand>& bands() const { return bands_; }
  const std::vector<TracedMoment>& moments() const { return moments_; }
  const std::vector<TracedBreak>& breaks() const { return breaks_; }
  bool has_worker() const { return has_worker_; }  // it has something to do in this run

  // The gestures whose operations a message carries, or answers.
  std::span<const Intent> gestures_of(const TracedMessage& message) const;
  bool carries(const TracedMessage& message, Intent gesture) const;
  // The message that an event belongs to, or messages().size().
  std::size_t message_of(const Event& event) const;

  TimeMs known_ms() const { return known_ms_; }  // of the last event that was taken in
  std::size_t taken() const { return taken_; }   // events

 private:
  // A request and all that belongs to it.
  struct Exchange {
    ActorId device = kLabActor;
    std::vector<Intent> gestures;
    std::vector<std::size_t> requests;  // on the way
    std::vector<std::size_t> replies;   // on the way
    std::size_t first = 0;              // the request, in messages_
    bool is_push = false;
    bool answer_is_lost = false;  // of the notification service
    int applied = 0;              // since its last arrival
    int recognised = 0;
    int refused = 0;
    int in_conflict = 0;
  };

  void take(const Event& event);
  void take_message(const Event& event);
  void take_result(const Event& event);
  void take_state(const Event& event);
  Exchange& exchange(std::int64_t number);
  void send_request(const Event& event);
  void carry(const Event& event);
  void repeat_request(const Event& event);
  void intercept(const Event& event);
  void send_reply(const Event& event);
  void end(std::vector<std::size_t>& on_the_way, const Event& event, MessageFate fate);

  // Reminders (message_trace_notifications.cpp)
  void take_reminder(const Event& event);
  void take_worker(const Event& event);
  void send_reminder(const Event& event);
  void deliver_reminder(const Event& event);
  void answer_reminder(const Event& event);
  void lose_answers(const Event& event);

  void begin_band(const Event& event, BandKind kind);
  void end_band(const Event& event, BandKind kind);

  std::uint64_t future_ = 0;
  std::size_t taken_ = 0;
  TimeMs known_ms_ = 0;
  std::vector<TracedMessage> messages_;
  std::vector<TracedBand> bands_;
  std::vector<TracedMoment> moments_;
  std::vector<TracedBreak> breaks_;
  std::vector<Exchange> exchanges_;                    // by number - 1
  std::vector<bool> was_sent_;                         // by gesture
  std::int64_t arrived_last_ = 0;                      // the request that the service works on
  std::size_t last_reply_ = SIZE_MAX;                  // that arrived last
  std::set<std::pair<std::string, Intent>> reminded_;  // what was sent to whom
  std::set<std::int64_t> unanswered_;                  // reminders, by number
  bool has_worker_ = false;
};

}  // namespace srl::web
