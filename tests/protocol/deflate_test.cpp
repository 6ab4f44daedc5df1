// SPDX-License-Identifier: MIT
#include "protocol/deflate.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "base/digest.h"
#include "base/limits.h"
#include "base/random.h"

namespace srl {

using namespace std::string_view_literals;

namespace {

std::string random_bytes(std::size_t count) {
  RandomStream stream{1, 2, 3, 0};
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes.push_back(static_cast<char>(stream.below(256)));
  return bytes;
}

ErrorCode error_of(std::string_view packed, std::size_t bytes_max = 1'000'000) {
  const Result<std::string> bytes = inflate_raw(packed, bytes_max);
  REQUIRE_FALSE(bytes.ok());
  return bytes.error().code;
}

}  // namespace

TEST_CASE("deflate: the bytes are the ones that any other raw deflate reads and writes") {
  CHECK(deflate_raw("hello").value() == "\xCB\x48\xCD\xC9\xC9\x07\x00"sv);
  CHECK(inflate_raw("\xCB\x48\xCD\xC9\xC9\x07\x00"sv, 100).value() == "hello");
  CHECK(inflate_raw("\x01\x02\x00\xFD\xFF\x68\x69"sv, 100).value() == "hi");  // a stored block
}

TEST_CASE("deflate: everything survives the way there and back") {
  std::string repeated;
  for (int i = 0; i < 50'000; ++i) repeated.append("{\"do\":\"add\"},");
  for (const std::string& bytes :
       {std::string(), std::string("x"), std::string(1, '\0'), random_bytes(100'000), repeated}) {
    const std::string packed = deflate_raw(bytes).value();
    CHECK(inflate_raw(packed, bytes.size()).value() == bytes);
  }
  CHECK(deflate_raw(repeated).value().size() < repeated.size() / 100);
}

TEST_CASE("deflate: the output may be exactly as large as its limit, and not a byte more") {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{16 * 1024 - 1},
                                 std::size_t{16 * 1024}, std::size_t{16 * 1024 + 1}}) {
    const std::string packed = deflate_raw(std::string(size, 'x')).value();
    CHECK(inflate_raw(packed, size).ok());
    CHECK(inflate_raw(packed, SIZE_MAX).ok());
    if (size > 0) CHECK(error_of(packed, size - 1) == ErrorCode::too_large);
  }
}

TEST_CASE("deflate: a small bomb stops at the limit") {
  const std::string bomb = deflate_raw(std::string(64 * 1024 * 1024, '\0')).value();
  CHECK(bomb.size() < kLinkBytesMax + 1'000);
  CHECK(error_of(bomb, kHistoryBytesMax) == ErrorCode::too_large);
}

TEST_CASE("deflate: cut data is refused at every length") {
  const std::string packed = deflate_raw("a history that was cut while it was copied").value();
  for (std::size_t size = 0; size < packed.size(); ++size) {
    const Result<std::string> bytes = inflate_raw(packed.substr(0, size), 1'000);
    REQUIRE_FALSE(bytes.ok());
    CHECK(bytes.error().code == ErrorCode::bad_value);
    CHECK(bytes.error().detail.find("a part is missing") != std::string::npos);
  }
}

TEST_CASE("deflate: damaged data and what follows the end are refused") {
  CHECK(error_of("\x07"sv) == ErrorCode::bad_value);                    // no such block type
  CHECK(error_of("\x01\x02\x00\x00\x00hi"sv) == ErrorCode::bad_value);  // a length unlike its check
  CHECK(error_of(deflate_raw("hello").value() + "x") == ErrorCode::bad_value);
  CHECK(error_of("\x78\x9C\xCB\x48\xCD\xC9\xC9\x07\x00"sv) ==
        ErrorCode::bad_value);  // zlib's header
}

TEST_CASE("deflate: noise never does worse than an error") {
  int refused = 0;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    RandomStream stream{i, 0, 0, 0};
    std::string noise;
    for (std::uint64_t n = stream.below(40); n > 0; --n) {
      noise.push_back(static_cast<char>(stream.below(256)));
    }
    refused += inflate_raw(noise, 1'000).ok() ? 0 : 1;
  }
  CHECK(refused > 1'900);
}

TEST_CASE("deflate: a link has the same bytes on every machine") {
  std::string history;
  for (int i = 0; i < 500; ++i) history.append("{\"at\":" + std::to_string(i * 137) + "}");
  Digest digest;
  digest.add_text(deflate_raw(history).value());
  CHECK(format_digest(digest.value()) == "7f99ef27892a49fa");
}

}  // namespace srl
