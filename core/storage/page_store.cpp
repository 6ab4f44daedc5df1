// SPDX-License-Identifier: MIT
#include "storage/page_store.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/assertion.h"

namespace srl {
namespace {

// Page numbers have 32 bits, and one past the last page is a number, too.
constexpr std::uint64_t kFileBytesMax = std::uint64_t{UINT32_MAX} * kPageBytes;

using Batches = std::vector<SharedRef<PageBatch>>;

Batches::const_iterator find_batch(const Batches& batches, BatchId n) {
  return std::find_if(batches.begin(), batches.end(),
                      [n](const SharedRef<PageBatch>& batch) { return batch->id == n; });
}

PageIndex pages_of(std::uint64_t size_bytes) {
  SRL_ASSERT(size_bytes <= kFileBytesMax, "a file has no more pages than its index can count");
  return static_cast<PageIndex>((size_bytes + kPageBytes - 1) / kPageBytes);
}

// The newest version of every page in `first` … `last`.
std::vector<BatchPage> merge_pages(Batches::const_iterator first, Batches::const_iterator last) {
  const PageIndex page_count = (*(last - 1))->page_count;
  std::vector<PageRef> newest(page_count);
  for (; first != last; ++first) {
    for (const BatchPage& page : (*first)->pages) {
      if (page.index < page_count) newest[page.index] = page.page;
    }
  }
  std::vector<BatchPage> merged;
  for (PageIndex i = 0; i < page_count; ++i) {
    if (newest[i]) merged.push_back({i, std::move(newest[i])});
  }
  return merged;
}

}  // namespace

PageStore::PageStore(PageImage image, BatchId durable_batch) {
  reset(std::move(image), durable_batch);
}

bool PageStore::read(std::uint64_t offset, std::byte* out, std::size_t size) const {
  const std::uint64_t file_size = size_bytes();
  SRL_ASSERT(offset <= kFileBytesMax, "what is read begins in a file");
  const bool is_whole = offset + size <= file_size;
  while (size > 0) {
    const std::size_t at = offset % kPageBytes;
    const std::size_t part = std::min(size, kPageBytes - at);
    const std::byte* content = offset < file_size
                                   ? state_.live.page(static_cast<PageIndex>(offset / kPageBytes))
                                   : nullptr;
    if (content != nullptr) {
      std::memcpy(out, content + at, part);
    } else {
      std::memset(out, 0, part);
    }
    offset += part;
    out += part;
    size -= part;
  }
  return is_whole;
}

void PageStore::write(std::uint64_t offset, const std::byte* data, std::size_t size) {
  const PageIndex page_count = pages_of(offset + size);
  if (page_count > state_.live.page_count()) resize(page_count);
  while (size > 0) {
    const std::size_t at = offset % kPageBytes;
    const std::size_t part = std::min(size, kPageBytes - at);
    write_in_page(static_cast<PageIndex>(offset / kPageBytes), at, data, part);
    offset += part;
    data += part;
    size -= part;
  }
}

// A page that only the live image owns was written since the last sync: everything else is also
// held by the durable image or by an outstanding batch. It alone may be changed in place.
void PageStore::write_in_page(PageIndex index, std::size_t at, const std::byte* data,
                              std::size_t size) {
  SRL_ASSERT(at + size <= kPageBytes, "what is written into a page ends in it");
  PageRef& page = state_.live.slot(index);
  if (!page.is_only_owner()) {
    PageRef fresh(new Page);
    if (size != kPageBytes) {
      if (page) {
        std::memcpy(fresh->bytes, page->bytes, kPageBytes);
      } else {
        std::memset(fresh->bytes, 0, kPageBytes);
      }
    }
    page = std::move(fresh);
    state_.dirty.push_back(index);
  }
  std::memcpy(page->bytes + at, data, size);
}

void PageStore::truncate(std::uint64_t size) {
  if (pages_of(size) != state_.live.page_count()) resize(pages_of(size));
}

// Pages that come or go count as written even when nobody writes them: a disk that takes only the
// merged batches must not keep what stood there before.
void PageStore::resize(PageIndex page_count) {
  const PageIndex before = state_.live.page_count();
  for (PageIndex i = std::min(before, page_count); i < std::max(before, page_count); ++i) {
    state_.dirty.push_back(i);
  }
  state_.live.resize(page_count);
}

BatchId PageStore::sync() {
  if (state_.dirty.empty()) return state_.last_batch;
  SharedRef<PageBatch> batch(new PageBatch);
  batch->id = ++state_.last_number;
  batch->page_count = state_.live.page_count();
  batch->pages = take_dirty_pages();
  SRL_ASSERT(state_.outstanding.empty() || state_.outstanding.back()->id < batch->id,
             "batches have ascending numbers");
  state_.outstanding.push_back(std::move(batch));
  state_.last_batch = state_.last_number;
  if (listener_ != nullptr && !has_failed()) listener_->on_batch(state_.last_batch);
  return state_.last_batch;
}

std::vector<BatchPage> PageStore::take_dirty_pages() {
  std::vector<PageIndex>& dirty = state_.dirty;
  std::sort(dirty.begin(), dirty.end());
  dirty.erase(std::unique(dirty.begin(), dirty.end()), dirty.end());
  std::vector<BatchPage> pages;
  pages.reserve(dirty.size());
  for (const PageIndex index : dirty) {
    if (index >= state_.live.page_count()) break;  // cut off again
    PageRef& page = state_.live.slot(index);
    if (!page) page = make_page({});
    pages.push_back({index, page});
  }
  dirty.clear();
  return pages;
}

bool PageStore::mark_durable(BatchId n) {
  if (has_failed() && n >= state_.failed_batch) return false;
  const auto found = find_batch(state_.outstanding, n);
  if (found == state_.outstanding.end()) return false;
  const auto end = found + 1;
  for (auto batch = state_.outstanding.cbegin(); batch != end; ++batch) apply(**batch);
  state_.outstanding.erase(state_.outstanding.cbegin(), end);
  SRL_ASSERT(state_.durable_batch < n && n <= state_.last_number,
             "the disk gets newer, and no newer than what was written");
  state_.durable_batch = n;
  return true;
}

void PageStore::apply(const PageBatch& batch) {
  SRL_ASSERT(batch.pages.empty() || batch.pages.back().index < batch.page_count,
             "a batch has no page past the end of its file");
  state_.durable.resize(batch.page_count);
  for (const BatchPage& page : batch.pages) state_.durable.set(page.index, page.page);
}

bool PageStore::mark_failed(BatchId n) {
  if (batch(n) == nullptr) return false;
  if (!has_failed() || n < state_.failed_batch) state_.failed_batch = n;
  return true;
}

BatchId PageStore::retry() {
  if (!has_failed()) return 0;
  const auto first = find_batch(state_.outstanding, state_.failed_batch);
  SRL_ASSERT(first != state_.outstanding.end(), "the batch that failed is outstanding");
  SharedRef<PageBatch> merged(new PageBatch);
  merged->id = ++state_.last_number;
  merged->page_count = state_.outstanding.back()->page_count;
  merged->pages = merge_pages(first, state_.outstanding.cend());
  state_.outstanding.erase(first, state_.outstanding.cend());
  state_.outstanding.push_back(std::move(merged));
  state_.last_batch = state_.last_number;
  state_.failed_batch = 0;
  if (listener_ != nullptr) listener_->on_batch(state_.last_batch);
  return state_.last_batch;
}

const PageBatch* PageStore::batch(BatchId n) const {
  const auto found = find_batch(state_.outstanding, n);
  return found == state_.outstanding.end() ? nullptr : found->get();
}

void PageStore::reset(PageImage image, BatchId durable_batch) {
  State state;
  state.live = image;
  state.durable = std::move(image);
  state.last_number = durable_batch;
  state.last_batch = durable_batch;
  state.durable_batch = durable_batch;
  restore(std::move(state));
}

void PageStore::revert_to_durable() {
  state_.live = state_.durable;
  state_.outstanding.clear();
  state_.dirty.clear();
  state_.last_batch = state_.durable_batch;
  state_.failed_batch = 0;
  ++content_epoch_;
}

void PageStore::restore(State state) {
  state_ = std::move(state);
  ++content_epoch_;
}

}  // namespace srl
