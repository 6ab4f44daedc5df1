// SPDX-License-Identifier: MIT
// The files below one folder, by URL path, with the packed copies that the build has put beside
// them. Read from disk every time: a rebuilt site is served without a restart, and two requests
// never share anything.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "http/request_headers.h"

namespace srl {

struct StaticFile {
  std::string body;       // as sent: packed when `encoding` says so
  std::string_view type;  // the media type of what is inside
  Encoding encoding = Encoding::identity;
  std::string etag;  // strong: of the bytes that are sent
};

class StaticFiles {
 public:
  explicit StaticFiles(const std::filesystem::path& root);

  bool has_index() const;

  // The file of a decoded URL path ("/" and "/docs/" mean index.html), in the smallest form that
  // Accept-Encoding allows. Nothing for a path that does not exist, that is not made of plain names
  // (so ".." and hidden files cannot be asked for), or that leads out of the folder by a link.
  std::optional<StaticFile> find(std::string_view url_path, std::string_view accept_encoding) const;

 private:
  std::filesystem::path root_;
};

}  // namespace srl
