// SPDX-License-Identifier: MIT
// Says "saved", and sends, only what the disk has confirmed. A batch that fails is kept, shown and
// handed over again together with its successors.
#include "policies/sync/storage/storage_policy.h"

namespace srl {
namespace {

class SavedWhenDurable final : public StoragePolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{
        "saved_when_durable", "Saved when durable",
        "\"Saved\" appears, and the write is sent, when the disk has confirmed it.", 1};
    return kInfo;
  }
  bool trusts_the_commit() const override { return false; }
  bool retries_failed_batches() const override { return true; }
};

}  // namespace

const StoragePolicy& storage_saved_when_durable() {
  static const SavedWhenDurable kPolicy;
  return kPolicy;
}

}  // namespace srl
