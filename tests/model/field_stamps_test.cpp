// SPDX-License-Identifier: MIT
#include "model/field_stamps.h"

#include <doctest/doctest.h>

#include "base/random.h"

namespace srl {
namespace {

constexpr std::uint32_t kTitle = field_bit(TaskField::title);
constexpr std::uint32_t kTags = field_bit(TaskField::tags);

// Any bytes, those of the format included.
std::string any_name(RandomStream& random) {
  std::string name;
  const std::uint64_t bytes = random.below(12);
  for (std::uint64_t i = 0; i < bytes; ++i) {
    name.push_back(random.below(2) == 0 ? "0 1:2"[random.below(5)]
                                        : static_cast<char>(random.below(256)));
  }
  return name;
}

FieldStamps any_stamps(RandomStream& random) {
  FieldStamps stamps;
  const std::uint64_t writes = random.below(6);
  for (std::uint64_t i = 0; i < writes; ++i) {
    FieldStamp stamp;
    stamp.seq = static_cast<std::int64_t>(random.below(1'000));
    stamp.device = any_name(random);
    stamp.hlc = static_cast<Hlc>(random.below(UINT64_C(1) << 62U));
    stamp.wall_ms = static_cast<TimeMs>(random.below(1'000'000)) - 500'000;
    stamps.set(static_cast<std::uint32_t>(random.below(kAllFields + 1)), stamp);
  }
  return stamps;
}

}  // namespace

TEST_CASE("field stamps: a field that nobody has written has none") {
  CHECK(FieldStamps().of(TaskField::title) == FieldStamp{});
  CHECK(FieldStamps().unseen(0, "phone") == 0);
  CHECK(FieldStamps().to_text().empty());
}

TEST_CASE("field stamps: the last write of a field counts, the others keep theirs") {
  FieldStamps stamps;
  stamps.set(kAllFields, {1, "phone", 10, 100});
  stamps.set(kTitle, {2, "laptop", 20, 200});
  CHECK(stamps.of(TaskField::title) == FieldStamp{2, "laptop", 20, 200});
  CHECK(stamps.of(TaskField::tags) == FieldStamp{1, "phone", 10, 100});
}

TEST_CASE("field stamps: unseen is what others wrote after the base, never one's own") {
  FieldStamps stamps;
  stamps.set(kAllFields, {1, "phone", 0, 0});
  stamps.set(kTitle, {2, "laptop", 0, 0});
  stamps.set(kTags, {3, "phone", 0, 0});
  CHECK(stamps.unseen(1, "phone") == kTitle);
  CHECK(stamps.unseen(2, "phone") == 0);
  CHECK(stamps.unseen(1, "laptop") == kTags);
  CHECK(stamps.unseen(3, "laptop") == 0);
  CHECK(stamps.unseen(0, "tablet") == kAllFields);
}

TEST_CASE("field stamps: what several devices have made together none of them has seen") {
  FieldStamps stamps;
  stamps.set(kTags, {5, "", 0, 0});
  CHECK(stamps.unseen(4, "phone") == kTags);
  CHECK(stamps.unseen(4, "laptop") == kTags);
}

TEST_CASE("field stamps: they survive their text, whatever a device is called") {
  RandomStream random{3, 0, 0, 0};
  for (int i = 0; i < 500; ++i) {
    const FieldStamps stamps = any_stamps(random);
    const Result<FieldStamps> read = FieldStamps::parse(stamps.to_text());
    REQUIRE_MESSAGE(read.ok(), stamps.to_text());
    CHECK(*read == stamps);
  }
}

TEST_CASE("field stamps: damaged text is called damaged, and never read past its end") {
  FieldStamps stamps;
  stamps.set(kTitle, {2, "laptop", 20, 200});
  const std::string text = stamps.to_text();
  for (std::size_t bytes = 1; bytes < text.size(); ++bytes) {
    CAPTURE(bytes);
    const Result<FieldStamps> read = FieldStamps::parse(text.substr(0, bytes));
    REQUIRE(!read.ok());
    CHECK(read.error().code == ErrorCode::storage_corrupt);
  }
  for (const char* bad : {"x", "1", "1 2 3 4", "1 2 3 4 9:x", "1 2 3 4 -1:", "1  2 3 4 0:",
                          "99999999999 2 3 4 0:", "1 2 3 4 18446744073709551616:"}) {
    CAPTURE(bad);
    CHECK(!FieldStamps::parse(bad).ok());
  }
}

TEST_CASE("field stamps: what nobody's device has written, no device has seen, nobody's neither") {
  FieldStamps stamps;
  stamps.set(kTitle, {5, "", 50, 500});
  CHECK(stamps.unseen(3, "laptop") == kTitle);
  CHECK(stamps.unseen(3, "") == kTitle);
  CHECK(stamps.unseen(5, "") == 0);
}

}  // namespace srl
