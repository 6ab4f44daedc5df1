// SPDX-License-Identifier: MIT
// Reads the members of one JSON object of a history and keeps the first complaint, with its place
// ("/gestures/3/task"). Members that nobody asked for are complaints too: a misspelt name must not
// be passed over.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/intent.h"
#include "protocol/json_document.h"

namespace srl {

class ObjectReader {
 public:
  // `complaint` is shared by all readers of one document. Complains when `json` is no object; every
  // member is absent then.
  ObjectReader(const JsonNode& json, std::string place, Status& complaint);

  // Of an object that is left out: every member is absent, and nothing is wrong with that.
  ObjectReader(std::string place, Status& complaint);

  // The member, nullptr when it is absent.
  const JsonNode* member(std::string_view key);

  // A whole number from `low` to `high`; `fallback` when the member is absent or something else.
  std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t low,
                       std::int64_t high);
  std::string text(std::string_view key, std::size_t bytes_max);  // empty when absent
  bool boolean(std::string_view key);                             // false when absent
  Intent gesture(std::string_view key);  // "g3" → 3; kNoIntent when absent

  // Calls `visit(element, place)` for each element of a list.
  template <class Visit>
  void each(std::string_view key, std::size_t count_max, Visit visit) {
    const JsonNode* elements = list(key, count_max);
    if (elements == nullptr) return;
    const std::string place = place_ + "/" + std::string(key) + "/";
    std::size_t i = 0;
    for (const JsonNode* at = elements->first(); at != elements->next(); at = at->next()) {
      visit(*at, place + std::to_string(i++));
    }
  }

  // `key` may be empty: the object itself is meant. `what` is wrong and what would be right.
  void complain(std::string_view key, const std::string& what,
                ErrorCode code = ErrorCode::bad_value);

  // Complains about the first member that nobody has asked for.
  void finish();

  const std::string& place() const { return place_; }

 private:
  const JsonNode* list(std::string_view key, std::size_t count_max);

  const JsonNode* object_ = nullptr;
  std::string place_;
  Status& complaint_;
  std::set<std::string_view> known_;
};

}  // namespace srl
