// SPDX-License-Identifier: MIT
// Numbers have a fraction only where they need one. Not by printf: hundreds of them are written
// four times a second, and in WASM it would compute each with emulated 128-bit floats.
#include "app/json_object.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "base/json_text.h"

namespace srl::web {

namespace {
constexpr double kNumberMax = 1e15;
}

JsonObject::JsonObject(JsonArray& parent) : out_(parent.out_) {
  if (!parent.first_) out_ += ',';
  parent.first_ = false;
  out_ += '{';
}

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
  if (!std::isfinite(value) || std::fabs(value) > kNumberMax) value = 0;
  const std::int64_t hundredths = std::llround(value * 100);
  if (hundredths < 0) out_ += '-';
  const std::int64_t size = std::abs(hundredths);
  out_ += std::to_string(size / 100);
  const std::int64_t rest = size % 100;
  if (rest == 0) return;
  out_ += '.';
  out_ += static_cast<char>('0' + rest / 10);
  out_ += static_cast<char>('0' + rest % 10);
}

void JsonObject::flag(std::string_view key, bool value) {
  begin(key);
  out_ += value ? "true" : "false";
}

}  // namespace srl::web
