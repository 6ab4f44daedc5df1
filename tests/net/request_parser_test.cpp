// SPDX-License-Identifier: MIT
#include "net/request_parser.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace srl {
namespace {

using State = RequestParser::State;

const std::string kGet = "GET / HTTP/1.1\r\n";
const std::string kPost = "POST / HTTP/1.1\r\n";
const std::string kChunked = kPost + "Transfer-Encoding: chunked\r\n\r\n";

// Feeds all, and goes on after the head. What is left behind the request is in `rest`.
struct Parsed {
  explicit Parsed(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t taken = parser.feed(bytes);
      bytes.remove_prefix(taken);
      if (parser.state() == State::head_complete) {
        parser.accept_body();
      } else if (taken == 0) {
        break;
      }
    }
    if (parser.state() == State::head_complete) parser.accept_body();
    rest = bytes;
  }
  int status() const { return parser.refusal().status; }
  bool is_complete() const { return parser.state() == State::complete; }
  const HttpRequest& request() const { return parser.request(); }

  RequestParser parser;
  std::string rest;
};

// The bytes, refused with that status.
struct Refused {
  std::string bytes;
  int status;
};

void check_all_refused(const std::vector<Refused>& all) {
  for (const Refused& refused : all) {
    CAPTURE(refused.bytes.substr(0, 200));
    const Parsed parsed(refused.bytes);
    CHECK(parsed.status() == refused.status);
    CHECK(!parsed.parser.refusal().why.empty());
  }
}

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("net/parser: a request is read, and what follows it is left") {
  const Parsed parsed(
      "POST /v1/tasks?a=%20 HTTP/1.1\r\nHost: localhost:1\r\nX-Two:\t b c \t\r\nContent-Length: "
      "5\r\n\r\nhelloGET /");
  REQUIRE(parsed.is_complete());
  CHECK(parsed.request().method == "POST");
  CHECK(parsed.request().target == "/v1/tasks?a=%20");
  CHECK(parsed.request().path() == "/v1/tasks");
  CHECK(parsed.request().query() == "a=%20");
  CHECK(parsed.request().body == "hello");
  CHECK(parsed.request().value_of("x-two") == "b c");
  CHECK(parsed.request().keeps_alive);
  CHECK(parsed.rest == "GET /");
}

TEST_CASE("net/parser: without a length there is no body, whatever the method") {
  for (const std::string method : {"GET", "HEAD", "DELETE", "POST", "PUT", "PATCH", "OPTIONS"}) {
    CAPTURE(method);
    const Parsed parsed(method + " / HTTP/1.1\r\n\r\nGET");
    CHECK(parsed.is_complete());
    CHECK(parsed.request().body.empty());
    CHECK(!parsed.request().announces_body);
    CHECK(parsed.rest == "GET");
  }
}

TEST_CASE("net/parser: blank lines before a request are passed over, a few of them") {
  CHECK(Parsed("\r\n" + kGet + "\r\n").is_complete());
  CHECK(Parsed("\r\n\r\n" + kGet + "\r\n").is_complete());
  CHECK(Parsed(times(100, "\r\n")).status() == 400);
  CHECK(!Parsed("\r\n").parser.has_begun());
  CHECK(Parsed("\r\nG").parser.has_begun());
}

TEST_CASE("net/parser: request lines that are none") {
  check_all_refused({
      {"hello\r\n", 400},
      {"GET /\r\n", 400},            // HTTP/0.9
      {"GET  / HTTP/1.1\r\n", 400},  // two blanks
      {"GET /  HTTP/1.1\r\n", 400},
      {"GET / HTTP/1.1 \r\n", 400},
      {" GET / HTTP/1.1\r\n", 400},
      {"GET\t/ HTTP/1.1\r\n", 400},
      {"GET / a HTTP/1.1\r\n", 400},
      {"GET / HTTP/1.2\r\n", 400},
      {"GET / HTTP/2.0\r\n", 400},
      {"GET / HTTP/1.10\r\n", 400},
      {"GET / http/1.1\r\n", 400},
      {"GET / HTTP/11\r\n", 400},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"BREW / HTTP/1.1\r\n", 400},
      {"get / HTTP/1.1\r\n", 400},
      {" / HTTP/1.1\r\n", 400},
      {"GET * HTTP/1.1\r\n", 400},
      {"GET livez HTTP/1.1\r\n", 400},
      {"GET https://localhost/ HTTP/1.1\r\n", 400},
      {"GET http:/// HTTP/1.1\r\n", 400},
      {"GET /\xC3\xA4 HTTP/1.1\r\n", 400},
      {"GET /#a HTTP/1.1\r\n", 400},
      {"\x16\x03\x01", 400},  // TLS
      {"GET / HTTP/1.1\n", 400},
      {"GET /" + std::string(kTargetBytesMax, 'a') + " HTTP/1.1\r\n", 414},
      {"GET /" + std::string(100'000, 'a'), 414},
      {std::string(100'000, 'a'), 414},
  });
}

TEST_CASE("net/parser: the four forms of a target") {
  CHECK(Parsed(kGet + "\r\n").request().target == "/");
  CHECK(Parsed("OPTIONS * HTTP/1.1\r\n\r\n").request().target == "*");
  CHECK(Parsed("CONNECT a:80 HTTP/1.1\r\n\r\n").request().target == "a:80");
  CHECK(!Parsed("CONNECT a:80 HTTP/1.1\r\n\r\n").request().keeps_alive);
  struct Absolute {
    std::string target;
    std::string path;
  };
  const Absolute all[] = {
      {"http://a:80/livez?x", "/livez?x"}, {"http://a:80", "/"}, {"HTTP://a:80?x", "/?x"}};
  for (const Absolute& absolute : all) {
    CAPTURE(absolute.target);
    const Parsed parsed("GET " + absolute.target + " HTTP/1.1\r\nHost: other\r\n\r\n");
    REQUIRE(parsed.is_complete());
    CHECK(parsed.request().target == absolute.path);
    CHECK(parsed.request().value_of("Host") == "a:80");  // who is named in the address is meant
  }
  CHECK(Parsed("GET http://a/ HTTP/1.1\r\n\r\n").request().count("Host") == 0);
}

TEST_CASE("net/parser: what two parsers could read differently in a head is refused") {
  const std::string nul("A: b\0c\r\n", 8);
  check_all_refused({
      {kGet + nul, 400},
      {kGet + "A: b\rEvil: c\r\n\r\n", 400},
      {kGet + "A: b\nEvil: c\r\n\r\n", 400},
      {kGet + "A: b\r\n\n", 400},
      {kGet + "A: \x1b[31m\r\n", 400},
      {kGet + "A: \x7f\r\n", 400},
      {kGet + "A: b\r\n c\r\n", 400},
      {kGet + "A: b\r\n\tc\r\n", 400},
      {kGet + " A: b\r\n", 400},
      {kGet + ": b\r\n", 400},
      {kGet + "A\r\n", 400},
      {kGet + "A : b\r\n", 400},
      {kGet + "A\t: b\r\n", 400},
      {kGet + "A b: c\r\n", 400},
      {kGet + "\xC3\xA4: c\r\n", 400},
      {kGet + "A(: c\r\n", 400},
      {kGet + "A: " + std::string(10'000, 'b') + "\r\n", 400},
      {kGet + "A: " + std::string(20'000, 'b') + "\r\n", 431},
      {kGet + times(65, "A: b\r\n"), 431},
      {kGet + times(50'000, "A: b\r\n"), 431},
  });
}

TEST_CASE("net/parser: lengths and codings that are not plain are refused") {
  check_all_refused({
      {kPost + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n", 400},
      {kPost + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n", 400},
      {kPost + "Content-Length: 2, 2\r\n\r\n", 400},
      {kPost + "Content-Length: +2\r\n\r\n", 400},
      {kPost + "Content-Length: -2\r\n\r\n", 400},
      {kPost + "Content-Length: 0x2\r\n\r\n", 400},
      {kPost + "Content-Length: 2.0\r\n\r\n", 400},
      {kPost + "Content-Length: 2 2\r\n\r\n", 400},
      {kPost + "Content-Length:\r\n\r\n", 400},
      {kPost + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {kPost + "Transfer-Encoding: chunked, chunked\r\n\r\n", 400},
      {kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n", 400},
      {kPost + "Transfer-Encoding: xchunked\r\n\r\n", 400},
      {kPost + "Transfer-Encoding: identity\r\n\r\n", 400},
      {kPost + "Transfer-Encoding:\r\n\r\n", 400},
      {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {kPost + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n", 415},
      {kPost + "Content-Length: 1048577\r\n\r\n", 413},
      {kPost + "Content-Length: 17000000\r\n\r\n", 413},
      {kPost + "Content-Length: 18446744073709551616\r\n\r\n", 413},
      {kPost + "Content-Length: 100000000000000000000000\r\n\r\n", 413},
  });
  CHECK(Parsed(kPost + "Content-Length: 002\r\n\r\nab").request().body == "ab");
  CHECK(Parsed(kPost + "Content-Encoding: identity\r\nContent-Length: 1\r\n\r\na").is_complete());
}

TEST_CASE("net/parser: a body comes in chunks") {
  const Parsed parsed(kChunked +
                      "5\r\nhello\r\n00b;a=\"b\"\r\n, you there\r\n0\r\nX: y\r\n\r\nGET");
  REQUIRE(parsed.is_complete());
  CHECK(parsed.request().body == "hello, you there");
  CHECK(parsed.request().announces_body);
  CHECK(parsed.rest == "GET");
}

TEST_CASE("net/parser: chunks that are not plain are refused") {
  for (const std::string size : {"+5", "-5", "0x5", " 5", "5 ", "", "g", "5;", "5;=a", "5;\"a\"",
                                 "5 ;a", "fffffffff", "ffffffffffffffffffff", "5\n", "5,5"}) {
    CAPTURE(size);
    CHECK(Parsed(kChunked + size + "\r\nhello\r\n0\r\n\r\n").status() == 400);
  }
  check_all_refused({
      {kChunked + "5\r\nhelloo\r\n0\r\n\r\n", 400},  // longer than it says
      {kChunked + "5\r\nhello0\r\n\r\n", 400},
      {kChunked + "5\r\nhello\n0\r\n\r\n", 400},
      {kChunked + "5;" + std::string(1'000, 'a') + "\r\n", 400},
      {kChunked + "100001\r\n", 413},
      {kChunked + "ffffffff\r\n", 413},
      {kChunked + "0\r\n: y\r\n\r\n", 400},
      {kChunked + "0\r\n folded\r\n\r\n", 400},
      {kChunked + "0\r\nX: " + std::string(1, '\0') + "\r\n\r\n", 400},
  });
}

TEST_CASE("net/parser: extensions of a chunk and trailers have the form that RFC 9112 gives them") {
  for (const char* good : {"", ";a", ";a=b", ";a;b=c;d", ";a=\"b;\\\"=\";c"}) {
    CAPTURE(good);
    CHECK(Parsed(kChunked + "1" + good + "\r\nx\r\n0" + good + "\r\n\r\n").is_complete());
  }
  for (const char* bad :
       {";", ";a;", ";a=", ";a=;b", ";a=\"", ";a=\"b", ";a=\"b\"c", ";=b", "; a", ";a =b"}) {
    CAPTURE(bad);
    CHECK(Parsed(kChunked + "1" + bad + "\r\nx\r\n0\r\n\r\n").status() == 400);
  }
  CHECK(Parsed(kChunked + "0\r\nX: y\r\n\r\n").is_complete());
  for (const char* bad : {"Xyz", ": y", "X y: z", " X: y"}) {
    CAPTURE(bad);
    CHECK(Parsed(kChunked + "0\r\n" + bad + "\r\n\r\n").status() == 400);
  }
}

TEST_CASE("net/parser: what chunks and trailers cost is bounded") {
  CHECK(Parsed(kChunked + times(360'000, "1\r\na\r\n")).status() == 413);
  CHECK(Parsed(kChunked + times(60'000, "1\r\na\r\n")).status() == 413);
  CHECK(Parsed(kChunked + "0\r\n" + times(30'000, "X: y, z and so on\r\n")).status() == 431);
  const std::string chunk = "80\r\n" + std::string(128, 'a') + "\r\n";
  const Parsed large(kChunked + times(8'192, chunk) + "0\r\n\r\n");
  CHECK(large.is_complete());
  CHECK(large.request().body.size() == kBodyBytesMax);
  CHECK(Parsed(kChunked + times(8'193, chunk)).status() == 413);
}

TEST_CASE("net/parser: an announced body costs nothing before it comes") {
  const Parsed parsed(kPost + "Content-Length: 1048576\r\n\r\na");
  CHECK(parsed.parser.state() == State::body);
  CHECK(parsed.parser.held_bytes() < 100'000);
}

TEST_CASE("net/parser: the options of a connection are tokens, in any case and line") {
  struct Head {
    std::string header;
    bool keeps_alive;
  };
  const Head heads[] = {
      {"", true},
      {"Connection: close\r\n", false},
      {"Connection: Close\r\n", false},
      {"Connection: keep-alive, close\r\n", false},
      {"Connection: keep-alive\r\nConnection: CLOSE\r\n", false},
      {"Connection: closed\r\n", true},
      {"Connection: keep-alive\r\n", true},
  };
  for (const Head& head : heads) {
    CAPTURE(head.header);
    CHECK(Parsed(kGet + head.header + "\r\n").request().keeps_alive == head.keeps_alive);
  }
  const std::string old = "GET / HTTP/1.0\r\n";
  CHECK(!Parsed(old + "\r\n").request().keeps_alive);
  CHECK(Parsed(old + "Connection: Keep-Alive\r\n\r\n").request().keeps_alive);
  CHECK(!Parsed(old + "Connection: keep-alive, close\r\n\r\n").request().keeps_alive);
}

TEST_CASE("net/parser: what is expected is known in any case, and not by HTTP/1.0") {
  const std::string length = "Content-Length: 5\r\n";
  const auto expects = [&](const std::string& head) {
    return Parsed(head + "\r\n").parser.expects_continue();
  };
  CHECK(expects(kPost + length + "Expect: 100-continue\r\n"));
  CHECK(expects(kPost + length + "Expect: 100-Continue\r\n"));
  CHECK(expects(kPost + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n"));
  CHECK(!expects(kPost + "Expect: 100-continue\r\n"));
  CHECK(!expects("POST / HTTP/1.0\r\n" + length + "Expect: 100-continue\r\n"));
  CHECK(Parsed("POST / HTTP/1.0\r\nExpect: more\r\n\r\n").is_complete());
  CHECK(Parsed(kPost + "Expect: more\r\n\r\n").status() == 417);
  CHECK(Parsed(kPost + "Expect: 100-continue\r\nExpect: 100-continue\r\n\r\n").status() == 417);
}

TEST_CASE("net/parser: lines of one name are a list") {
  const Parsed parsed(kGet + "If-Match: \"1\"\r\nOther: x\r\nif-match: \"2\"\r\n\r\n");
  CHECK(parsed.request().list_of("If-Match") == "\"1\", \"2\"");
  CHECK(parsed.request().value_of("If-Match") == "\"1\"");
  CHECK(parsed.request().count("IF-MATCH") == 2);
  CHECK(parsed.request().list_of("None").empty());
}

}  // namespace srl
