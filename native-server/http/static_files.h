// SPDX-License-Identifier: MIT
// The files below one folder, by URL path, with the packed copies that the build has put beside
// them. Each is read and digested once, and again when the file has changed: a rebuilt site is
// served without a restart.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/request_headers.h"
#include "threads/mutex.h"

namespace srl {

struct StaticFile {
  std::shared_ptr<const std::string> body;  // as sent: packed when `encoding` says so
  std::string_view type;                    // the media type of what is inside
  Encoding encoding = Encoding::identity;
  std::string etag;  // strong: of the bytes that are sent
};

inline constexpr std::size_t kFileBytesKeptMax = 32 * 1024 * 1024;  // of all; the app is a third

// May be used by many threads at once.
class StaticFiles {
 public:
  explicit StaticFiles(const std::filesystem::path& root);

  bool has_index() const;

  // The file of a decoded URL path ("/" and "/docs/" mean index.html), in the smallest form that
  // Accept-Encoding allows. Nothing for a path that does not exist, that is not made of plain names
  // (so ".." and hidden files cannot be asked for), or that leads out of the folder by a link.
  std::optional<StaticFile> find(std::string_view url_path, std::string_view accept_encoding) const;

 private:
  // What a file was when it was read.
  struct Stamp {
    std::filesystem::file_time_type written_at{};
    std::uintmax_t size = 0;
    bool operator==(const Stamp& other) const {
      return written_at == other.written_at && size == other.size;
    }
  };
  struct Content {
    Stamp stamp;
    std::weak_ptr<const std::string> bytes;  // as long as it is kept, or sent to a client
    std::string etag;
    std::shared_ptr<const std::string> kept{};
  };

  std::optional<StaticFile> packed(const std::filesystem::path& original, Encoding encoding) const;
  std::optional<StaticFile> read(const std::filesystem::path& path,
                                 const std::filesystem::path& original, Encoding encoding) const;
  std::optional<StaticFile> in_memory(const std::filesystem::path& path, const Stamp& stamp) const
      EXCLUDES(mutex_);
  std::optional<StaticFile> read_once(const std::filesystem::path& path, const Stamp& stamp) const
      EXCLUDES(reading_, mutex_);
  // The caller holds the bytes meanwhile.
  void keep(const std::filesystem::path& path, Content content) const REQUIRES(reading_)
      EXCLUDES(mutex_);

  std::filesystem::path root_;
  mutable Mutex reading_;  // one file at a time; taken before the other
  mutable Mutex mutex_;
  mutable std::map<std::string, Content> read_ GUARDED_BY(mutex_);
  mutable std::size_t kept_bytes_ GUARDED_BY(mutex_) = 0;
};

}  // namespace srl
