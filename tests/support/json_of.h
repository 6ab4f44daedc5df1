// SPDX-License-Identifier: MIT
// What was parsed as values of its own, for tests that compare it or write it again.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "base/limits.h"
#include "protocol/json_document.h"
#include "protocol/json_value.h"

namespace srl::test {

inline Json json_of(const JsonNode& node) {
  if (const auto boolean = node.boolean()) return *boolean;
  if (const auto integer = node.integer()) return *integer;
  if (const auto text = node.text()) return *text;
  if (node.is_list()) {
    Json::Array list;
    for (const JsonNode* at = node.first(); at != node.next(); at = at->next()) {
      list.push_back(json_of(*at));
    }
    return list;
  }
  if (!node.is_object()) return {};
  Json::Object object;
  for (const JsonNode* key = node.first(); key != node.next(); key = key[1].next()) {
    object.emplace(*key->text(), json_of(key[1]));
  }
  return object;
}

inline Json parsed(std::string_view text) {
  const Result<JsonDocument> document = parse_json(text, kRequestBytesMax);
  CAPTURE(std::string(text));
  REQUIRE(document.ok());
  return json_of(document->root());
}

}  // namespace srl::test
