// SPDX-License-Identifier: MIT
#include "net/edge_properties.h"

#include "net/driven_connection.h"
#include "net/request_parser.h"

namespace srl::test {
namespace {

constexpr std::size_t kHeldBytesMax = 2 * kBodyBytesMax + 256 * 1024;

// The outcome of parsing as text, fed so many bytes at a time.
std::string parsed_in_pieces(std::string_view bytes, std::size_t piece) {
  RequestParser parser;
  std::size_t taken = 0;
  while (taken < bytes.size()) {
    const std::size_t more = parser.feed(bytes.substr(taken, piece));
    taken += more;
    if (parser.state() == RequestParser::State::head_complete) {
      parser.accept_body();
    } else if (more == 0) {
      break;
    }
  }
  if (parser.state() == RequestParser::State::head_complete) parser.accept_body();
  const HttpRequest& request = parser.request();
  std::string text = std::to_string(static_cast<int>(parser.state())) + " " +
                     std::to_string(parser.refusal().status) + " " + std::to_string(taken) + "\n";
  if (parser.state() == RequestParser::State::refused) return text;
  text += request.method + " " + request.target + "\n";
  for (const HttpHeader& header : request.headers) text += header.name + ":" + header.value + "\n";
  return text + request.body;
}

class Script {
 public:
  explicit Script(std::string_view bytes) : bytes_(bytes) {}
  bool is_over() const { return bytes_.empty(); }
  std::size_t number() {
    if (bytes_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte;
  }
  std::string_view text(std::size_t size) {
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::string_view bytes_;
};

bool is_responding(const DrivenConnection& client) {
  return client.connection.phase() == Connection::Phase::responding;
}

void take_step(Script& script, DrivenConnection& client) {
  constexpr std::size_t kSteps = 8;
  const std::size_t step = script.number() % kSteps;
  const std::size_t number = script.number();
  switch (step) {
    case 0: client.receive(script.text(number)); break;
    case 1: client.receive(script.text(number * 16)); break;
    case 2: client.end(); break;
    case 3: client.read(number * 16); break;
    case 4: client.pass(static_cast<DurationMs>(number) * 100); break;
    case 5:
      if (is_responding(client)) client.answer_last();
      break;
    case 6: client.answers_at_once = number % 2 == 0; break;
    default: client.connection.on_drain(client.now_ms + kSecondMs, client.now_ms); client.pump();
  }
}

}  // namespace

std::string find_fault_in_parser(std::string_view bytes) {
  const std::string whole = parsed_in_pieces(bytes, bytes.size() + 1);
  for (const std::size_t piece : {1, 2, 7, 100}) {
    if (parsed_in_pieces(bytes, piece) != whole) {
      return "other bytes in pieces of " + std::to_string(piece);
    }
  }
  RequestParser parser;
  parser.feed(bytes);
  if (parser.held_bytes() > kHeldBytesMax) return "it holds too much";
  if (parser.request().headers.size() > kHeaderCountMax) return "there are too many headers";
  return "";
}

std::string find_fault_in_connection(std::string_view bytes) {
  DrivenConnection client;
  client.echoes = false;
  Script script(bytes);
  bool was_last = false;
  std::size_t requests_before = 0;
  while (!script.is_over()) {
    take_step(script, client);
    if (client.connection.held_bytes() > kHeldBytesMax) return "it holds too much";
    if (client.final_answers() > client.requests.size() + client.refusals) {
      return "there are more answers than requests";
    }
    if (was_last && client.requests.size() > requests_before)
      return "a request after the last answer";
    was_last = client.connection.is_lingering() || client.connection.is_over();
    requests_before = client.requests.size();
  }
  client.answers_at_once = true;
  client.read(std::string::npos);
  if (is_responding(client)) client.answer_last();
  client.end();
  for (int i = 0; i < 3; ++i) client.pass(kDayMs);
  return client.connection.is_over() ? "" : "it has no end";
}

}  // namespace srl::test
