// SPDX-License-Identifier: MIT
// Numbers have a fraction only where they need one.
#include "probe/json.h"

#include <cmath>
#include <cstdio>

#include "base/json_text.h"

namespace srl::web::probe {

void JsonObject::begin(std::string_view key) {
  if (!first_) out_ += ',';
  first_ = false;
  append_json_string(out_, key);
  out_ += ':';
}

void JsonObject::text(std::string_view key, std::string_view value) {
  begin(key);
  append_json_string(out_, value);
}

void JsonObject::number(std::string_view key, double value) {
  begin(key);
  char digits[40];
  const bool whole = std::isfinite(value) && value == std::floor(value) && std::fabs(value) < 1e15;
  if (!std::isfinite(value)) value = 0;
  std::snprintf(digits, sizeof digits, whole ? "%.0f" : "%.2f", value);
  out_ += digits;
}

void JsonObject::flag(std::string_view key, bool value) {
  begin(key);
  out_ += value ? "true" : "false";
}

}  // namespace srl::web::probe
