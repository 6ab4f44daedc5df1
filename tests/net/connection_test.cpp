// SPDX-License-Identifier: MIT
#include "net/connection.h"

#include <doctest/doctest.h>

#include <string>

#include "net/answer_head.h"
#include "net/driven_connection.h"

namespace srl {
namespace {

using test::DrivenConnection;
using Phase = Connection::Phase;

const std::string kGetA = "GET /a HTTP/1.1\r\n\r\n";

std::string post(const std::string& body) {
  return "POST /p HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("net/connection: requests are answered one after the other, in their order") {
  DrivenConnection client;
  client.receive(kGetA + post("one") + post("two") + kGetA);
  CHECK(client.answers() == 4);
  const std::string& output = client.output();
  CHECK(output.find("POST /p one") < output.find("POST /p two"));
  CHECK(holds(output, "Connection: keep-alive"));
  CHECK(holds(output, "Date: now"));
  CHECK(client.connection.phase() == Phase::idle);
}

TEST_CASE("net/connection: a request that comes byte by byte is the same request") {
  DrivenConnection client;
  for (const char c : post("slowly")) client.receive(std::string(1, c));
  CHECK(client.answers() == 1);
  CHECK(holds(client.output(), "POST /p slowly"));
}

TEST_CASE("net/connection: a thousand requests at once get a thousand answers") {
  DrivenConnection client;
  std::string all;
  for (int i = 0; i < 1'000; ++i) all += kGetA;
  client.receive(all);
  CHECK(client.answers() == 1'000);
}

TEST_CASE("net/connection: while one request is answered, the next is not read") {
  DrivenConnection client;
  client.answers_at_once = false;
  client.receive(kGetA);
  CHECK(client.requests.size() == 1);
  CHECK(!client.connection.wants_input());
  client.receive(kGetA + std::string(1'000'000, 'x'));
  CHECK(client.unread() > 990'000);  // the client's own system keeps it
  CHECK(client.connection.held_bytes() < 10'000);
  client.answer_last();
  CHECK(client.requests.size() == 2);
}

TEST_CASE("net/connection: after an answer that closes, nothing is parsed") {
  const std::string closing[] = {
      "GET /a HTTP/1.1\r\nConnection: close\r\n\r\n",
      "GET /a HTTP/1.1\r\nConnection: Keep-Alive, Close\r\n\r\n",
      "GET /a HTTP/1.0\r\n\r\n",
      "GET /a HTTP/1.2\r\nX-A: 1\r\nX-B: 2\r\n\r\n",
      "BREW / HTTP/1.1\r\nX-N: n\r\n\r\n",
      "POST /denied HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
      "POST /denied HTTP/1.1\r\nContent-Length: 19\r\n\r\n",
      "POST /denied HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST /a HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
      "CONNECT a:1 HTTP/1.1\r\n\r\n",
  };
  for (const std::string& first : closing) {
    CAPTURE(first);
    DrivenConnection client;
    client.receive(first + kGetA + kGetA);
    CHECK(client.answers() == 1);
    CHECK(client.requests.size() <= 1);
    CHECK(holds(client.output(), "Connection: close"));
    CHECK(client.connection.is_lingering());
    client.receive(kGetA);
    CHECK(client.answers() == 1);
    client.end();
    CHECK(client.connection.is_over());
  }
}

TEST_CASE("net/connection: what is denied without a body may be followed by more") {
  DrivenConnection client;
  client.receive("PUT /denied HTTP/1.1\r\n\r\n" + kGetA);
  CHECK(client.answers() == 2);
  CHECK(client.has_status(403));
  CHECK(client.requests.size() == 1);
}

TEST_CASE("net/connection: who has closed its half gets its answer") {
  DrivenConnection client;
  client.receive(kGetA);
  client.end();
  CHECK(client.answers() == 1);
  CHECK(client.connection.is_over());
  DrivenConnection half;
  half.receive("GET /a HTTP/1.1\r\nA:");
  half.end();
  CHECK(half.has_status(400));
  CHECK(half.connection.is_over());
  DrivenConnection silent;
  silent.end();
  CHECK(silent.answers() == 0);
  CHECK(silent.connection.is_over());
}

TEST_CASE("net/connection: heads, bodies and readers have a deadline") {
  DrivenConnection idle;
  idle.pass(kIdleTimeoutMs);
  CHECK(idle.connection.is_over());
  CHECK(idle.output().empty());

  DrivenConnection head;
  head.receive("GET");
  for (DurationMs passed = 0; passed < kHeadTimeoutMs; passed += kSecondMs) {
    head.receive("x");  // a byte now and then buys no time
    head.pass(kSecondMs);
  }
  CHECK(head.has_status(408));
  CHECK(head.connection.is_lingering());
  head.pass(kLingerTimeoutMs);
  CHECK(head.connection.is_over());

  DrivenConnection body;
  body.receive("POST /p HTTP/1.1\r\nContent-Length: 100\r\n\r\n");
  for (DurationMs passed = 0; passed < kBodyTimeoutMs; passed += kSecondMs) {
    body.receive("x");
    body.pass(kSecondMs);
  }
  CHECK(body.has_status(408));
  CHECK(body.requests.empty());

  DrivenConnection reader;
  reader.set_room(10);
  reader.receive(kGetA);
  CHECK(reader.output().size() == 10);
  reader.pass(kAnswerTimeoutMs - 1);
  CHECK(!reader.connection.is_over());
  reader.pass(kSecondMs);
  CHECK(reader.connection.is_over());
}

TEST_CASE("net/connection: while the server answers, no deadline is the client's") {
  DrivenConnection client;
  client.answers_at_once = false;
  client.receive(kGetA);
  CHECK(!client.connection.deadline_ms());
  CHECK(!client.connection.waits_for_client());
  client.pass(kDayMs);
  client.answer_last();
  CHECK(client.answers() == 1);
}

TEST_CASE("net/connection: a large answer gets the time that its size takes") {
  DrivenConnection client;
  client.answers_at_once = false;
  client.set_room(0);
  client.receive(kGetA);
  HttpAnswer large;
  std::string body;
  body.resize(16'000'000, 'x');
  large.set_body(std::move(body));
  client.answer(std::move(large));
  client.pass(kAnswerTimeoutMs + 999'000);
  CHECK(!client.connection.is_over());
  client.pass(2'000);
  CHECK(client.connection.is_over());
}

TEST_CASE("net/connection: who waits with the body is told to go on, once the head is admitted") {
  const std::string head = "POST /p HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n";
  DrivenConnection client;
  client.receive(head);
  CHECK(client.output() == "HTTP/1.1 100 Continue\r\n\r\n");
  client.receive("hello");
  CHECK(holds(client.output(), "POST /p hello"));

  DrivenConnection hasty;
  hasty.receive(head + "hello");
  CHECK(!hasty.has_status(100));
  CHECK(hasty.answers() == 1);

  for (const std::string refused :
       {"POST /denied HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
        "POST /p HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 17000000\r\n\r\n"}) {
    DrivenConnection denied;
    denied.receive(refused);
    CHECK(!denied.has_status(100));
    CHECK(denied.answers() == 1);
    CHECK(denied.connection.is_lingering());
  }

  DrivenConnection blocked;  // the word has not gone out when the answer is there
  blocked.set_room(5);
  blocked.receive(head);
  blocked.receive("hello");
  blocked.read(std::string::npos);
  CHECK(blocked.output().rfind("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", 0) == 0);
}

TEST_CASE("net/connection: what a lingering client sends is thrown away, up to a limit") {
  DrivenConnection client;
  client.receive("POST /p HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n");
  CHECK(client.has_status(413));
  client.receive(std::string(1'000'000, 'x'));
  CHECK(client.connection.is_lingering());
  CHECK(client.connection.held_bytes() < 10'000);
  client.receive(std::string(kDiscardedBytesMax, 'x'));
  CHECK(client.connection.is_over());
}

TEST_CASE("net/connection: a lost answer ends the connection without a byte") {
  DrivenConnection client;
  client.answers_at_once = false;
  client.receive(kGetA);
  HttpAnswer lost;
  lost.is_lost = true;
  client.answer(std::move(lost));
  CHECK(client.connection.is_over());
  CHECK(client.output().empty());
}

TEST_CASE("net/connection: when the server stops, what has begun is answered, and no more") {
  DrivenConnection idle;
  idle.connection.on_drain(kSecondMs, 0);
  CHECK(idle.connection.is_over());

  DrivenConnection half;
  half.receive("GET /a HTT");
  half.connection.on_drain(kSecondMs, 0);
  half.receive("P/1.1\r\n\r\n" + kGetA);
  CHECK(half.answers() == 1);
  CHECK(holds(half.output(), "Connection: close"));
  CHECK(half.connection.is_lingering());

  DrivenConnection slow;
  slow.receive("POST /p HTTP/1.1\r\nContent-Length: 100\r\n\r\nx");
  slow.connection.on_drain(kSecondMs, 0);
  slow.pass(kSecondMs);
  CHECK(slow.has_status(408));
  slow.pass(1);
  CHECK(slow.connection.is_over());

  DrivenConnection kept;  // the answer has said that more may come
  kept.set_room(10);
  kept.receive(kGetA);
  kept.connection.on_drain(kSecondMs, 0);
  kept.read(std::string::npos);
  kept.receive(kGetA);
  CHECK(kept.answers() == 1);
}

TEST_CASE("net/connection: HEAD and 304 state a length and send nothing") {
  DrivenConnection client;
  client.receive("HEAD /a HTTP/1.1\r\n\r\n");
  CHECK(holds(client.output(), "Content-Length: 9\r\n"));
  CHECK(client.output().substr(client.output().size() - 4) == "\r\n\r\n");
  client.answers_at_once = false;
  client.receive(kGetA);
  HttpAnswer same;
  same.status = 304;
  same.set_body("twelve bytes");
  client.answer(std::move(same));
  CHECK(holds(client.output(), "Content-Length: 12\r\n"));
  CHECK(!holds(client.output(), "twelve"));
}

TEST_CASE("net/connection: an idle connection holds nothing") {
  DrivenConnection client;
  client.receive(post(std::string(kBodyBytesMax, 'x')) + post("y"));
  CHECK(client.answers() == 2);
  CHECK(client.connection.held_bytes() < 200);
}

TEST_CASE("net/answer: dates are those of the standard") {
  CHECK(http_date(784'111'777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http_date(1'709'210'096) == "Thu, 29 Feb 2024 12:34:56 GMT");
}

}  // namespace srl
