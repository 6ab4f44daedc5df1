// SPDX-License-Identifier: MIT
#include "adapters/system_crypto.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "adapters/private_file.h"
#include "adapters/service_database.h"

namespace srl {
namespace {

constexpr char kKeySuffix[] = "-key";
constexpr std::size_t kKeyBytes = 32;

// A file descriptor that closes itself.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("the system gives no random numbers");
  }
  return bytes;
}

Error key_error(const std::string& path, const std::string& what) {
  return make_error(ErrorCode::storage_failed, "the key " + path + ": " + what);
}

Result<std::string> read_key(const std::string& path, int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return key_error(path, std::strerror(errno));
  if ((info.st_mode & kOthers) != 0) {
    return key_error(path,
                     "others may read it; if nobody has, chmod 600 it, else delete it, "
                     "and everybody signs in again");
  }
  std::array<char, kKeyBytes + 1> bytes{};
  const ssize_t got = ::read(fd, bytes.data(), bytes.size());
  if (got != static_cast<ssize_t>(kKeyBytes)) {
    return key_error(path, "is not a key; delete it, and everybody signs in again");
  }
  return std::string(bytes.data(), kKeyBytes);
}

// The whole key under another name first: a crash must not leave half a key.
Result<std::string> make_key(const std::string& path) {
  const std::string unfinished = path + ".new";
  ::unlink(unfinished.c_str());  // of an earlier crash; opened again, nobody else can have it open
  const File file(::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
  std::string key = random_bytes(kKeyBytes);
  const bool written =
      file.fd() >= 0 &&
      ::write(file.fd(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
      ::fsync(file.fd()) == 0 && ::rename(unfinished.c_str(), path.c_str()) == 0;
  if (!written) return key_error(path, std::string("cannot be made: ") + std::strerror(errno));
  return key;
}

Result<std::string> key_of(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd() >= 0) return read_key(path, file.fd());
  if (errno == ENOENT) return make_key(path);
  return key_error(path, std::strerror(errno));
}

}  // namespace

Result<std::unique_ptr<SystemCrypto>> SystemCrypto::open(const std::string& database_path) {
  Result<std::string> key = database_path == kMemoryPath
                                ? Result<std::string>(random_bytes(kKeyBytes))
                                : key_of(database_path + kKeySuffix);
  if (!key.ok()) return key.error();
  return std::unique_ptr<SystemCrypto>(new SystemCrypto(std::move(*key)));
}

std::string SystemCrypto::mac(std::string_view text) {
  std::array<unsigned char, kMacBytes> mac{};
  unsigned int length = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), bytes, text.size(), mac.data(),
           &length) == nullptr) {
    throw std::runtime_error("HMAC-SHA-256 failed");
  }
  return std::string(reinterpret_cast<const char*>(mac.data()), length);
}

std::string SystemCrypto::random(std::size_t bytes) { return random_bytes(bytes); }

bool SystemCrypto::equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace srl
