// SPDX-License-Identifier: MIT
// A parsed document says what its text says, judged by a grammar of its own; an error names the
// place where the text stops being JSON.
#include <charconv>
#include <cstdint>

#include "base/limits.h"
#include "base/text.h"
#include "fuzz/fuzz_targets.h"
#include "fuzz/json_grammar.h"
#include "protocol/json_document.h"
#include "protocol/json_writer.h"

namespace srl::test {
namespace {

constexpr std::size_t kFuzzedBytesMax = 64 * 1024;

void write_node(JsonWriter& json, const JsonNode& node) {
  if (const auto boolean = node.boolean()) return json.value(*boolean);
  if (const auto integer = node.integer()) return json.value(*integer);
  if (const auto text = node.text()) return json.value(*text);
  if (node.is_list()) {
    json.begin_list();
    for (const JsonNode* at = node.first(); at != node.next(); at = at->next()) {
      write_node(json, *at);
    }
    return json.end_list();
  }
  if (!node.is_object()) return json.null();
  json.begin_object();
  for (const JsonNode* key = node.first(); key != node.next(); key = key[1].next()) {
    json.key_of_any_text(*key->text());
    write_node(json, key[1]);
  }
  json.end_object();
}

std::string written(const JsonDocument& document) {
  std::string text;
  JsonWriter json(text);
  write_node(json, document.root());
  return text;
}

// The number behind `word`, which is taken off the front; 0 when there is none.
std::size_t number_behind(std::string_view& text, std::string_view word) {
  if (text.substr(0, word.size()) != word) return 0;
  text.remove_prefix(word.size());
  std::size_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return code == std::errc() ? number : 0;
}

// The byte that "line 2, column 5: …" names; past the end of the text for its end.
std::size_t named_byte(std::string_view text, std::string_view detail) {
  const std::size_t line = number_behind(detail, "line ");
  const std::size_t column = number_behind(detail, ", column ");
  if (line == 0 || column == 0) return std::string::npos;
  std::size_t at = 0;
  for (std::size_t i = 1; i < line; ++i) {
    at = text.find('\n', at);
    if (at == std::string_view::npos) return at;
    ++at;
  }
  for (std::size_t i = 1; i < column && at < text.size(); ++i) {
    at += utf8_sequence_length(text, at);
  }
  return at;
}

std::string fault_in_error(std::string_view bytes, const Error& error, const JsonVerdict& verdict) {
  if (error.detail.empty()) return "an error says nothing";
  if (error.code != ErrorCode::bad_request) return "";
  if (verdict.is_json) return "JSON is refused: " + error.detail;
  const bool ends = std::string_view(error.detail).ends_with(": the JSON ends too early");
  const std::size_t at = named_byte(bytes, error.detail);
  if (ends) {
    // A word where none may stand may itself be cut off.
    const bool is_end = verdict.wrong_to >= bytes.size() && at == bytes.size();
    return is_end ? "" : "it does not end there: " + error.detail;
  }
  if (at >= verdict.wrong_from && at <= verdict.wrong_to) return "";
  return "byte " + std::to_string(at) + " is not from " + std::to_string(verdict.wrong_from) +
         " to " + std::to_string(verdict.wrong_to) + ": " + error.detail;
}

}  // namespace

std::string fuzz_json(std::string_view bytes) {
  const Result<JsonDocument> document = parse_json(bytes, kFuzzedBytesMax);
  if (bytes.size() > kFuzzedBytesMax) return document.ok() ? "it is too large" : "";
  if (!is_valid_utf8(bytes)) return document.ok() ? "it is no UTF-8" : "";
  const JsonVerdict verdict = json_verdict(bytes);
  if (!document.ok()) return fault_in_error(bytes, document.error(), verdict);
  if (!verdict.is_json) return "from byte " + std::to_string(verdict.wrong_from) + " it is no JSON";
  const std::string text = written(*document);
  const Result<JsonDocument> again = parse_json(text, text.size());
  if (!again.ok()) return "what was written is not read: " + again.error().detail;
  return written(*again) == text ? "" : "it is written otherwise than it was read";
}

}  // namespace srl::test
