// SPDX-License-Identifier: MIT
// The fragment of an address, in both of its forms, and the mode in it.
#include "fuzz/fuzz_targets.h"
#include "live/mode_link.h"
#include "sim/link.h"

namespace srl::test {
namespace {

std::string fault_in_short_link(std::string_view bytes) {
  const Result<ShortLink> link = parse_short_link(bytes);
  if (!link.ok()) return link.error().detail.empty() ? "an error says nothing" : "";
  const std::string text = format_short_link(*link);
  const Result<ShortLink> again = parse_short_link(text);
  if (!again.ok()) return "what was written is not read: " + again.error().detail;
  return *again == *link ? "" : "a link loses something when it is written: " + text;
}

std::string fault_in_history_link(std::string_view bytes) {
  const Result<History> history = history_from_link(bytes);
  if (!history.ok()) return history.error().detail.empty() ? "an error says nothing" : "";
  if (!has_history(bytes)) return "a link has a history, and has none";
  const Result<std::string> link = link_from_history(*history);
  if (!link.ok()) return link.error().code == ErrorCode::too_large ? "" : link.error().detail;
  const Result<History> again = history_from_link(*link);
  if (!again.ok()) return "what was written is not read: " + again.error().detail;
  return dump_history(*again) == dump_history(*history) ? "" : "the run is another one";
}

std::string fault_in_mode(std::string_view bytes) {
  const std::string rest = web::without_mode(bytes);
  const std::string fragment = "#" + rest;
  if (web::asks_for_live(fragment)) return "without a mode it asks for one: " + rest;
  return web::without_mode(fragment) == rest ? "" : "without a mode something more goes: " + rest;
}

}  // namespace

std::string fuzz_link(std::string_view bytes) {
  const std::string fault = fault_in_short_link(bytes);
  if (!fault.empty()) return fault;
  const std::string mode_fault = fault_in_mode(bytes);
  return mode_fault.empty() ? fault_in_history_link(bytes) : mode_fault;
}

}  // namespace srl::test
