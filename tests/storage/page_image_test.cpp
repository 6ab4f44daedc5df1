// SPDX-License-Identifier: MIT
#include "storage/page_image.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace srl {
namespace {

PageRef page_of(std::string_view text) {
  return make_page(std::as_bytes(std::span(text.data(), text.size())));
}

std::string text_of(const PageImage& image, PageIndex index) {
  const std::byte* content = image.page(index);
  return content == nullptr ? "(hole)" : std::string(reinterpret_cast<const char*>(content));
}

}  // namespace

TEST_CASE("storage/page_image: a write through a copy is not visible through the original") {
  PageImage original;
  for (PageIndex i = 0; i < 100; ++i) original.set(i, page_of("page " + std::to_string(i)));
  PageImage copy = original;
  copy.set(40, page_of("changed"));
  CHECK(text_of(original, 40) == "page 40");
  CHECK(text_of(copy, 40) == "changed");
  original.set(41, page_of("changed too"));
  CHECK(text_of(copy, 41) == "page 41");
}

TEST_CASE("storage/page_image: a copy shares every page that nobody wrote") {
  PageImage original;
  for (PageIndex i = 0; i < 100; ++i) original.set(i, page_of("page"));
  PageImage copy = original;
  copy.set(40, page_of("changed"));
  int shared = 0;
  for (PageIndex i = 0; i < 100; ++i) shared += original.page(i) == copy.page(i) ? 1 : 0;
  CHECK(shared == 99);
}

TEST_CASE("storage/page_image: what was cut off does not come back when the file grows again") {
  for (const PageIndex cut : {0U, 1U, 31U, 32U, 33U, 64U, 99U}) {
    CAPTURE(cut);
    PageImage image;
    for (PageIndex i = 0; i < 100; ++i) image.set(i, page_of("old"));
    const PageImage before = image;
    image.resize(cut);
    CHECK(image.page_count() == cut);
    CHECK(image.page(cut) == nullptr);
    image.resize(100);
    for (PageIndex i = 0; i < 100; ++i) CHECK(text_of(image, i) == (i < cut ? "old" : "(hole)"));
    CHECK(text_of(before, 99) == "old");
  }
}

TEST_CASE("storage/page_image: bytes survive import and export, filled up to whole pages") {
  std::vector<std::byte> bytes(3 * kPageBytes + 7, std::byte{0x5A});
  const PageImage image = PageImage::from_bytes(bytes);
  CHECK(image.page_count() == 4);
  std::vector<std::byte> expected = bytes;
  expected.resize(4 * kPageBytes);
  CHECK(image.to_bytes() == expected);
  CHECK(PageImage::from_bytes({}).page_count() == 0);
  CHECK(same_content(image, PageImage::from_bytes(expected)));
}

TEST_CASE("storage/page_image: images are equal by content, and a hole equals zeros") {
  PageImage hole;
  hole.set(1, page_of("x"));
  PageImage zeros;
  zeros.set(0, make_page({}));
  zeros.set(1, page_of("x"));
  CHECK(same_content(hole, zeros));
  zeros.set(1, page_of("y"));
  CHECK_FALSE(same_content(hole, zeros));
  CHECK_FALSE(same_content(hole, PageImage()));
}

TEST_CASE("storage/page_image: threads may write through their own copies of one template") {
  PageImage original;
  for (PageIndex i = 0; i < 64; ++i) original.set(i, page_of("template"));
  std::vector<std::thread> threads;
  std::vector<int> right(4, 0);
  for (std::size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&original, &right, t] {
      for (PageIndex round = 0; round < 500; ++round) {
        PageImage mine = original;
        mine.set(round % 64, page_of("mine"));
        const PageImage checkpoint = mine;
        mine.set(round % 64, page_of("later"));
        right[t] += text_of(checkpoint, round % 64) == "mine" ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : right) CHECK(count == 500);
  for (PageIndex i = 0; i < 64; ++i) CHECK(text_of(original, i) == "template");
}

}  // namespace srl
