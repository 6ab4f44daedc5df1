// SPDX-License-Identifier: MIT
// The service's secrets with OpenSSL: HMAC-SHA-256, its random generator, CRYPTO_memcmp. The key is
// in a file beside the database, which only its owner may read: a copy of the database alone lets
// nobody in. Who loses the key loses nothing but the sessions: everybody signs in again.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "ports/crypto.h"

namespace srl {

class SystemCrypto final : public Crypto {
 public:
  // Reads the key of the database at `path`, or makes one. In memory the key is gone with the data.
  // Errors say what to do: a file that is no key, one that others may read, a folder without room.
  static Result<std::unique_ptr<SystemCrypto>> open(const std::string& database_path);

  std::string mac(std::string_view text) override;
  std::string random(std::size_t bytes) override;
  bool equal(std::string_view a, std::string_view b) override;

 private:
  explicit SystemCrypto(std::string key) : key_(std::move(key)) {}

  const std::string key_;
};

}  // namespace srl
