// SPDX-License-Identifier: MIT
#include "model/field_stamps.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace srl {
namespace {

// Takes a number and the character after it off the front.
template <class Number>
bool take(std::string_view& text, char end, Number& value) {
  const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  const auto length = static_cast<std::size_t>(stop - text.data());
  if (code != std::errc() || length >= text.size() || text[length] != end) return false;
  text.remove_prefix(length + 1);
  return true;
}

void append(std::string& text, std::int64_t number, char end) {
  std::array<char, 24> digits;
  const auto stop = std::to_chars(digits.data(), digits.data() + digits.size() - 1, number).ptr;
  *stop = end;
  text.append(digits.data(), stop + 1);
}

}  // namespace

const FieldStamp& FieldStamps::of(TaskField field) const {
  static const FieldStamp kNever;
  for (const Group& group : groups_) {
    if ((group.mask >> static_cast<unsigned>(field) & 1U) != 0) return group.stamp;
  }
  return kNever;
}

void FieldStamps::set(std::uint32_t mask, const FieldStamp& stamp) {
  if (mask == 0) return;
  for (Group& group : groups_) group.mask &= ~mask;
  groups_.erase(std::remove_if(groups_.begin(), groups_.end(),
                               [](const Group& group) { return group.mask == 0; }),
                groups_.end());
  groups_.push_back({mask, stamp});
}

std::uint32_t FieldStamps::unseen(std::int64_t base_version, std::string_view device) const {
  std::uint32_t mask = 0;
  for (const Group& group : groups_) {
    const bool is_own = !device.empty() && group.stamp.device == device;
    if (group.stamp.seq > base_version && !is_own) mask |= group.mask;
  }
  return mask;
}

// "<mask> <seq> <hlc> <wall> <bytes>:<device>", one after the other: a device's name may hold any
// character, so its length stands before it.
std::string FieldStamps::to_text() const {
  constexpr std::size_t kNumbersBytesMost = 64;
  std::string text;
  for (const Group& group : groups_) {
    const FieldStamp& stamp = group.stamp;
    text.reserve(text.size() + kNumbersBytesMost + stamp.device.size());
    append(text, group.mask, ' ');
    append(text, stamp.seq, ' ');
    append(text, stamp.hlc, ' ');
    append(text, stamp.wall_ms, ' ');
    append(text, static_cast<std::int64_t>(stamp.device.size()), ':');
    text.append(stamp.device);
  }
  return text;
}

Result<FieldStamps> FieldStamps::parse(std::string_view text) {
  FieldStamps stamps;
  while (!text.empty()) {
    Group group;
    std::size_t bytes = 0;
    const bool is_whole = take(text, ' ', group.mask) && take(text, ' ', group.stamp.seq) &&
                          take(text, ' ', group.stamp.hlc) &&
                          take(text, ' ', group.stamp.wall_ms) && take(text, ':', bytes) &&
                          bytes <= text.size();
    if (!is_whole) {
      return make_error(ErrorCode::storage_corrupt, "the stamps of a row cannot be read");
    }
    group.stamp.device = text.substr(0, bytes);
    text.remove_prefix(bytes);
    stamps.groups_.push_back(std::move(group));
  }
  return stamps;
}

}  // namespace srl
