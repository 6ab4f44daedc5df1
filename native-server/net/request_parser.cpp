// SPDX-License-Identifier: MIT
#include "net/request_parser.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace srl {
namespace {

constexpr std::string_view kMethods[] = {"GET",    "HEAD",    "POST",  "PUT",    "PATCH",
                                         "DELETE", "OPTIONS", "TRACE", "CONNECT"};
constexpr std::string_view kScheme = "http://";
constexpr std::string_view kHost = "Host";
constexpr std::size_t kRequestLineBytesMax = kTargetBytesMax + 32;  // with method and version
constexpr std::size_t kChunkDigitsMax = 8;
constexpr std::size_t kFirstReserveBytes = 64 * 1024;  // of a body: an announcement is only a word
constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max();

// RFC 9110 §5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

// Takes a token, or a text in quotes, off the front; false where there is none.
bool take_value(std::string_view& text) {
  if (text.substr(0, 1) != "\"") {
    const std::size_t end = std::min(text.find(';'), text.size());
    const bool is_value = is_token(text.substr(0, end));
    text.remove_prefix(end);
    return is_value;
  }
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      text.remove_prefix(at + 1);
      return true;
    }
  }
  return false;
}

// RFC 9112 §7.1.1: each is ";name" or ";name=value".
bool are_extensions(std::string_view text) {
  while (!text.empty()) {
    if (text.front() != ';') return false;
    text.remove_prefix(1);
    const std::size_t end = std::min(text.find_first_of("=;"), text.size());
    if (!is_token(text.substr(0, end))) return false;
    text.remove_prefix(end);
    if (text.substr(0, 1) != "=") continue;
    text.remove_prefix(1);
    if (!take_value(text)) return false;
  }
  return true;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A number that does not fit is endless, and too long for whatever limit there is.
std::uint64_t parse_length(std::string_view digits) {
  std::uint64_t length = 0;
  for (const char c : digits) {
    if (length > (kEndless - 9) / 10) return kEndless;
    length = length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return length;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_graphic(char c) { return c > 0x20 && c < 0x7F; }

bool has_option(std::string_view list, std::string_view option) {
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find(','));
    if (equals_ignoring_case(trim(one), option)) return true;
    list.remove_prefix(std::min(one.size() + 1, list.size()));
  }
  return false;
}

}  // namespace

std::size_t RequestParser::held_bytes() const {
  return request_.body.capacity() + head_bytes_ + line_.capacity();
}

void RequestParser::refuse(int status, std::string_view why) {
  state_ = State::refused;
  refusal_ = {status, why};
  std::string().swap(request_.body);  // gives its memory back
}

std::size_t RequestParser::feed(std::string_view bytes) {
  std::size_t taken = 0;
  while (taken < bytes.size() && (state_ == State::head || state_ == State::body)) {
    const std::string_view rest = bytes.substr(taken);
    const bool is_data = part_ == Part::fixed_body || part_ == Part::chunk_data;
    taken += is_data ? take_data(rest) : take_line(rest);
  }
  return taken;
}

std::size_t RequestParser::take_line(std::string_view bytes) {
  std::size_t taken = 0;
  while (taken < bytes.size()) {
    const bool is_complete = take_character(bytes[taken++]);
    if (state_ == State::refused) return taken;
    if (!is_complete) continue;
    on_line();
    line_.clear();
    return taken;
  }
  return taken;
}

// Lines end with CR LF and with nothing else; control characters stand nowhere.
bool RequestParser::take_character(char c) {
  if (ends_line_ != (c == '\n')) {
    refuse(400, c == '\n' ? "a line ends without a CR" : "a CR stands alone");
    return false;
  }
  count_byte();
  if (state_ == State::refused) return false;
  if (c == '\n') {
    ends_line_ = false;
    return true;
  }
  if (c == '\r') {
    ends_line_ = true;
    return false;
  }
  const auto byte = static_cast<unsigned char>(c);
  if ((byte < 0x20 && c != '\t') || byte == 0x7F) {
    refuse(400, "the request holds a control character");
    return false;
  }
  line_.push_back(c);
  return false;
}

// What stands around the data is counted before it is looked at.
void RequestParser::count_byte() {
  switch (part_) {
    case Part::request_line:
      if (line_.size() >= kRequestLineBytesMax)
        refuse(414, "the address is longer than 4,096 bytes");
      return;
    case Part::header:
      if (++head_bytes_ > kHeadBytesMax) refuse(431, "the head is longer than 16 KiB");
      return;
    case Part::trailer:
      if (++trailer_bytes_ > kTrailerBytesMax) refuse(431, "the trailers are longer than 4 KiB");
      return;
    default:
      if (++framing_bytes_ > kChunkFramingBytesMax) refuse(413, "the chunks are too small");
      if (line_.size() >= kChunkLineBytesMax) refuse(400, "the line of a chunk is too long");
  }
}

void RequestParser::on_line() {
  switch (part_) {
    case Part::request_line:
      if (!line_.empty()) return on_request_line(line_);
      if (++blank_lines_ > kBlankLinesMax) refuse(400, "there are only blank lines");
      return;
    case Part::header: return line_.empty() ? on_head_end() : on_header(line_);
    case Part::chunk_size: return on_chunk_size(line_);
    case Part::chunk_end:
      if (!line_.empty()) return refuse(400, "a chunk is longer than it says");
      part_ = Part::chunk_size;
      return;
    case Part::trailer:  // looked at like a header, and left out (RFC 9110 §6.5.1)
      if (line_.empty()) {
        state_ = State::complete;
      } else if (const std::size_t colon = line_.find(':');
                 colon == std::string::npos ||
                 !is_token(std::string_view(line_).substr(0, colon))) {
        refuse(400, "a trailer is not: name, colon, value");
      }
      return;
    default: return;
  }
}

void RequestParser::on_request_line(std::string_view line) {
  head_bytes_ = line.size() + 2;
  const std::size_t first = line.find(' ');
  const std::size_t second = line.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos ||
      line.find(' ', second + 1) != std::string_view::npos) {
    return refuse(400, "the first line is not: method, address, version");
  }
  const std::string_view version = line.substr(second + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return refuse(400, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  }
  is_http_1_0_ = version == "HTTP/1.0";
  request_.method = line.substr(0, first);
  if (std::find(std::begin(kMethods), std::end(kMethods), request_.method) == std::end(kMethods)) {
    return refuse(400, "the method is not known");
  }
  on_target(line.substr(first + 1, second - first - 1));
  part_ = Part::header;
}

// RFC 9112 §3.2: the four forms.
void RequestParser::on_target(std::string_view target) {
  if (target.size() > kTargetBytesMax) return refuse(414, "the address is longer than 4,096 bytes");
  const bool is_plain = std::all_of(target.begin(), target.end(), is_graphic);
  if (!is_plain || target.empty() || target.find('#') != std::string_view::npos) {
    return refuse(400, "the address holds what must be percent-encoded");
  }
  request_.target = target;
  const bool is_asterisk = target == "*" && request_.method == "OPTIONS";
  if (target.front() == '/' || is_asterisk || request_.method == "CONNECT") return;
  on_absolute_target(target);
}

void RequestParser::on_absolute_target(std::string_view target) {
  if (!equals_ignoring_case(target.substr(0, kScheme.size()), kScheme)) {
    return refuse(400, "the address does not begin with / or http://");
  }
  const std::string_view rest = target.substr(kScheme.size());
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  authority_ = rest.substr(0, end);
  if (authority_.empty()) return refuse(400, "the address names no host");
  request_.target = std::string(rest.substr(end, 1) == "/" ? "" : "/").append(rest.substr(end));
}

void RequestParser::on_header(std::string_view line) {
  if (line.size() > kHeaderLineBytesMax) return refuse(400, "a header is longer than 8 KiB");
  if (line.front() == ' ' || line.front() == '\t') return refuse(400, "a header is folded");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return refuse(400, "a header has no proper name");
  }
  if (request_.headers.size() == kHeaderCountMax)
    return refuse(431, "there are more than 64 headers");
  request_.headers.push_back(
      {std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
}

void RequestParser::on_head_end() {
  judge_framing();
  if (state_ == State::refused) return;
  judge_connection();
  if (state_ == State::refused) return;
  // The address says which host is meant, whatever Host says (RFC 9112 §3.2.2).
  for (HttpHeader& header : request_.headers) {
    if (!authority_.empty() && equals_ignoring_case(header.name, kHost)) header.value = authority_;
  }
  state_ = State::head_complete;
}

// How long the body is: RFC 9112 §6.1 to §6.3. Without a length there is none.
void RequestParser::judge_framing() {
  const std::size_t lengths = request_.count("Content-Length");
  const std::size_t codings = request_.count("Transfer-Encoding");
  if (lengths > 1) return refuse(400, "Content-Length is there twice");
  if (codings > 0) {
    if (lengths > 0) return refuse(400, "the body's length is stated in two ways");
    if (is_http_1_0_) return refuse(400, "HTTP/1.0 has no Transfer-Encoding");
    if (codings > 1 || !equals_ignoring_case(request_.value_of("Transfer-Encoding"), "chunked")) {
      return refuse(400, "the only Transfer-Encoding is chunked");
    }
    is_chunked_ = true;
  }
  if (lengths > 0) {
    const std::string_view length = request_.value_of("Content-Length");
    if (!is_digits(length)) return refuse(400, "Content-Length is not a number");
    data_left_ = parse_length(length);
  }
  request_.announces_body = lengths + codings > 0;
  const std::string coding = request_.list_of("Content-Encoding");
  if (request_.has("Content-Encoding") && !equals_ignoring_case(coding, "identity")) {
    refuse(415, "bodies are not taken compressed");
  }
}

void RequestParser::judge_connection() {
  const std::string options = request_.list_of("Connection");
  const bool asks_to_keep = !is_http_1_0_ || has_option(options, "keep-alive");
  request_.keeps_alive =
      asks_to_keep && !has_option(options, "close") && request_.method != "CONNECT";
  if (is_http_1_0_ || !request_.has("Expect")) return;
  if (!equals_ignoring_case(request_.list_of("Expect"), "100-continue")) {
    return refuse(417, "the only expectation is 100-continue");
  }
  expects_continue_ = is_chunked_ || data_left_ > 0;
}

void RequestParser::accept_body() {
  if (!is_chunked_ && data_left_ > kBodyBytesMax)
    return refuse(413, "the body is longer than 1 MiB");
  if (is_chunked_ || data_left_ > 0) {
    state_ = State::body;
    part_ = is_chunked_ ? Part::chunk_size : Part::fixed_body;
  } else {
    state_ = State::complete;
  }
}

std::size_t RequestParser::take_data(std::string_view bytes) {
  const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), data_left_));
  std::string& body = request_.body;
  if (!is_chunked_ && body.size() + taken > body.capacity()) {
    const std::size_t whole = body.size() + static_cast<std::size_t>(data_left_);
    body.reserve(body.size() + taken > kFirstReserveBytes ? whole : kFirstReserveBytes);
  }
  body.append(bytes.substr(0, taken));
  data_left_ -= taken;
  if (data_left_ == 0) on_data_end();
  return taken;
}

void RequestParser::on_data_end() {
  if (is_chunked_) {
    part_ = Part::chunk_end;
  } else {
    state_ = State::complete;
  }
}

// chunk-size [ ";" chunk-ext ]: hexadecimal digits alone, and extensions that say nothing to us.
void RequestParser::on_chunk_size(std::string_view line) {
  const std::size_t semicolon = std::min(line.find(';'), line.size());
  const std::string_view digits = line.substr(0, semicolon);
  if (digits.empty() || digits.size() > kChunkDigitsMax)
    return refuse(400, "a chunk has no proper size");
  std::uint64_t size = 0;
  for (const char c : digits) {
    const int value = hex_value(c);
    if (value < 0) return refuse(400, "the size of a chunk is not a hexadecimal number");
    size = size * 16 + static_cast<std::uint64_t>(value);
  }
  if (!are_extensions(line.substr(semicolon))) {
    return refuse(400, "an extension of a chunk is not: name, or name = value");
  }
  if (request_.body.size() + size > kBodyBytesMax)
    return refuse(413, "the body is longer than 1 MiB");
  data_left_ = size;
  part_ = size == 0 ? Part::trailer : Part::chunk_data;
}

}  // namespace srl
