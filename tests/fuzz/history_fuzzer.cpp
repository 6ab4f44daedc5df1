// SPDX-License-Identifier: MIT
// A run as a file: what is read and written is read again as the same.
#include "fuzz/fuzz_targets.h"
#include "sim/history.h"

namespace srl::test {

std::string fuzz_history(std::string_view bytes) {
  const Result<History> history = parse_history(bytes);
  if (!history.ok()) return history.error().detail.empty() ? "an error says nothing" : "";
  for (const int indent : {0, 2}) {
    const std::string text = dump_history(*history, indent);
    const Result<History> again = parse_history(text);
    if (!again.ok()) return "what was written is not read: " + again.error().detail;
    if (dump_history(*again, indent) != text) return "it is written otherwise than it was read";
  }
  return "";
}

}  // namespace srl::test
