// SPDX-License-Identifier: MIT
#include "commands/history_source.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/limits.h"
#include "sim/link.h"
#include "sim/scenarios.h"

namespace srl {
namespace {

constexpr std::string_view kStandardInput = "-";

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

Error cannot_read(int error) {
  return make_error(ErrorCode::not_found, std::string("cannot be read: ") + std::strerror(error));
}

// At most one byte more than a history may have, whatever stands behind the name.
Result<std::string> read_limited(std::FILE* file) {
  std::string text(kHistoryBytesMax + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  if (std::ferror(file) != 0) return cannot_read(errno);
  if (text.size() <= kHistoryBytesMax) return text;
  return make_error(ErrorCode::too_large, "is larger than the " + std::to_string(kHistoryBytesMax) +
                                              " bytes that a history may have");
}

Result<History> parse_file(std::FILE* file) {
  const Result<std::string> text = read_limited(file);
  if (!text.ok()) return text.error();
  return parse_history(*text);
}

Result<History> read_file(const std::string& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return cannot_read(errno);
  return parse_file(file.get());
}

Result<History> named_scenario(const ShortLink& link) {
  if (link.scenario.empty()) {
    return make_error(ErrorCode::bad_request,
                      "the link holds neither a history (#h=) nor a scenario (#scenario=): was it "
                      "copied as a whole, and quoted against the shell?");
  }
  Result<History> history = open_scenario(link.scenario);
  if (!history.ok()) return history.error();
  if (link.seed) history->seed = *link.seed;
  if (!link.preset.empty()) SRL_TRY(apply_preset(*history, link.preset));
  return history;
}

bool is_link(const std::string& source) {
  std::error_code error;
  return source.find('#') != std::string::npos && !std::filesystem::exists(source, error);
}

}  // namespace

Result<History> load_history(const std::string& source) {
  if (source == kStandardInput) return parse_file(stdin);
  if (!is_link(source)) return read_file(source);
  if (has_history(source)) return history_from_link(source);
  const Result<ShortLink> link = parse_short_link(source);
  if (!link.ok()) return link.error();
  return named_scenario(*link);
}

std::string source_name(const std::string& source) {
  if (source == kStandardInput) return "standard input";
  return is_link(source) ? "link" : source;
}

}  // namespace srl
