// SPDX-License-Identifier: MIT
// Writes JSON objects: what tests and the accessible view are told.
#pragma once

#include <string>
#include <string_view>

namespace srl::web {

class JsonArray;

class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }
  // A member of another object, which must be written to again only when this one is gone.
  JsonObject(JsonObject& parent, std::string_view key) : out_(parent.out_) {
    parent.begin(key);
    out_ += '{';
  }
  // An element of an array, which must be added to again only when this one is gone.
  explicit JsonObject(JsonArray& parent);
  ~JsonObject() { out_ += '}'; }
  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;

  void text(std::string_view key, std::string_view value);
  void number(std::string_view key, double value);
  void flag(std::string_view key, bool value);

 private:
  friend class JsonArray;
  void begin(std::string_view key);

  std::string& out_;
  bool first_ = true;
};

// Of objects.
class JsonArray {
 public:
  JsonArray(JsonObject& parent, std::string_view key) : out_(parent.out_) {
    parent.begin(key);
    out_ += '[';
  }
  ~JsonArray() { out_ += ']'; }
  JsonArray(const JsonArray&) = delete;
  JsonArray& operator=(const JsonArray&) = delete;

 private:
  friend class JsonObject;

  std::string& out_;
  bool first_ = true;
};

}  // namespace srl::web
