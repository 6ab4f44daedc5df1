// SPDX-License-Identifier: MIT
#include "protocol/json_document.h"

#include "base/text.h"

namespace srl {

JsonNode JsonNode::container(Kind kind) {
  JsonNode node;
  node.kind_ = kind;
  node.size_ = UINT32_MAX;  // holds whatever comes
  return node;
}

bool JsonNode::holds(const JsonNode* other) const {
  return other >= this && static_cast<std::size_t>(other - this) < span();
}

// One key after the other: an object of the protocol has a dozen, and they differ in length.
const JsonNode* JsonNode::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  const JsonNode* const end = next();
  for (const JsonNode* at = first(); at != end; at = at[1].next()) {
    if (at->size_ == key.size() && key == std::string_view(at->text_, key.size())) return at + 1;
  }
  return nullptr;
}

std::string json_pointer(const JsonNode* root, const JsonNode* wanted) {
  std::string pointer;
  for (const JsonNode* at = root; at != wanted;) {
    const bool is_object = at->is_object();
    const JsonNode* child = at->first();
    for (std::size_t index = 0;; ++index) {
      const JsonNode* value = is_object ? child + 1 : child;
      if (value == wanted || value->holds(wanted)) {
        append_json_pointer(pointer, is_object ? *child->text() : std::to_string(index));
        at = value;
        break;
      }
      child = value->next();
    }
  }
  return pointer;
}

void append_json_pointer(std::string& pointer, std::string_view key) {
  pointer.push_back('/');
  const bool is_cut = key.size() > kKeyBytesShownMax;
  if (is_cut) key = key.substr(0, utf8_start(key, kKeyBytesShownMax));
  for (const char c : key) {
    if (c == '~') {
      pointer.append("~0");
    } else if (c == '/') {
      pointer.append("~1");
    } else {
      pointer.push_back(c);
    }
  }
  if (is_cut) pointer.append("…");
}

}  // namespace srl
