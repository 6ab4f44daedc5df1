// SPDX-License-Identifier: MIT
#include "app/message_trace.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/sandbox.h"

namespace srl::web {
namespace {

constexpr ActorId kPhoneActor = kFirstDeviceActor;
constexpr std::int64_t kPush = 0;

// A log that is written by hand, as the network and the actors write it.
class Story {
 public:
  Story& at(TimeMs time_ms) {
    now_ms_ = time_ms;
    return *this;
  }
  Story& add(ActorId actor, EventKind kind, std::int64_t a = 0, std::string_view text = {},
             Intent intent = kNoIntent, std::int64_t b = kPush) {
    log.add({now_ms_, 0, kind, actor, intent, a, b, std::string(text)});
    return *this;
  }
  Story& push(std::int64_t number, Intent gesture) {
    add(kPhoneActor, EventKind::request_sent, number, "push of 1");
    return add(kPhoneActor, EventKind::operation_sent, number, "create_task", gesture);
  }
  Story& arrive(std::int64_t number) {
    return add(kServiceActor, EventKind::request_arrived, number, "push of 1");
  }
  Story& apply(Intent gesture) {
    return add(kServiceActor, EventKind::operation_applied, 1, "create_task", gesture);
  }
  Story& reply(std::int64_t number) {
    return add(kServiceActor, EventKind::reply_sent, number, "push: 200");
  }

  MessageTrace trace() const {
    RunRecord record;
    record.follow(log, 1);
    MessageTrace trace;
    trace.follow(record);
    return trace;
  }

  EventLog log;

 private:
  TimeMs now_ms_ = 0;
};

}  // namespace

TEST_CASE("message_trace: a request and its reply are two arrows between the same lanes") {
  Story story;
  story.at(100).push(1, 7).at(140).arrive(1).apply(7).reply(1);
  story.at(200).add(kPhoneActor, EventKind::reply_arrived, 1, "push");
  const MessageTrace trace = story.trace();
  REQUIRE(trace.messages().size() == 2);
  const TracedMessage& request = trace.messages()[0];
  CHECK(request.from == kPhoneActor);
  CHECK(request.to == kServiceActor);
  CHECK(request.sent_ms == 100);
  CHECK(request.ended_ms == 140);
  CHECK(request.fate == MessageFate::arrived);
  const TracedMessage& reply = trace.messages()[1];
  CHECK(reply.from == kServiceActor);
  CHECK(reply.to == kPhoneActor);
  CHECK(reply.is_reply);
  CHECK(reply.ended_ms == 200);
  CHECK(reply.text == "200 · 1 applied");
}

TEST_CASE("message_trace: a reply dropped after the commit is an arrow that dies") {
  Story story;
  story.at(100).push(1, 7).at(140).arrive(1).apply(7).reply(1);
  story.add(kPhoneActor, EventKind::reply_dropped, 1, "push: 200");
  const MessageTrace trace = story.trace();
  REQUIRE(trace.messages().size() == 2);
  CHECK(trace.messages()[0].fate == MessageFate::arrived);
  CHECK(trace.messages()[1].fate == MessageFate::lost);
  CHECK(trace.messages()[1].ended_ms == 140);
}

TEST_CASE("message_trace: a duplicated request is two arrows, and the original arrives first") {
  Story story;
  story.at(100).push(1, 7).add(kPhoneActor, EventKind::request_duplicated, 1, "push of 1");
  story.at(140).arrive(1).at(300).arrive(1);
  const MessageTrace trace = story.trace();
  REQUIRE(trace.messages().size() == 2);
  CHECK(trace.messages()[0].ended_ms == 140);
  CHECK_FALSE(trace.messages()[0].is_again);
  CHECK(trace.messages()[1].ended_ms == 300);
  CHECK(trace.messages()[1].is_again);
}

TEST_CASE("message_trace: of a duplicated request the original may be lost") {
  Story story;
  story.at(100).push(1, 7).add(kPhoneActor, EventKind::request_duplicated, 1, "push of 1");
  story.add(kPhoneActor, EventKind::request_dropped, 1, "push of 1").at(300).arrive(1);
  const MessageTrace trace = story.trace();
  CHECK(trace.messages()[0].fate == MessageFate::lost);
  CHECK(trace.messages()[1].fate == MessageFate::arrived);
}

TEST_CASE("message_trace: a request that a proxy answers dies on its way, and says so") {
  Story story;
  story.at(100).push(1, 7);
  story.add(kPhoneActor, EventKind::request_intercepted, 1, "push: 401");
  story.at(200).add(kPhoneActor, EventKind::reply_arrived, 1, "push: 401");
  const MessageTrace trace = story.trace();
  REQUIRE(trace.messages().size() == 1);
  CHECK(trace.messages()[0].fate == MessageFate::lost);
  CHECK(trace.messages()[0].text == "push of 1, a proxy answers 401");
}

TEST_CASE("message_trace: a message without an end is on its way") {
  Story story;
  const MessageTrace trace = story.at(100).push(1, 7).trace();
  REQUIRE(trace.messages().size() == 1);
  CHECK(trace.messages()[0].fate == MessageFate::on_the_way);
}

TEST_CASE("message_trace: what was pushed before is pushed again") {
  Story story;
  story.push(1, 7).at(10'000).push(2, 7).at(20'000).push(3, 8);
  const MessageTrace trace = story.trace();
  CHECK_FALSE(trace.messages()[0].is_again);
  CHECK(trace.messages()[1].is_again);
  CHECK(trace.messages()[1].text == "push of 1, again");
  CHECK_FALSE(trace.messages()[2].is_again);
}

TEST_CASE("message_trace: a reply says what became of the operations of its own request") {
  Story story;
  story.push(1, 7).arrive(1).apply(7).reply(1);
  story.at(10'000).push(2, 7).arrive(2);
  story.add(kServiceActor, EventKind::operation_replayed, 1, "create_task", 7).reply(2);
  const MessageTrace trace = story.trace();
  CHECK(trace.messages()[1].text == "200 · 1 applied");
  CHECK(trace.messages()[3].text == "200 · 1 recognised");
}

TEST_CASE("message_trace: messages know the gestures that they carry or answer") {
  Story story;
  story.push(1, 7).push(2, 8).arrive(1).reply(1);
  const MessageTrace trace = story.trace();
  CHECK(trace.carries(trace.messages()[0], 7));
  CHECK_FALSE(trace.carries(trace.messages()[0], 8));
  CHECK(trace.carries(trace.messages()[1], 8));
  CHECK(trace.carries(trace.messages()[2], 7));
}

TEST_CASE("message_trace: an event of the network leads to its message") {
  Story story;
  story.push(1, 7).push(2, 8).arrive(2).reply(2).arrive(1);
  const MessageTrace trace = story.trace();
  const std::vector<Event>& events = story.log.events();
  CHECK(trace.message_of(events[0]) == 0);
  CHECK(trace.message_of(events[1]) == 0);  // operation_sent
  CHECK(trace.message_of(events[4]) == 1);
  CHECK(trace.message_of(events[5]) == 2);  // the reply to the second
  CHECK(trace.message_of(events[6]) == 0);
  CHECK(trace.message_of({}) == trace.messages().size());
}

TEST_CASE("message_trace: a refused connection ends the request and comes back as an error") {
  Story story;
  story.at(100).push(1, 7).at(140).add(kServiceActor, EventKind::request_refused, 1, "push of 1");
  story.add(kServiceActor, EventKind::reply_sent, 1, "push: refused");
  const MessageTrace trace = story.trace();
  CHECK(trace.messages()[0].fate == MessageFate::refused);
  CHECK(trace.messages()[1].is_error);
  CHECK(trace.messages()[1].text == "refused");
}

TEST_CASE("message_trace: a reply that nobody waits for any more is late") {
  Story story;
  story.push(1, 7).arrive(1).reply(1).at(11'000);
  story.add(kPhoneActor, EventKind::reply_arrived, 1, "push");
  story.add(kPhoneActor, EventKind::reply_late, 0, "push");
  CHECK(story.trace().messages()[1].is_late);
}

TEST_CASE("message_trace: a device is cut off from going offline to coming online") {
  Story story;
  story.at(500).add(kPhoneActor, EventKind::device_offline);
  story.at(8'000).add(kPhoneActor, EventKind::device_online);
  const MessageTrace trace = story.trace();
  REQUIRE(trace.bands().size() == 1);
  CHECK(trace.bands()[0].actor == kPhoneActor);
  CHECK(trace.bands()[0].kind == BandKind::offline);
  CHECK(trace.bands()[0].from_ms == 500);
  CHECK(trace.bands()[0].to_ms == 8'000);
}

TEST_CASE("message_trace: an app that starts says whether its network came or went meanwhile") {
  Story story;
  story.at(500).add(kPhoneActor, EventKind::device_offline);
  story.at(600).add(kPhoneActor, EventKind::device_killed);
  story.at(900).add(kPhoneActor, EventKind::device_started, 0, "", kNoIntent, 1);
  const MessageTrace trace = story.trace();
  REQUIRE(trace.bands().size() == 2);
  CHECK(trace.bands()[0].to_ms == 900);
  CHECK(trace.bands()[1].kind == BandKind::killed);
  CHECK(trace.bands()[1].to_ms == 900);
}

TEST_CASE("message_trace: the server is down from the crash until it is up, once") {
  Story story;
  story.at(500).add(kServiceActor, EventKind::service_crashed, 12);
  story.at(600).add(kServiceActor, EventKind::service_down);
  const MessageTrace down = story.trace();
  REQUIRE(down.bands().size() == 1);
  CHECK(down.bands()[0].to_ms == kOpenEnd);
  story.at(900).add(kServiceActor, EventKind::service_up);
  CHECK(story.trace().bands()[0].to_ms == 900);
}

namespace {

// A session with what the panels keep of it.
struct Watched {
  Sandbox sandbox;
  RunRecord record;
  MessageTrace trace;

  Watched() { REQUIRE(sandbox.open_scenario("offline-replay").ok()); }
  void look() {
    record.follow(sandbox.world().log(), sandbox.future());
    trace.follow(record);
  }
  void look_at(TimeMs time_ms) {
    sandbox.seek(time_ms);
    look();
  }
};

}  // namespace

TEST_CASE("message_trace: following bit by bit gives the same as all at once") {
  Watched bits;
  for (TimeMs at_ms = 0; at_ms <= 40'000; at_ms += 250) bits.look_at(at_ms);
  Watched once;
  once.look_at(40'000);
  REQUIRE(bits.trace.messages().size() == once.trace.messages().size());
  CHECK(once.trace.messages().size() > 10);
  for (std::size_t i = 0; i < once.trace.messages().size(); ++i) {
    CHECK(bits.trace.messages()[i].text == once.trace.messages()[i].text);
    CHECK(bits.trace.messages()[i].ended_ms == once.trace.messages()[i].ended_ms);
  }
}

TEST_CASE("message_trace: going back keeps what was seen, as the future") {
  Watched watched;
  watched.look_at(30'000);
  const std::size_t messages = watched.trace.messages().size();
  const std::size_t events = watched.record.events().size();
  watched.look_at(8'000);
  CHECK(watched.trace.messages().size() == messages);
  CHECK(watched.record.events().size() == events);
  CHECK(watched.record.present() < events);
  CHECK(watched.record.present() == watched.sandbox.world().log().events().size());
}

TEST_CASE("message_trace: a gesture in the past shortens the trace to what still holds") {
  Watched watched;
  watched.look_at(30'000);
  const std::size_t messages = watched.trace.messages().size();
  watched.sandbox.seek(8'000);
  watched.sandbox.sync_now(kPhone);
  watched.look();
  CHECK(watched.trace.messages().size() < messages);
  CHECK(watched.record.present() == watched.record.events().size());
  CHECK(watched.trace.known_ms() <= watched.sandbox.now_ms());
}

TEST_CASE("message_trace: another preset is another run") {
  Watched watched;
  watched.look_at(40'000);
  CHECK(!watched.trace.breaks().empty());
  REQUIRE(watched.sandbox.set_preset(kReliablePreset).ok());
  watched.look();
  CHECK(watched.trace.breaks().empty());
}

TEST_CASE("message_trace: the scenario's second push is one again, its first reply is lost") {
  Watched watched;
  watched.look_at(40'000);
  const auto count = [&](auto holds) {
    return std::count_if(watched.trace.messages().begin(), watched.trace.messages().end(), holds);
  };
  CHECK(count([](const TracedMessage& message) { return message.is_again && !message.is_reply; }) ==
        1);
  CHECK(count([](const TracedMessage& message) {
          return message.is_reply && message.fate == MessageFate::lost;
        }) == 1);
}

}  // namespace srl::web
