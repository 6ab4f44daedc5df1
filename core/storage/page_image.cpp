// SPDX-License-Identifier: MIT
#include "storage/page_image.h"

#include <algorithm>
#include <cstring>

#include "base/assertion.h"

namespace srl {

PageRef make_page(std::span<const std::byte> bytes) {
  SRL_ASSERT(bytes.size() <= kPageBytes, "what a page is made of fits into it");
  PageRef page(new Page);
  if (!bytes.empty()) std::memcpy(page->bytes, bytes.data(), bytes.size());
  std::memset(page->bytes + bytes.size(), 0, kPageBytes - bytes.size());
  return page;
}

PageImage PageImage::from_bytes(std::span<const std::byte> bytes) {
  PageImage image;
  for (std::size_t at = 0; at < bytes.size(); at += kPageBytes) {
    const std::size_t size = std::min(kPageBytes, bytes.size() - at);
    image.set(image.page_count(), make_page(bytes.subspan(at, size)));
  }
  return image;
}

PageRef PageImage::share(PageIndex index) const {
  const PageRef* ref = find(index);
  return ref == nullptr ? PageRef() : *ref;
}

void PageImage::set(PageIndex index, PageRef page) {
  if (index >= page_count_) resize(index + 1);
  slot(index) = std::move(page);
}

PageRef& PageImage::slot(PageIndex index) {
  SRL_ASSERT(index < page_count_, "a page that is changed lies in the file");
  SharedRef<Chunk>& chunk = chunks_[index / kChunkPages];
  if (!chunk.is_only_owner()) {
    chunk = SharedRef<Chunk>(chunk ? new Chunk(*chunk) : new Chunk);
  }
  return chunk->pages[index % kChunkPages];
}

void PageImage::resize(PageIndex page_count) {
  // What is cut off inside the last chunk must not come back when the file grows again.
  const PageIndex last_chunk_end =
      std::min(page_count_, (page_count + kChunkPages - 1) / kChunkPages * kChunkPages);
  for (PageIndex index = page_count; index < last_chunk_end; ++index) slot(index) = PageRef();
  chunks_.resize((page_count + kChunkPages - 1) / kChunkPages);
  page_count_ = page_count;
}

std::vector<std::byte> PageImage::to_bytes() const {
  std::vector<std::byte> bytes(page_count_ * kPageBytes);
  for (PageIndex index = 0; index < page_count_; ++index) {
    const std::byte* content = page(index);
    if (content != nullptr) std::memcpy(&bytes[index * kPageBytes], content, kPageBytes);
  }
  return bytes;
}

bool same_content(const PageImage& a, const PageImage& b) {
  static constexpr std::byte kZeros[kPageBytes] = {};
  if (a.page_count_ != b.page_count_) return false;
  for (PageIndex index = 0; index < a.page_count_; ++index) {
    const std::byte* left = a.page(index) != nullptr ? a.page(index) : kZeros;
    const std::byte* right = b.page(index) != nullptr ? b.page(index) : kZeros;
    if (left != right && std::memcmp(left, right, kPageBytes) != 0) return false;
  }
  return true;
}

}  // namespace srl
