// SPDX-License-Identifier: MIT
// One HTTP/1.1 request out of the bytes in which it arrives (RFC 9112). Pure: no socket, no clock.
// What two parsers could read differently is refused, not mended: that is how requests are
// smuggled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "net/http_message.h"

namespace srl {

inline constexpr std::size_t kTargetBytesMax = 4096;
inline constexpr std::size_t kHeadBytesMax = 16 * 1024;
inline constexpr std::size_t kHeaderLineBytesMax = 8 * 1024;
inline constexpr std::size_t kHeaderCountMax = 64;
inline constexpr std::size_t kBlankLinesMax = 4;  // before a request (RFC 9112 §2.2)
inline constexpr std::size_t kBodyBytesMax = kRequestBytesMax;
inline constexpr std::size_t kChunkLineBytesMax = 256;  // a size, with its extensions
// What the chunks of one body may cost beside their data: enough for 1 MiB in chunks of 128 bytes.
inline constexpr std::size_t kChunkFramingBytesMax = 64 * 1024;
inline constexpr std::size_t kTrailerBytesMax = 4 * 1024;

// Why a request is not answered as it would like: an HTTP status, and words for the person who
// wrote the client.
struct Refusal {
  int status = 0;
  std::string_view why = {};
};

class RequestParser {
 public:
  enum class State {
    head,           // or nothing yet
    head_complete,  // goes on with accept_body()
    body,
    complete,
    refused
  };

  // Takes bytes as they come and says how many; fewer than all when the head or the request ends
  // within them, or is refused.
  std::size_t feed(std::string_view bytes);

  // The head was found good: its body is read, unless it is longer than kBodyBytesMax (413).
  void accept_body();

  State state() const { return state_; }
  const Refusal& refusal() const { return refusal_; }
  // A byte of the request has arrived, blank lines before it aside.
  bool has_begun() const { return head_bytes_ > 0 || !line_.empty(); }
  // Complete but for the body, once the head is.
  const HttpRequest& request() const { return request_; }
  HttpRequest take_request() { return std::move(request_); }
  // The client waits with the body until it is told to go on (RFC 9110 §10.1.1).
  bool expects_continue() const { return expects_continue_; }
  // How much memory it holds on to.
  std::size_t held_bytes() const;

 private:
  enum class Part { request_line, header, fixed_body, chunk_size, chunk_data, chunk_end, trailer };

  std::size_t take_line(std::string_view bytes);
  std::size_t take_data(std::string_view bytes);
  bool take_character(char c);  // true: the line is complete
  void count_byte();
  void on_line();
  void on_request_line(std::string_view line);
  void on_target(std::string_view target);
  void on_absolute_target(std::string_view target);
  void on_header(std::string_view line);
  void on_head_end();
  void judge_framing();
  void judge_connection();
  void on_chunk_size(std::string_view line);
  void on_data_end();
  void refuse(int status, std::string_view why);

  State state_ = State::head;
  Part part_ = Part::request_line;
  Refusal refusal_;
  HttpRequest request_;
  std::string line_;        // without its end
  bool ends_line_ = false;  // the last byte was a CR
  std::string authority_;   // of a target in absolute form
  bool is_http_1_0_ = false;
  bool is_chunked_ = false;
  bool expects_continue_ = false;
  std::uint64_t data_left_ = 0;  // of the body, or of the chunk
  std::size_t blank_lines_ = 0;
  std::size_t head_bytes_ = 0;
  std::size_t framing_bytes_ = 0;
  std::size_t trailer_bytes_ = 0;
};

}  // namespace srl
