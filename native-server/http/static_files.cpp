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

std::optional<std::string> read_file(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  std::ifstream stream(path, std::ios::binary);
  if (error || !stream) return std::nullopt;
  std::string bytes(static_cast<std::size_t>(size), '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  if (stream.gcount() != static_cast<std::streamsize>(size)) return std::nullopt;
  return bytes;
}

// A packed copy that is older than its original is left from the build before.
std::optional<std::string> read_packed(const fs::path& original, std::string_view extension) {
  std::error_code error;
  const fs::path packed = original.string().append(extension);
  const fs::file_time_type packed_at = fs::last_write_time(packed, error);
  if (error) return std::nullopt;
  const fs::file_time_type written_at = fs::last_write_time(original, error);
  if (error || packed_at < written_at) return std::nullopt;
  return read_file(packed);
}

StaticFile make_file(std::string body, const fs::path& path, Encoding encoding) {
  Digest digest;
  digest.add_text(body);
  return {std::move(body), media_type(path), encoding, "\"" + format_digest(digest.value()) + "\""};
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

  if (accepts(accept_encoding, Encoding::br)) {
    if (auto packed = read_packed(path, ".br")) {
      return make_file(std::move(*packed), path, Encoding::br);
    }
  }
  if (accepts(accept_encoding, Encoding::gzip)) {
    if (auto packed = read_packed(path, ".gz")) {
      return make_file(std::move(*packed), path, Encoding::gzip);
    }
  }
  auto plain = read_file(path);
  if (!plain) return std::nullopt;
  return make_file(std::move(*plain), path, Encoding::identity);
}

}  // namespace srl
