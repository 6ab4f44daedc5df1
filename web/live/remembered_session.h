// SPDX-License-Identifier: MIT
// The tab's tokens, and beside them, in the device's own database, whose rows these are. Tokens are
// kept where they may reach the disk late: a browser that is killed loses them, and without this
// the rows would be hidden until a person has signed in again.
#pragma once

#include "ports/database.h"
#include "ports/secret_store.h"

namespace srl::web {

class RememberedSession final : public SecretStore {
 public:
  // Both must outlive it. The schema is in place before the first call.
  RememberedSession(SecretStore& secrets, Database& database)
      : secrets_(secrets), database_(database) {}

  // Without tokens, when only the database knows of it: its account has to sign in again.
  Session load() override;
  void save(const Session& session) override;
  void clear() override;

 private:
  Session remembered();

  SecretStore& secrets_;
  Database& database_;
};

}  // namespace srl::web
