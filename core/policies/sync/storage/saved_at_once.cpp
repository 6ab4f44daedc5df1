// SPDX-License-Identifier: MIT
// Says "saved" when the local commit returns. The disk has nothing yet: an app that is killed in
// that moment, or a batch that fails, takes the write with it.
#include "policies/sync/storage/storage_policy.h"

namespace srl {
namespace {

class SavedAtOnce final : public StoragePolicy {
 public:
  const PolicyInfo& info() const override {
    static const PolicyInfo kInfo{"saved_at_once", "Saved at once",
                                  "\"Saved\" appears at once, before the disk has the write.", 0};
    return kInfo;
  }
  bool trusts_the_commit() const override { return true; }
  bool retries_failed_batches() const override { return false; }
};

}  // namespace

const StoragePolicy& storage_saved_at_once() {
  static const SavedAtOnce kPolicy;
  return kPolicy;
}

}  // namespace srl
