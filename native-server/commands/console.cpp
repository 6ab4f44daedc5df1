// SPDX-License-Identifier: MIT
#include "commands/console.h"

#include <cstdio>

namespace srl {
namespace {

// Input is quoted in messages: what steers a terminal must not get there, nor a line of its own.
std::string harmless(std::string_view text) {
  std::string line(text);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    if (byte < 0x20 || byte == 0x7F) line[i] = '?';
    // U+0080 to U+009F, the control characters of the second kind, are C2 80 to C2 9F.
    const bool is_c1 =
        byte == 0xC2 && i + 1 < line.size() && static_cast<unsigned char>(line[i + 1]) < 0xA0;
    if (is_c1) line.replace(i, 2, "?");
  }
  return line;
}

}  // namespace

ExitCode print(std::string_view text, ExitCode code) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written) return code;
  return complain(ExitCode::failed, "the output could not be written: is the disk full?");
}

ExitCode complain(ExitCode code, std::string_view message) {
  std::string line = "srl: ";
  line.append(message).push_back('\n');
  std::fwrite(line.data(), 1, line.size(), stderr);
  return code;
}

ExitCode complain_of_input(std::string_view source, const Error& error) {
  return complain(ExitCode::bad_usage, harmless(std::string(source) + ": " + error.detail));
}

std::string format_count(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string pad_left(std::string_view text, std::size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ').append(text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  std::string padded(text);
  if (padded.size() < width) padded.resize(width, ' ');
  return padded;
}

}  // namespace srl
