// SPDX-License-Identifier: MIT
// The pages that one commit changed: what a disk has to take whole or not at all. Immutable once
// closed, so that checkpoints share it.
#pragma once

#include <vector>

#include "ports/database.h"
#include "storage/page_image.h"

namespace srl {

struct BatchPage {
  PageIndex index;
  PageRef page;
};

struct PageBatch : SharedCount {
  BatchId id = 0;
  PageIndex page_count = 0;      // of the file after this batch: pages from here on are gone
  std::vector<BatchPage> pages;  // ascending, each page once, all below page_count
};

// Told by a PageStore, inside the commit, that a batch was handed to the disk. The host schedules
// mark_durable() or mark_failed() for later; it must not call back into the store or its database.
class BatchListener {
 public:
  virtual ~BatchListener() = default;
  virtual void on_batch(BatchId batch) = 0;
};

}  // namespace srl
