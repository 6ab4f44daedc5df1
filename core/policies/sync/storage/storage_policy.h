// SPDX-License-Identifier: MIT
// The decision `sync`, part `storage`: when may the device say "saved"? A commit hands pages to the
// disk; until the disk has them, a killed app loses them.
#pragma once

#include <vector>

#include "policies/policy_info.h"

namespace srl {

class StoragePolicy {
 public:
  virtual ~StoragePolicy() = default;
  virtual const PolicyInfo& info() const = 0;

  // May an operation be called saved, and be sent, before its batch is on disk?
  virtual bool trusts_the_commit() const = 0;

  // Is a batch that the disk refused handed over again?
  virtual bool retries_failed_batches() const = 0;
};

// Every policy of the folder (generated at build time).
std::vector<const StoragePolicy*> all_storage_policies();

}  // namespace srl
