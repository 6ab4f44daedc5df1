// SPDX-License-Identifier: MIT
// The rules that the repository keeps about itself (ARCHITECTURE.md): who may include whom, which
// words core/ must not use, how long a file may be. Each rule reads one file's text and returns
// what it found, as "line: what is wrong".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace srl::tree {

struct SourceFile {
  std::string path;  // below the repository's root, "core/base/result.h"
  std::string text;
};

using Findings = std::vector<std::string>;

Findings check_includes(const SourceFile& file);
Findings check_banned_words(const SourceFile& file);
Findings check_locks(const SourceFile& file);
Findings check_intent_is_never_a_condition(const SourceFile& file);
Findings check_shape(const SourceFile& file);
Findings check_test_file_name(const SourceFile& file);

// The text with comments and the contents of string literals blanked out; line breaks stay.
std::string code_only(std::string_view text);

}  // namespace srl::tree
