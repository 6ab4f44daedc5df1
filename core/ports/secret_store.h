// SPDX-License-Identifier: MIT
// Where a device keeps its tokens: outside its database, so that no export, bug report or copied
// database holds them. It is written at once, and shared by all tabs of the device.
#pragma once

#include "model/session.h"

namespace srl {

class SecretStore {
 public:
  virtual ~SecretStore() = default;

  // The last session saved; nobody's (kNobody) when there is none, or it cannot be read.
  virtual Session load() = 0;
  // A session without tokens is one that the service has ended: its account is still remembered.
  virtual void save(const Session& session) = 0;
  virtual void clear() = 0;
};

}  // namespace srl
