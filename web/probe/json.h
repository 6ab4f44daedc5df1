// SPDX-License-Identifier: MIT
// Writes JSON objects: all that the probe tells the page.
#pragma once

#include <string>
#include <string_view>

namespace srl::web::probe {

class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }
  // A member of another object, which must be written to again only when this one is gone.
  JsonObject(JsonObject& parent, std::string_view key) : out_(parent.out_) {
    parent.begin(key);
    out_ += '{';
  }
  ~JsonObject() { out_ += '}'; }
  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;

  void text(std::string_view key, std::string_view value);
  void number(std::string_view key, double value);
  void flag(std::string_view key, bool value);

 private:
  void begin(std::string_view key);

  std::string& out_;
  bool first_ = true;
};

}  // namespace srl::web::probe
