// SPDX-License-Identifier: MIT
#include "http/static_files.h"

#include <algorithm>
#include <cstdint>
#include <fstream>

#include "base/digest.h"

namespace srl {
namespace {

namespace fs = std::filesystem;

struct MediaType {
  std::string_view extension;
  std::string_view type;
};

// Streaming compilation takes "application/wasm" and nothing else, not even with a parameter.
constexpr MediaType kMediaTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".wasm", "application/wasm"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/vnd.microsoft.icon"},
    {".ttf", "font/ttf"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/plain; charset=utf-8"},
};

std::string_view media_type(const fs::path& path) {
  const std::string extension = path.extension().string();
  for (const MediaType& known : kMediaTypes) {
    if (known.extension == extension) return known.type;
  }
  return "application/octet-stream";
}

bool is_plain_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

// Names of our own files, and nothing that a file system reads more into.
bool is_plain_path(std::string_view path) {
  if (path.empty() || path.front() != '/') return false;
  char before = '/';
  for (const char c : path.substr(1)) {
    const bool begins_name = before == '/';
    if (c == '/' ? begins_name : !is_plain_character(c) || (begins_name && c == '.')) return false;
    before = c;
  }
  return true;
}

bool is_inside(const fs::path& path, const fs::path& folder) {
  const auto [end_of_folder, in_path] =
      std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end_of_folder == folder.end() && in_path != path.end();
}

std::optional<std::string> read_file(const fs::path& path, std::uintmax_t size) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string bytes(static_cast<std::size_t>(size), '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  if (stream.gcount() != static_cast<std::streamsize>(size)) return std::nullopt;
  return bytes;
}

}  // namespace

StaticFiles::StaticFiles(const fs::path& root) {
  std::error_code error;
  root_ = fs::canonical(root, error);
  if (error) root_.clear();
}

bool StaticFiles::has_index() const { return find("/", "").has_value(); }

std::optional<StaticFile> StaticFiles::find(std::string_view url_path,
                                            std::string_view accept_encoding) const {
  if (root_.empty() || !is_plain_path(url_path)) return std::nullopt;
  std::string relative(url_path.substr(1));
  if (url_path.back() == '/') relative += "index.html";

  std::error_code error;
  const fs::path path = fs::canonical(root_ / relative, error);
  if (error || !is_inside(path, root_) || !fs::is_regular_file(path, error)) return std::nullopt;

  for (const Encoding encoding : {Encoding::br, Encoding::gzip}) {
    if (!accepts(accept_encoding, encoding)) continue;
    if (auto file = packed(path, encoding)) return file;
  }
  return read(path, path, Encoding::identity);
}

// A packed copy that is older than its original is left from the build before.
std::optional<StaticFile> StaticFiles::packed(const fs::path& original, Encoding encoding) const {
  std::error_code error;
  const fs::path path = original.string().append(encoding == Encoding::br ? ".br" : ".gz");
  const fs::file_time_type packed_at = fs::last_write_time(path, error);
  if (error) return std::nullopt;
  const fs::file_time_type written_at = fs::last_write_time(original, error);
  if (error || packed_at < written_at) return std::nullopt;
  return read(path, original, encoding);
}

std::optional<StaticFile> StaticFiles::read(const fs::path& path, const fs::path& original,
                                            Encoding encoding) const {
  Stamp stamp;
  std::error_code error;
  stamp.written_at = fs::last_write_time(path, error);
  if (!error) stamp.size = fs::file_size(path, error);
  if (error) return std::nullopt;
  std::optional<StaticFile> file = in_memory(path, stamp);
  if (!file) file = read_once(path, stamp);
  if (!file) return std::nullopt;
  file->type = media_type(original);
  file->encoding = encoding;
  return file;
}

// One file at a time: a thread that waits takes what another one has read meanwhile.
std::optional<StaticFile> StaticFiles::read_once(const fs::path& path, const Stamp& stamp) const {
  const MutexLock lock(reading_);
  if (std::optional<StaticFile> file = in_memory(path, stamp)) return file;
  std::optional<std::string> bytes = read_file(path, stamp.size);
  if (!bytes) return std::nullopt;
  Digest digest;
  digest.add_text(*bytes);
  StaticFile file{std::make_shared<const std::string>(std::move(*bytes)), {}, {}, {}};
  file.etag = "\"" + format_digest(digest.value()) + "\"";
  keep(path, {stamp, file.body, file.etag});
  return file;
}

std::optional<StaticFile> StaticFiles::in_memory(const fs::path& path, const Stamp& stamp) const {
  const MutexLock lock(mutex_);
  const auto found = read_.find(path.string());
  if (found == read_.end() || !(found->second.stamp == stamp)) return std::nullopt;
  std::shared_ptr<const std::string> bytes = found->second.bytes.lock();
  if (bytes == nullptr) return std::nullopt;
  return StaticFile{std::move(bytes), {}, {}, found->second.etag};
}

void StaticFiles::keep(const fs::path& path, Content content) const {
  const MutexLock lock(mutex_);
  Content& place = read_[path.string()];
  if (place.kept != nullptr) kept_bytes_ -= place.kept->size();
  std::shared_ptr<const std::string> bytes = content.bytes.lock();
  if (kept_bytes_ + bytes->size() <= kFileBytesKeptMax) {
    kept_bytes_ += bytes->size();
    content.kept = std::move(bytes);
  }
  place = std::move(content);
}

}  // namespace srl
