// SPDX-License-Identifier: MIT
// Which file stands at a path: a program that has it open goes on with it when another one is put
// in its place, and does not notice.
#pragma once

#include <sys/stat.h>

#include <string>

namespace srl {

class FileIdentity {
 public:
  // The file that is at the path now.
  explicit FileIdentity(std::string path) : path_(std::move(path)) {
    struct stat now {};
    exists_ = ::stat(path_.c_str(), &now) == 0;
    device_ = now.st_dev;
    inode_ = now.st_ino;
  }

  bool exists() const { return exists_; }
  bool is_in_place() const {
    const FileIdentity now(path_);
    return now.exists_ && now.device_ == device_ && now.inode_ == inode_;
  }

 private:
  std::string path_;
  bool exists_ = false;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace srl
