// SPDX-License-Identifier: MIT
// One database file in memory with an honest disk behind it. Three contents: *live* is what the
// database reads and writes; *durable* is what would be there after a power cut; between them stand
// the *outstanding* batches, one per commit, in order. sync() closes a batch and returns at once;
// the host says later, by number, whether the disk took it.
//
//   write… sync() → 1   write… sync() → 2   mark_durable(1)   revert_to_durable(): 2 never happened
//
// Batches become durable in order: mark_durable(n) covers the ones before n. After mark_failed(n)
// nothing from n on can become durable, whatever the disk says, because a disk that has a later
// batch without n is torn; new batches are held back, and retry() sends all of them as one.
// Batch numbers are never used twice, also not after revert_to_durable(): a late answer about a
// batch that is gone is ignored.
//
// When the content is replaced (reset, restore, revert_to_durable) a database that is open on this
// store must drop its cache: use PageDatabase, which does both.
//
// Not thread-safe, not movable (open files hold its address).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ports/database.h"
#include "storage/page_batch.h"
#include "storage/page_image.h"

namespace srl {

class PageStore {
 public:
  // Everything but the listener: a value for checkpoints. Pages are shared, so a copy is cheap.
  struct State {
    PageImage live;
    PageImage durable;
    std::vector<SharedRef<PageBatch>> outstanding;  // ascending ids
    std::vector<PageIndex> dirty;  // written, new or cut off since the last sync; unordered
    BatchId last_number = 0;       // given out, also to batches that are gone
    BatchId last_batch = 0;
    BatchId durable_batch = 0;
    BatchId failed_batch = 0;  // the first that failed; 0: none
  };

  PageStore() = default;
  // Starts with `image` on disk. A host that reopens a file passes the number it had reached, so
  // that the batches that rows were stored under keep their meaning.
  explicit PageStore(PageImage image, BatchId durable_batch = 0);
  PageStore(const PageStore&) = delete;
  PageStore& operator=(const PageStore&) = delete;

  void set_listener(BatchListener* listener) { listener_ = listener; }

  // --- the file, for the VFS -----------------------------------------------------------------

  std::uint64_t size_bytes() const { return state_.live.page_count() * std::uint64_t{kPageBytes}; }

  // Fills `out`; false when the file ends before that (the rest of `out` is then zeros).
  bool read(std::uint64_t offset, std::byte* out, std::size_t size) const;
  void write(std::uint64_t offset, const std::byte* data, std::size_t size);
  void truncate(std::uint64_t size);

  // The commit boundary: closes the batch of what was written since the last one and returns its
  // number. Without any change it makes no batch and returns last_batch().
  BatchId sync();

  // --- the disk, for the host ----------------------------------------------------------------

  BatchId last_batch() const { return state_.last_batch; }
  BatchId durable_batch() const { return state_.durable_batch; }
  bool all_durable() const { return state_.outstanding.empty(); }

  // The disk holds n and all before it. False when that changes nothing: n is not outstanding any
  // more, or stands behind a failed batch.
  bool mark_durable(BatchId n);

  // The disk refused n. False when n is not outstanding.
  bool mark_failed(BatchId n);
  bool has_failed() const { return state_.failed_batch != 0; }

  // Merges the failed batch and all after it into a new one, hands that to the listener and returns
  // its number; 0 when nothing failed.
  BatchId retry();

  const std::vector<SharedRef<PageBatch>>& outstanding() const { return state_.outstanding; }
  // Null when n is not outstanding.
  const PageBatch* batch(BatchId n) const;

  // --- the content, for worlds and checkpoints -----------------------------------------------

  const PageImage& live() const { return state_.live; }
  const PageImage& durable() const { return state_.durable; }

  // A new file: `image`, durable, batch numbers from `durable_batch` on.
  void reset(PageImage image, BatchId durable_batch = 0);

  // The power cut: what is not durable is gone. A failure is forgotten with it.
  void revert_to_durable();

  const State& state() const { return state_; }
  void restore(State state);

  // Counts the replacements of the content: how a database notices that its cache is stale.
  std::uint64_t content_epoch() const { return content_epoch_; }

 private:
  void write_in_page(PageIndex index, std::size_t at, const std::byte* data, std::size_t size);
  void resize(PageIndex page_count);
  void apply(const PageBatch& batch);
  std::vector<BatchPage> take_dirty_pages();

  State state_;
  std::uint64_t content_epoch_ = 0;
  BatchListener* listener_ = nullptr;
};

}  // namespace srl
