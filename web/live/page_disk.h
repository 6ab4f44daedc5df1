// SPDX-License-Identifier: MIT
// The disk under a live device's pages. Every call returns at once; the answer comes later, through
// LiveMode. In the browser it is one IndexedDB database per device, and a Web Lock that only one
// tab can hold.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "storage/page_batch.h"

namespace srl::web {

// What a disk holds of a device; a new device has nothing.
struct StoredPages {
  PageImage image;
  BatchId batch = 0;
};

class PageDisk {
 public:
  virtual ~PageDisk() = default;

  // → on_lock. Takes the device for this tab alone, for as long as the tab lives.
  virtual void lock(const std::string& device_id) = 0;
  // → on_loaded. Of the device that is locked.
  virtual void load(const std::string& device_id) = 0;
  // → on_batch_written. Whole or not at all, and only onto a disk whose last batch is `after`.
  virtual void write(const PageBatch& batch, BatchId after) = 0;
  // → on_batch_written, when nothing is to be kept: as if the disk had it.
  virtual void pretend_to_write(BatchId batch) = 0;
  // Hands the bytes to the person as a file.
  virtual void download(const std::string& file_name, std::span<const std::byte> bytes) = 0;
};

}  // namespace srl::web
