// SPDX-License-Identifier: MIT
// Writes one flat JSON object straight into a text. The caller gives the keys in sorted order; the
// exporters know theirs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_text.h"

namespace srl {

class JsonObjectWriter {
 public:
  explicit JsonObjectWriter(std::string& out) : out_(out) { out_.push_back('{'); }

  void text(std::string_view key, std::string_view value) {
    begin_member(key);
    append_json_string(out_, value);
  }
  void integer(std::string_view key, std::int64_t value) {
    begin_member(key);
    out_.append(std::to_string(value));
  }
  // A member whose value the caller appends to the text itself.
  void begin_member(std::string_view key) {
    if (!first_) out_.push_back(',');
    first_ = false;
    append_json_string(out_, key);
    out_.push_back(':');
  }
  void end() { out_.push_back('}'); }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace srl
