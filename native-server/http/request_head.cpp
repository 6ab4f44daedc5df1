// SPDX-License-Identifier: MIT
#include "http/request_head.h"

#include <algorithm>

#include "base/text.h"

namespace srl {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

HeadVerdict refuse(int status, std::string_view why) { return {true, status, why}; }

// Printable ASCII, tabs, and bytes of UTF-8; nothing that ends a line for some parser.
bool is_plain(std::string_view line) {
  return std::none_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
  });
}

// What a header line may be counted as.
struct Lengths {
  std::size_t headers = 0;
  std::size_t content_lengths = 0;
  std::size_t transfer_encodings = 0;
};

HeadVerdict judge_header(std::string_view line, Lengths& lengths) {
  if (line.front() == ' ' || line.front() == '\t') return refuse(400, "a header is folded");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return refuse(400, "a header has no name");
  const std::string_view name = line.substr(0, colon);
  if (name.find_first_of(" \t") != std::string_view::npos) {
    return refuse(400, "a header's name holds a blank");
  }
  const std::string_view value = trim(line.substr(colon + 1));
  if (equals_ignoring_case(name, "content-length")) {
    ++lengths.content_lengths;
    if (value.empty() || value.find_first_not_of("0123456789") != std::string_view::npos) {
      return refuse(400, "Content-Length is no number");
    }
  }
  if (equals_ignoring_case(name, "transfer-encoding")) {
    ++lengths.transfer_encodings;
    if (!equals_ignoring_case(value, "chunked")) {
      return refuse(400, "the only Transfer-Encoding is chunked");
    }
  }
  if (equals_ignoring_case(name, "content-encoding") && !equals_ignoring_case(value, "identity")) {
    return refuse(415, "bodies are not taken compressed");
  }
  if (++lengths.headers > kHeaderCountMax) return refuse(431, "there are too many headers");
  return {};
}

HeadVerdict judge_lines(std::string_view head) {
  Lengths lengths;
  bool is_request_line = true;
  while (!head.empty()) {
    const std::size_t end = head.find(kLineEnd);
    const std::string_view line = head.substr(0, end);
    if (!is_plain(line)) return refuse(400, "the head holds a control character");
    if (!is_request_line) {
      if (const HeadVerdict verdict = judge_header(line, lengths); verdict.refusal != 0) {
        return verdict;
      }
    }
    is_request_line = false;
    head.remove_prefix(std::min(end + kLineEnd.size(), head.size()));
  }
  if (lengths.content_lengths > 1) return refuse(400, "Content-Length is there twice");
  if (lengths.content_lengths + lengths.transfer_encodings > 1) {
    return refuse(400, "the body's length is stated in two ways");
  }
  return {true, 0, {}};
}

}  // namespace

HeadVerdict judge_head(std::string_view bytes) {
  const std::size_t end = bytes.find(kHeadEnd);
  if (end == std::string_view::npos) {
    if (bytes.size() > kHeadBytesMax) return refuse(431, "the head is longer than 16 KiB");
    return {};
  }
  if (end > kHeadBytesMax) return refuse(431, "the head is longer than 16 KiB");
  return judge_lines(bytes.substr(0, end + kLineEnd.size()));
}

}  // namespace srl
