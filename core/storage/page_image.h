// SPDX-License-Identifier: MIT
// The content of one database file as a table of 4 KiB pages that are shared between copies.
// Copying an image of a hundred pages copies four pointers; a write through one copy is never
// visible through another. Images are plain values: a template, a checkpoint, what is on disk.
//
// Two levels: the image owns chunks, a chunk owns pages; each level is cloned on the first write
// after it was shared. Different images may share pages across threads; one image belongs to one
// thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "storage/shared_ref.h"

namespace srl {

inline constexpr std::size_t kPageBytes = 4096;

// Page n begins at byte n × 4096 of the file. (SQLite counts from 1: its page is this plus one.)
using PageIndex = std::uint32_t;

// Raw storage on purpose: a page is always filled whole where it is made.
struct Page : SharedCount {
  std::byte bytes[kPageBytes];
};
using PageRef = SharedRef<Page>;

// A page that holds `bytes`; the rest is zero.
PageRef make_page(std::span<const std::byte> bytes);

class PageImage {
 public:
  // The file `bytes`, for import; its last page is filled up with zeros.
  static PageImage from_bytes(std::span<const std::byte> bytes);

  PageIndex page_count() const { return page_count_; }

  // 4096 bytes, or null where nothing was ever written (it reads as zeros).
  const std::byte* page(PageIndex index) const {
    const PageRef* ref = find(index);
    return ref == nullptr || !*ref ? nullptr : (*ref)->bytes;
  }

  PageRef share(PageIndex index) const;

  // Replaces a page, growing the file when it lies past the end.
  void set(PageIndex index, PageRef page);

  // The page's own reference, to be changed in place or replaced. The file must be large enough.
  PageRef& slot(PageIndex index);

  // Cuts the file, or grows it with unwritten pages.
  void resize(PageIndex page_count);

  // The whole file, for export.
  std::vector<std::byte> to_bytes() const;

  friend bool same_content(const PageImage& a, const PageImage& b);

 private:
  static constexpr PageIndex kChunkPages = 32;
  struct Chunk : SharedCount {
    std::array<PageRef, kChunkPages> pages;
  };

  const PageRef* find(PageIndex index) const {
    if (index >= page_count_) return nullptr;
    const SharedRef<Chunk>& chunk = chunks_[index / kChunkPages];
    return chunk ? &chunk->pages[index % kChunkPages] : nullptr;
  }

  std::vector<SharedRef<Chunk>> chunks_;  // a null chunk holds unwritten pages only
  PageIndex page_count_ = 0;
};

}  // namespace srl
